import { describe, expect, it } from '@jest/globals';
import { simulate } from '@wattledger/station-simulator';
import { settingIs, station, want } from '../support/settings.ts';
import { until } from '../support/until.ts';
import { usePlatform } from '../support/use-platform.ts';

const platform = usePlatform();

describe('a station that knows the protocol and nothing of ours', () => {
  it.each(['1.6', '2.0.1'] as const)('of OCPP %s confirms a current and a charging time', async (version) => {
    const over = new AbortController();
    const idPrefix = `sim-${version}-`;
    const running = simulate({ url: platform.ocppUrl, stations: 1, version, minutes: 2, idPrefix, signal: over.signal });
    const stationId = `${idPrefix}0001`;
    await until('the station to have booted', async () => (await platform.station(stationId))?.bootedAt);
    await want(platform, station(stationId), { maximumCurrent: { amperes: 10 } });
    await want(platform, station(stationId), { chargingTimeMinutes: 45 });
    await settingIs(platform, stationId, 'MAXIMUM_CURRENT', { status: 'CONFIRMED', enforcedByPlatform: false, sendings: 1 });
    await settingIs(platform, stationId, 'CHARGING_TIME', { status: 'CONFIRMED', enforcedByPlatform: false, sendings: 1 });
    over.abort();
    expect((await running).errors).toBe(0);
  });
});
