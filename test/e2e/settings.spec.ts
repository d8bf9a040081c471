import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { wattledger } from '../support/program.ts';
import { SettableStation } from '../support/settable-station.ts';
import { settingIs } from '../support/settings.ts';
import { ADMIN_KEY, TestPlatform } from '../support/test-platform.ts';

let platform: TestPlatform;
let at: readonly string[];
beforeAll(async () => {
  platform = await TestPlatform.start();
  at = ['--url', `${platform.httpUrl}/graphql`, '--api-key', ADMIN_KEY];
});
afterAll(() => platform.stop());

describe('the command line', () => {
  it('sets a station, and shows what it has confirmed', async () => {
    const station = await SettableStation.boot(await platform.connect('oak'), '1.6');
    const set = await wattledger(['set', 'maximum-current', '16', '--station', 'oak', ...at]);
    expect(set).toMatchObject({ code: 0, output: expect.stringContaining('Wanted for 1 station;') });
    await station.accept();
    await settingIs(platform, 'oak', 'MAXIMUM_CURRENT', { status: 'CONFIRMED' });
    const { output } = await wattledger(['settings', '--station', 'oak', ...at]);
    expect(output.replaceAll(/ +/g, ' ').trim()).toBe('maximum-current confirmed 16 A on 3 phases of 230 V (station oak)');
    expect((await wattledger(['set', 'maximum-current', '16', '--station', 'oak', ...at])).output).toContain('already');
    await station.raw.close();
  }, 120_000);

  it('wants exactly one of a station, a site, a group and all', async () => {
    const set = await wattledger(['set', 'charging-time', '60', '--all', '--site', 'x', ...at]);
    expect(set).toMatchObject({ code: 1, errors: expect.stringContaining('exactly one of') });
  });

  it('says why the platform will not have it', async () => {
    const set = await wattledger(['set', 'charging-time', '60', '--site', 'nowhere', ...at]);
    expect(set).toMatchObject({ code: 1, errors: expect.stringContaining('[scope-empty]') });
  });
});
