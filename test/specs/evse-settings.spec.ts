import { describe, expect, it } from '@jest/globals';
import { settingIs, station, want } from '../support/settings.ts';
import { SettableStation } from '../support/settable-station.ts';
import { usePlatform } from '../support/use-platform.ts';

const platform = usePlatform();

describe.each(['1.6', '2.0.1', '2.1'] as const)('an EVSE of a station of OCPP %s', (version) => {
  it('has its own current and its own time in one profile', async () => {
    const id = `evse-${version}`;
    const one = await SettableStation.boot(await platform.connect(id, `ocpp${version}`), version);
    await want(platform, station(id), { chargingTimeMinutes: 90 }, { evseId: 2 });
    await one.accept();
    await settingIs(platform, id, 'CHARGING_TIME', { status: 'CONFIRMED' });
    await want(platform, station(id), { maximumCurrent: { amperes: 16 } }, { evseId: 2 });
    const { payload } = await one.accept();
    expect(JSON.stringify(payload)).toContain(
      '"chargingSchedulePeriod":[{"startPeriod":0,"limit":16,"numberPhases":3},{"startPeriod":5400,"limit":0}]',
    );
    await settingIs(platform, id, 'MAXIMUM_CURRENT', { status: 'CONFIRMED' });
  });
});
