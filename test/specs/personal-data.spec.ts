import { describe, expect, it } from '@jest/globals';
import { placesWith as placesIn } from '../support/places-with.ts';
import { boot2, secondsFromNow, start16, stop16, transactionEvent } from '../support/frames.ts';
import { usePlatform } from '../support/use-platform.ts';

const platform = usePlatform({ WATTLEDGER_MASTER_KEY: 'the-master-key-of-this-spec-is-long-enough' });

const placesWith = (text: string) => placesIn(platform, text);

describe('a token', () => {
  it('of 1.6 stands nowhere in clear: calls, answers, decisions, rows, memory', async () => {
    const station = await platform.connect('tokens-16');
    const token = 'DRIVERTOKEN16XYZ';
    await station.get('Authorize', { idTag: token });
    const { transactionId } = await station.get('StartTransaction', start16(token, 0, secondsFromNow(0)));
    await station.get('StopTransaction', { ...stop16(transactionId, 10, secondsFromNow(1)), idTag: token });
    await platform.request('tokens-16', { name: 'StartSession', evseId: 1, token });
    expect((await station.nextCall()).payload).toMatchObject({ idTag: token });
    expect((await platform.sessions('tokens-16'))[0]?.token).toMatch(/^sealed:/);
    await platform.restart();
    expect(await placesWith(token)).toEqual([]);
    expect(await placesWith(token.toLowerCase())).toEqual([]);
  });

  it('stands nowhere in clear although the frame repeats the member that holds it', async () => {
    const station = await platform.connect('tokens-twice');
    const token = 'DRIVERTOKENTWICE';
    await station.ask(`[2,"1","Authorize",{"idTag":"${token}","idTag":null}]`, '1');
    await station.ask(`[2,"2","Authorize",{"idTag":"${token}","idTag":"OTHER"}]`, '2');
    expect(await placesWith(token)).toEqual([]);
  });

  it('of 2.1 stands nowhere in clear, a PIN not even sealed', async () => {
    const station = await platform.connect('tokens-21', 'ocpp2.1');
    const token = 'DRIVERTOKEN21XYZ';
    const pin = 'PIN-84629173';
    await station.get('BootNotification', boot2);
    await station.get('Authorize', {
      idToken: { idToken: token, type: 'ISO14443', additionalInfo: [{ additionalIdToken: 'EMAID-XYZ-4711', type: 'eMAID' }] },
    });
    await station.get('Authorize', { idToken: { idToken: pin, type: 'KeyCode' } });
    await station.get(
      'TransactionEvent',
      transactionEvent({ event: 'Started', id: 'tx', seqNo: 0, timestamp: secondsFromNow(0), registerWh: 0, token }),
    );
    await platform.request('tokens-21', { name: 'StartSession', evseId: 1, token: 'PIN-55512345', tokenType: 'KeyCode' });
    expect((await station.nextCall()).payload).toMatchObject({ idToken: { idToken: 'PIN-55512345' } });
    for (const text of [token, pin, 'EMAID-XYZ-4711', 'PIN-55512345']) expect(await placesWith(text)).toEqual([]);
    const events = await platform.events('tokens-21');
    const unsealed = await Promise.all(events.map(({ data }) => platform.store.sealer.unsealPayload(data)));
    expect(JSON.stringify(unsealed)).toContain(token);
    expect(JSON.stringify(unsealed)).not.toContain(pin);
  });

  it('in a frame that nobody can read, of an old line, or to no call, stands nowhere in clear', async () => {
    const station = await platform.connect('tokens-broken');
    station.say('[2,"x","Authorize",{"idTag":"TOKENINBROKENFRAME"');
    station.say('[3,"stray",{"idTag":"TOKENINSTRAYANSWER"}]');
    await station.call('MakeCoffee', { idTag: 'TOKENINUNKNOWNCALL' });
    await station.call('Authorize', { idTag: { nested: 'TOKENINWRONGPLACE1' } });
    await station.call('Authorize', { idTag: ['TOKENINWRONGPLACE2'] });
    for (const text of [
      'TOKENINBROKENFRAME',
      'TOKENINSTRAYANSWER',
      'TOKENINUNKNOWNCALL',
      'TOKENINWRONGPLACE1',
      'TOKENINWRONGPLACE2',
    ]) {
      expect([text, await placesWith(text)]).toEqual([text, []]);
    }
  });
});

describe('a password', () => {
  it('of a station stands nowhere in clear', async () => {
    const password = 'password-of-a-station';
    await platform.credentials.setPassword('has-password', password, 'operator:ana');
    const authorization = `Basic ${Buffer.from(`has-password:${password}`).toString('base64')}`;
    await (await platform.connect('has-password', 'ocpp1.6', { headers: { authorization } })).get('Heartbeat', {});
    expect(await placesWith(password)).toEqual([]);
  });

  it.each([
    {
      protocol: 'ocpp1.6',
      command: { name: 'SetVariable', variable: { variable: 'AuthorizationKey' }, value: 'NEWKEYOFTHESTATION16' },
    },
    {
      protocol: 'ocpp2.0.1',
      command: {
        name: 'SetVariable',
        variable: { component: 'SecurityCtrlr', variable: 'BasicAuthPassword' },
        value: 'NEWKEYOFTHESTATION20',
      },
    },
  ] as const)(
    'that is given to a station of $protocol reaches it, stands nowhere in clear, and cannot be read once it was sent',
    async ({ protocol, command }) => {
      const id = `new-key-${protocol}`;
      const commandId = await platform.request(id, command, { waitForStation: true });
      expect(await placesWith(command.value)).toEqual([]);
      const [requested] = await platform.stream(`command-${commandId}`);
      const read = async () => JSON.stringify(await platform.store.sealer.unsealPayload(requested?.data ?? null));
      expect(await read()).toContain(command.value);

      const station = await platform.connect(id, protocol);
      const call = await station.nextCall();
      expect(JSON.stringify(call.payload)).toContain(command.value);
      station.answer(
        call,
        protocol === 'ocpp1.6'
          ? { status: 'Accepted' }
          : {
              setVariableResult: [
                { attributeStatus: 'Accepted', component: { name: 'SecurityCtrlr' }, variable: { name: 'BasicAuthPassword' } },
              ],
            },
      );
      await platform.commandIs(commandId, 'accepted');
      expect(await read()).not.toContain(command.value);
      expect(await placesWith(command.value)).toEqual([]);
    },
  );

  it('of a command that is refused or expires cannot be read afterwards', async () => {
    const secret = 'NEVERSENTSECRETKEY';
    const commandId = await platform.request('not-there', {
      name: 'SetVariable',
      variable: { variable: 'AuthorizationKey' },
      value: secret,
    });
    await platform.commandIs(commandId, 'refused');
    const [requested] = await platform.stream(`command-${commandId}`);
    expect(JSON.stringify(await platform.store.sealer.unsealPayload(requested?.data ?? null))).not.toContain(secret);
    expect(await placesWith(secret)).toEqual([]);
  });
});
