import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { boot16, meters16, secondsFromNow, start16, status16, stop16 } from '../support/frames.ts';
import { ConsolePage, hasBrowser } from '../support/console-page.ts';
import type { RawStation } from '../support/raw-station.ts';
import { SettableStation } from '../support/settable-station.ts';
import { ADMIN_KEY, TestPlatform } from '../support/test-platform.ts';

const describeInBrowser = hasBrowser ? describe : describe.skip;

describeInBrowser('an operator in the console (needs Chromium)', () => {
  const platform = new TestPlatform({ WATTLEDGER_ROLES: 'gateway,projector,api,console' });
  let desk: ConsolePage;
  beforeAll(async () => {
    await platform.start();
    desk = await ConsolePage.open(`${platform.httpUrl}/`);
  });
  afterAll(async () => {
    await desk.close();
    await platform.sendStationsHome();
    await platform.stop();
  });

  const post = async (id: string): Promise<RawStation> => {
    const station = await platform.connect(id);
    await station.get('BootNotification', boot16);
    await station.get('StatusNotification', status16('Available'));
    await platform.caughtUp();
    return station;
  };

  it('is let in by a key that holds, and told why by one that does not', async () => {
    await desk.signIn('wl_admin_of_nowhere');
    await desk.says('This API key is unknown or was revoked.');
    expect(desk.complaints.splice(0)).toEqual([expect.stringContaining('401')]);
    await desk.signIn(ADMIN_KEY);
    await desk.says('Overview');
  });

  it('sees a station come and a car charge while it happens', async () => {
    await desk.go('#/stations');
    const station = await post('quay-1');
    await desk.says('quay-1');
    await desk.go('#/stations/quay-1');
    await desk.page.getByRole('heading', { level: 1, name: 'quay-1' }).waitFor();
    const { transactionId } = await station.get('StartTransaction', start16('CARD-1', 1_000, secondsFromNow(-60)));
    await station.get('MeterValues', meters16(6_500, 42, secondsFromNow(-1), Number(transactionId)));
    await desk.says(/42\s*%/);
    await station.get('StopTransaction', stop16(transactionId, 7_000, secondsFromNow(0)));
    await desk.says(/\b6 kWh/);
  });

  it('tells a station what to do, and reads what it said', async () => {
    const station = await post('quay-2');
    await desk.go('#/stations/quay-2');
    await desk.fill('Reset');
    const call = await station.nextCall();
    expect(call).toMatchObject({ action: 'Reset', payload: { type: 'Soft' } });
    station.answer(call, { status: 'Rejected' });
    await desk.done();
    await desk.says('Rejected');
  });

  it('is told beside the field what is wrong with it', async () => {
    await desk.go('#/stations/quay-2');
    await desk.fill('Send any message', { Action: 'SetVariables', Payload: '{}' });
    await desk.page.getByRole('dialog').getByRole('alert').first().waitFor();
    await desk.page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await desk.done();
  });

  it('sets a current that the station confirms', async () => {
    const station = await SettableStation.boot(await platform.connect('quay-3'), '1.6', {
      SupportedFeatureProfiles: 'Core,SmartCharging',
    });
    await platform.caughtUp();
    await desk.go('#/stations/quay-3');
    await desk.fill('Set', { What: 'maximum current', Amperes: '16' });
    expect(await station.accept()).toMatchObject({ action: 'SetChargingProfile' });
    await desk.done();
    await desk.says('confirmed');
  });

  it('configures a plugin, sees what was before, and brings it back', async () => {
    await desk.go('#/plugins');
    await desk.page.getByRole('link', { name: 'quick-start' }).first().click();
    await desk.fill('Configure', { acceptedTokens: 'CARD-1', Reason: 'a private day' });
    await desk.done();
    await desk.says('a private day');
    await desk.fill('Back to the plugins file');
    await desk.done();
    await desk.says(/plugins file/);
    const { plugin } = await platform.graphql<{ plugin: { config: object; configurations: object[] } }>(
      '{ plugin(id: "quick-start") { config configurations { revision } } }',
    );
    expect(plugin.configurations).toHaveLength(2);
  });

  it('opens an account, gives it a token, blocks it, and finds why its driver was refused', async () => {
    await desk.go('#/drivers');
    await desk.fill('Open an account', { 'User name': 'ana', Password: 'a pass phrase of ana' });
    await desk.done();
    await desk.says('ana');
    await desk.go('#/tokens');
    await desk.fill('Issue a token', { Token: 'CARD-9', Label: 'blue fob' });
    await desk.done();
    await desk.fill('Block', { Reason: 'lost' });
    await desk.done();
    await desk.page.getByRole('button', { name: 'Unblock' }).waitFor();
    const station = await post('quay-4');
    expect(await station.get('Authorize', { idTag: 'CARD-9' })).toMatchObject({ idTagInfo: { status: 'Blocked' } });
    await desk.go('#/decisions?refused=yes');
    await desk.says('quay-4');
    await desk.says('the token is blocked');
    await desk.go('#/decisions');
    await desk.page.getByLabel('Token', { exact: true }).fill('card-9');
    await desk.page.waitForURL(/token=[\w-]{22}/);
    await desk.says('the token is blocked');
  });

  it('makes a tariff, lets it hold for everybody, and reads a price line by line', async () => {
    await desk.go('#/tariffs');
    await desk.fill('Make a tariff', { Id: 'street', Name: 'Street', Terms: '{"perKwh": "0.50"}' });
    await desk.done();
    await desk.go('#/tariffs/street');
    await desk.fill('Assign', { For: 'everybody' });
    await desk.done();
    const station = await post('quay-5');
    const { transactionId } = await station.get('StartTransaction', start16('CARD-1', 0, secondsFromNow(0)));
    await station.get('StopTransaction', stop16(transactionId, 4_000, secondsFromNow(60)));
    await platform.caughtUp();
    const [session] = await platform.sessions('quay-5');
    await desk.go(`#/sessions/${encodeURIComponent(session?.sessionId ?? '')}`);
    await desk.says(/2\.00/);
    await desk.says('4000 Wh under Street, version 1');
  });

  it('makes a key that is shown once, and revokes it', async () => {
    await desk.go('#/keys');
    await desk.fill('Make a key', { Name: 'night desk', Role: 'operator' });
    const shown = desk.page.getByRole('dialog', { name: 'The new key' });
    const key = await shown.getByLabel('The new key').last().inputValue();
    await shown.getByRole('button', { name: 'I have it' }).click();
    await desk.done();
    const asked = () =>
      fetch(`${platform.httpUrl}/graphql`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: '{"query":"{ __typename }"}',
      });
    expect((await asked()).status).toBe(200);
    await desk.fill('Revoke', {}, desk.page.getByRole('row', { name: 'night desk' }));
    await desk.done();
    expect((await asked()).status).toBe(401);
  });

  it('opens every page without an error', async () => {
    for (const page of [
      '',
      'stations',
      'sessions',
      'decisions',
      'drivers',
      'tokens',
      'tariffs',
      'settings',
      'plugins',
      'events',
      'keys',
    ]) {
      await desk.go(`#/${page}`);
      await desk.page.getByRole('heading', { level: 1 }).waitFor();
    }
    expect(desk.complaints).toEqual([]);
  });
});
