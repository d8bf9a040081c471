import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@wattledger/kernel';
import { boot16, boot2, messagesIn, secondsFromNow, start16, status16 } from '../support/frames.ts';
import type { RawStation } from '../support/raw-station.ts';
import { usePlatform } from '../support/use-platform.ts';

const platform = usePlatform();
const clearCache = { name: 'SendCall', action: 'ClearCache', payload: {} } as const;

describe('an exchange', () => {
  it('is in the log when its answer arrives, call and decisions and answer side by side', async () => {
    const station = await platform.connect('exchange');
    await station.get('BootNotification', boot16, 'b1');
    expect(await platform.types('exchange')).toEqual([
      'StationConnected',
      'BootNotificationReceived',
      'StationAdmissionDecided',
      'BootNotificationAnswered',
    ]);
    const { transactionId } = await station.get('StartTransaction', start16('TAG-1', 0, secondsFromNow(0)), 's1');
    expect((await platform.types('exchange')).slice(4)).toEqual([
      'StartTransactionReceived',
      'AuthorizationDecided',
      'StartTransactionAnswered',
    ]);
    const [call, decided, answer] = (await platform.events('exchange')).slice(4);
    expect(answer?.data).toMatchObject({ transactionId });
    expect([decided?.metadata.causationId, answer?.metadata.causationId]).toEqual([call?.id, call?.id]);
    expect(call?.metadata).toMatchObject({ direction: 'fromStation', kind: 'call', ocppVersion: '1.6', connectionEpoch: 1 });
  });

  it('is recorded frame by frame in the order of the wire, in both directions', async () => {
    const station = await platform.connect('wire', 'ocpp2.0.1');
    const requested = [await platform.request('wire', clearCache), await platform.request('wire', clearCache)];
    const told: Promise<unknown>[] = [];
    for (const [index] of requested.entries()) {
      told.push(station.get('Heartbeat', {}, `h${index}`), station.get('BootNotification', boot2, `b${index}`));
      station.answer(await station.nextCall(), { status: 'Accepted' });
    }
    await Promise.all(told);
    for (const commandId of requested) await platform.commandIs(commandId, 'accepted');
    const recorded = messagesIn(await platform.events('wire'));
    const onTheWire = (side: RawStation, direction: 'sent' | 'received') => {
      return side.wire.filter((frame) => frame.direction === direction).map(({ text }) => (JSON.parse(text) as unknown[])[1]);
    };
    const ids = (direction: string) => recorded.filter((line) => line.startsWith(direction)).map((line) => line.split(' ')[3]);
    expect(ids('fromStation')).toEqual(onTheWire(station, 'sent'));
    expect(ids('toStation')).toEqual(onTheWire(station, 'received'));
  });

  it('never overlaps with another of the same station, however fast the calls come', async () => {
    const station = await platform.connect('fast');
    const answers = Array.from({ length: 60 }, (_, index) => station.call('Authorize', { idTag: `TAG-${index}` }, `a${index}`));
    await Promise.all(answers);
    const types = (await platform.types('fast')).slice(1);
    expect(types).toEqual(
      Array.from({ length: 60 }, () => ['AuthorizeReceived', 'AuthorizationDecided', 'AuthorizeAnswered']).flat(),
    );
  });
});

describe('calls in the two directions', () => {
  it('trap 13: may cross: a station is served while we wait for its answer', async () => {
    const station = await platform.connect('crossing');
    const commandId = await platform.request('crossing', clearCache);
    const call = await station.nextCall();
    expect(await station.get('Heartbeat', {})).toHaveProperty('currentTime');
    expect(await station.get('Authorize', { idTag: 'TAG' })).toMatchObject({ idTagInfo: { status: 'Accepted' } });
    station.answer(call, { status: 'Accepted' });
    expect(await platform.commandIs(commandId, 'accepted')).toMatchObject({ action: 'ClearCache', messageId: call.id });
  });

  it('may even use the same message id', async () => {
    const station = await platform.connect('same-id');
    const commandId = await platform.request('same-id', clearCache);
    const call = await station.nextCall();
    expect(await station.get('Heartbeat', {}, call.id)).toHaveProperty('currentTime');
    station.answer(call, { status: 'Accepted' });
    await platform.commandIs(commandId, 'accepted');
  });
});

describe('an answer that belongs to no call', () => {
  it('trap 12: is kept as a stray when it comes after the time-out, and does not touch the call in flight', async () => {
    const station = await platform.connect('slow');
    const slow = await platform.request('slow', clearCache, { answerTimeoutSeconds: 1 });
    const first = await station.nextCall();
    await platform.commandIs(slow, 'unanswered');
    const quick = await platform.request('slow', clearCache);
    const second = await station.nextCall();
    station.answer(first, { status: 'Rejected' });
    await platform.recorded('slow', 'StrayAnswerReceived');
    expect((await platform.command(quick))?.status).toBe('sent');
    station.answer(second, { status: 'Accepted' });
    await platform.commandIs(quick, 'accepted');
    expect((await platform.command(slow))?.status).toBe('unanswered');
  });

  it.each(['[3,"never-asked",{}]', '[4,"never-asked","GenericError","",{}]', '[3,"never-asked"]', '[3]', '[4,"never-asked"]'])(
    'trap 12: is never answered: %s',
    async (text) => {
      const station = await platform.connect(`stray-${text.length}-${text.charAt(1)}`);
      station.say(text);
      await station.get('Heartbeat', {});
      expect(station.wire.filter(({ direction }) => direction === 'received')).toHaveLength(1);
    },
  );
});

describe('an answer that nobody can read', () => {
  it.each(['[3,"ID",7]', '[3,"ID",{"status":', '[4,"ID",'])(
    'ends the call it answers, and the next one goes out: %s',
    async (text) => {
      const id = `unreadable-answer-${text.length}`;
      const station = await platform.connect(id);
      const first = await platform.request(id, clearCache);
      const second = await platform.request(id, clearCache);
      station.say(text.replace('ID', (await station.nextCall()).id));
      station.answer(await station.nextCall(), { status: 'Accepted' });
      await platform.commandIs(second, 'accepted');
      await platform.commandIs(first, 'unanswered');
      expect((await platform.recorded(id, 'CallUnanswered')).data).toEqual({ cause: 'unreadable-answer' });
      expect((await platform.types(id)).join()).toContain('FrameUnreadable,CallUnanswered');
    },
  );
});

describe('a message id that was used before', () => {
  it('trap 14: gets the first answer again when the call is the same', async () => {
    const station = await platform.connect('repeats');
    const start = start16('TAG-1', 1_000, secondsFromNow(0));
    const first = await station.get('StartTransaction', start, 'same');
    for (let times = 0; times < 3; times++) expect(await station.get('StartTransaction', start, 'same')).toEqual(first);
    expect(await platform.types('repeats')).toEqual([
      'StationConnected',
      'StartTransactionReceived',
      'AuthorizationDecided',
      'StartTransactionAnswered',
      ...['CallRepeated', 'AnswerRepeated', 'CallRepeated', 'AnswerRepeated', 'CallRepeated', 'AnswerRepeated'],
    ]);
    expect(await platform.sessions('repeats')).toHaveLength(1);
  });

  it('trap 14: gets the first answer again also over a new line, and after a restart', async () => {
    const start = start16('TAG-1', 1_000, secondsFromNow(0));
    const first = await (await platform.connect('repeats-later')).get('StartTransaction', start, 'same');
    expect(await (await platform.connect('repeats-later')).get('StartTransaction', start, 'same')).toEqual(first);
    await platform.sendStationsHome();
    await platform.restart();
    expect(await (await platform.connect('repeats-later')).get('StartTransaction', start, 'same')).toEqual(first);
    expect(await platform.sessions('repeats-later')).toHaveLength(1);
  });

  it('trap 14: is another call when it says something else, and then the newest one counts', async () => {
    const station = await platform.connect('reuses');
    for (const status of ['Available', 'Preparing'])
      expect(await station.get('StatusNotification', status16(status), '1')).toEqual({});
    expect(await platform.connectors('reuses')).toMatchObject([{ status: 'Preparing' }]);
    await station.get('StatusNotification', status16('Preparing'), '1');
    expect((await platform.types('reuses')).slice(-2)).toEqual(['CallRepeated', 'AnswerRepeated']);
  });

  it('trap 14: starts again at 1 after a reboot', async () => {
    const station = await platform.connect('counts-anew');
    await station.get('StatusNotification', status16('Available'), '1');
    await station.get('BootNotification', boot16, '2');
    await station.get('StatusNotification', status16('Available'), '1');
    expect((await platform.types('counts-anew')).filter((type) => type === 'StatusNotificationReceived')).toHaveLength(2);
  });

  it('is refused again, as a CALLERROR, when the first call was refused', async () => {
    const station = await platform.connect('refused-twice');
    const broken: JsonObject = { connectorId: 1 };
    const first = await station.call('StatusNotification', broken, 'x');
    expect(first).toHaveProperty('error');
    expect(await station.call('StatusNotification', broken, 'x')).toEqual(first);
  });
});

describe('message ids that are no UUIDs', () => {
  it.each([
    { what: 'a short text', id: 'a' },
    { what: 'a number', id: 42 },
    { what: 'the empty text', id: '' },
    { what: 'a text that is longer than 36 characters', id: 'x'.repeat(80) },
    { what: 'a text with quotes', id: '"\\ \u00e9' },
  ])('trap 15: are given back as they came: $what', async ({ what, id }) => {
    const station = await platform.connect(`id is ${what}`);
    expect(await station.ask(JSON.stringify([2, id, 'Heartbeat', {}]), id)).toHaveProperty('result.currentTime');
  });

  it.each(['[2,null,"Heartbeat",{}]', '[2,{},"Heartbeat",{}]', '[2]', '[]', '{}', 'hello', '[2,"unfinished'])(
    'trap 15: are answered as "-1" where they cannot be read: %s',
    async (text) => {
      const station = await platform.connect(`unreadable ${text.replaceAll('/', '')}`);
      expect(await station.ask(text, '-1')).toHaveProperty('error');
      expect(await platform.types(`unreadable ${text.replaceAll('/', '')}`)).toEqual([
        'StationConnected',
        'FrameUnreadable',
        'FrameRefused',
      ]);
    },
  );
});

describe('a message id without end', () => {
  it('is refused and cut, whatever else is wrong with its frame', async () => {
    const station = await platform.connect('endless-id');
    const cut = 'x'.repeat(255);
    for (const rest of ['"Heartbeat",{}]', '"Heartbeat",[]]'])
      expect(await station.ask(`[2,"${'x'.repeat(50_000)}",${rest}`, cut)).toMatchObject({ error: 'FormationViolation' });
    const refused = await platform.recorded('endless-id', 'FrameRefused');
    expect(refused.data).toMatchObject({ messageId: cut });
  });
});

describe('a frame that is not what it should be', () => {
  it('trap 16: has null for a payload, and is served', async () => {
    const station = await platform.connect('null-payload');
    expect(await station.ask('[2,"n","Heartbeat",null]', 'n')).toHaveProperty('result.currentTime');
    expect((await platform.recorded('null-payload', 'HeartbeatReceived')).metadata.flags).toBeDefined();
  });

  it('trap 16: is empty, and gets no answer, but is kept', async () => {
    const station = await platform.connect('empty-frame');
    station.say('');
    await station.get('Heartbeat', {});
    expect(station.unexpected).toEqual([]);
    expect(await platform.types('empty-frame')).toContain('FrameUnreadable');
  });

  it('trap 16: is cut off, and is refused under its own id', async () => {
    const station = await platform.connect('truncated');
    expect(await station.ask('[2,"cut","StatusNotification",{"connectorId":1,"err', 'cut')).toMatchObject({
      error: 'FormationViolation',
    });
    const unreadable = await platform.recorded('truncated', 'FrameUnreadable');
    expect(await platform.store.sealer.unsealPayload(unreadable.data)).toMatchObject({
      text: '[2,"cut","StatusNotification",{"connectorId":1,"err',
    });
  });

  it('trap 16: is binary, and is kept and refused', async () => {
    const station = await platform.connect('binary');
    station.say(Buffer.from([0, 1, 2, 255]));
    await platform.recorded('binary', 'FrameRefused');
    const unreadable = await platform.recorded('binary', 'FrameUnreadable');
    expect(await platform.store.sealer.unsealPayload(unreadable.data)).toMatchObject({
      text: expect.stringContaining('AAEC/w=='),
    });
    expect(await station.get('Heartbeat', {})).toHaveProperty('currentTime');
  });

  it('trap 16: is a CALLERROR of four elements, and ends the call it answers', async () => {
    const station = await platform.connect('short-error');
    const commandId = await platform.request('short-error', clearCache);
    const call = await station.nextCall();
    station.say(`[4,"${call.id}","InternalError","no cache"]`);
    expect(await platform.commandIs(commandId, 'failed')).toMatchObject({
      errorCode: 'InternalError',
      errorDescription: 'no cache',
    });
  });
});

describe('an error code', () => {
  const broken = { connectorId: {} };

  it.each([
    { protocol: 'ocpp1.6', spelling: 'FormationViolation' },
    { protocol: 'ocpp2.0.1', spelling: 'FormatViolation' },
    { protocol: 'ocpp2.1', spelling: 'FormatViolation' },
  ])('trap 17: is spelled $spelling in $protocol', async ({ protocol, spelling }) => {
    const station = await platform.connect(`spells-${protocol}`, protocol);
    expect(await station.ask('[2,"p","Heartbeat",[]]', 'p')).toMatchObject({ error: spelling });
  });

  it('trap 17: of a field that is missing has one r in 1.6 and two in 2.x', async () => {
    const old = await platform.connect('occurs-16', 'ocpp1.6');
    expect(await old.call('Authorize', {})).toMatchObject({ error: 'OccurenceConstraintViolation' });
    const young = await platform.connect('occurs-201', 'ocpp2.0.1');
    expect(await young.call('Authorize', {})).toMatchObject({ error: 'OccurrenceConstraintViolation' });
  });

  it('tells an action that nobody knows from one that is not for stations to call', async () => {
    for (const protocol of ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1']) {
      const id = `actions-${protocol}`;
      const station = await platform.connect(id, protocol);
      expect(await station.call('MakeCoffee', broken)).toMatchObject({ error: 'NotImplemented' });
      expect(await station.call('Reset', { type: protocol === 'ocpp1.6' ? 'Hard' : 'Immediate' })).toMatchObject({
        error: 'NotSupported',
      });
      expect(await platform.types(id)).toEqual([
        'StationConnected',
        ...['UnknownActionReceived', 'UnknownActionRefused', 'ResetReceived', 'ResetRefused'],
      ]);
    }
  });
});

describe('what OCPP 2.1 adds to the wire', () => {
  it('trap 19: a SEND is kept and not answered, whatever is wrong with it', async () => {
    const station = await platform.connect('sends', 'ocpp2.1');
    const stream = { id: 1, pending: 0, basetime: secondsFromNow(0), data: [{ t: 0, v: '61' }] };
    station.say(JSON.stringify([6, 's1', 'NotifyPeriodicEventStream', stream]));
    station.say('[6,"s2","NotifyPeriodicEventStream",{}]');
    station.say('[6,"s3","MakeCoffee",{}]');
    await station.get('Heartbeat', {});
    expect(station.wire.filter(({ direction }) => direction === 'received')).toHaveLength(1);
    const [, first, second, third] = await platform.events('sends');
    expect(first).toMatchObject({ type: 'NotifyPeriodicEventStreamReceived' });
    expect(first?.metadata).toMatchObject({ kind: 'send', messageId: 's1' });
    expect([second?.type, third?.type]).toEqual(['NotifyPeriodicEventStreamReceived', 'UnknownActionReceived']);
  });

  it('trap 19: a CALLRESULTERROR is kept and not answered', async () => {
    const station = await platform.connect('result-error', 'ocpp2.1');
    await station.get('Heartbeat', {}, 'h1');
    station.say('[5,"h1","FormatViolation","your answer is wrong",{}]');
    await station.get('Heartbeat', {}, 'h2');
    expect(station.unexpected).toEqual([]);
    const faulted = await platform.recorded('result-error', 'HeartbeatAnswerFaulted');
    expect(faulted.metadata).toMatchObject({ action: 'Heartbeat', messageId: 'h1', kind: 'resultError' });
    station.say('[5,"never-heard-of","FormatViolation","",{}]');
    await platform.recorded('result-error', 'StrayAnswerReceived');
  });

  it('trap 19: a message type that a version does not know is refused there, and ignored in 1.6', async () => {
    const old = await platform.connect('type-99-16', 'ocpp1.6');
    old.say('[99,"t","Heartbeat",{}]');
    await old.get('Heartbeat', {});
    expect(old.unexpected).toEqual([]);
    const young = await platform.connect('type-99-201', 'ocpp2.0.1');
    expect(await young.ask('[99,"t","Heartbeat",{}]', 't')).toMatchObject({ error: 'MessageTypeNotSupported' });
  });
});
