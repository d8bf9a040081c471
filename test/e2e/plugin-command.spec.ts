import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { wattledger } from '../support/program.ts';
import { TestPlatform } from '../support/test-platform.ts';

const ADMIN = 'the-admin-key-of-this-spec';
let platform: TestPlatform;
beforeAll(async () => {
  platform = await TestPlatform.start({ WATTLEDGER_ADMIN_KEY: ADMIN });
});
afterAll(() => platform.stop());

const plugin = (...args: string[]) =>
  wattledger(['plugin', ...args, '--url', `${platform.httpUrl}/graphql`], { WATTLEDGER_ADMIN_KEY: ADMIN });

async function authorized(stationId: string): Promise<unknown> {
  const station = await platform.connect(stationId);
  const { idTagInfo } = await station.get('Authorize', { idTag: 'ANYBODY' });
  return (idTagInfo as { status?: unknown }).status;
}

describe('the command line', () => {
  it('shows, configures and rolls back the plugins of a platform', async () => {
    const listed = await plugin('list');
    expect(listed.output).toContain('quick-start@1.0.0  @wattledger/quick-start  ok, as the plugins file says');
    const config = JSON.stringify({ acceptedTokens: ['SOMEBODY'] });
    expect(await plugin('configure', 'quick-start', '--config', config, '--reason', 'a private day')).toMatchObject({
      code: 0,
      output: 'quick-start is configured (configuration 0).\n',
    });
    expect(await authorized('cli-1')).toBe('Invalid');
    expect((await plugin('list')).output).toContain('ok, configuration 0');
    expect(await plugin('roll-back', 'quick-start')).toMatchObject({ code: 0 });
    expect((await plugin('list')).output).toContain('ok, configuration 1, as the plugins file says');
    expect(await authorized('cli-2')).toBe('Accepted');
    expect(await plugin('roll-back', 'quick-start', '--revision', '0')).toMatchObject({ code: 0 });
    expect((await plugin('list')).output).toContain('ok, configuration 2, which is 0 again');
    expect(await authorized('cli-3')).toBe('Invalid');
  });

  it('says what is wrong', async () => {
    const wrong = await plugin('configure', 'quick-start', '--config', '{"acceptedTokens":5}');
    expect(wrong).toMatchObject({ code: 1, errors: expect.stringContaining('config.acceptedTokens') });
    expect((await plugin('configure', 'quick-start', '--config', 'no')).code).toBe(2);
    expect(await plugin('roll-back', 'nobody')).toMatchObject({ code: 1, errors: expect.stringContaining('[plugin-unknown]') });
  });
});
