import { describe, expect, it } from '@jest/globals';
import { simulate, VirtualStation } from '@wattledger/station-simulator';
import { nightPrice, settingIs, station, want } from '../support/settings.ts';
import { until } from '../support/until.ts';
import { usePlatform } from '../support/use-platform.ts';

const platform = usePlatform();

describe('a station that knows the protocol and nothing of ours', () => {
  it.each(['1.6', '2.0.1', '2.1'] as const)('of OCPP %s confirms a current and a charging time', async (version) => {
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

  it('of OCPP 2.1 tells after a boot that it still has its current and its price, and is not told again', async () => {
    const id = 'sim-boots';
    const one = new VirtualStation({ url: platform.ocppUrl, id, version: '2.1', rebootMs: 5 });
    await one.start();
    await want(platform, station(id), { maximumCurrent: { amperes: 10 } });
    await want(platform, station(id), await nightPrice(platform));
    await settingIs(platform, id, 'MAXIMUM_CURRENT', { status: 'CONFIRMED' });
    await settingIs(platform, id, 'PRICE', { status: 'CONFIRMED' });
    await one.reboot({ reason: 'RemoteReset', graceful: true });
    await platform.recorded(id, 'ReportChargingProfilesReceived');
    await platform.recorded(id, 'GetTariffsConfirmed');
    await want(platform, station(id), { chargingTimeMinutes: 45 });
    await settingIs(platform, id, 'CHARGING_TIME', { status: 'CONFIRMED' });
    await settingIs(platform, id, 'MAXIMUM_CURRENT', { status: 'CONFIRMED', sendings: 1, reported: '10 A' });
    await settingIs(platform, id, 'PRICE', { status: 'CONFIRMED', sendings: 1, drifts: 0 });
    await one.stop();
  });
});
