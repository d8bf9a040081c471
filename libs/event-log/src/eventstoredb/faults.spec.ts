import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Fault } from '@wattledger/kernel';
import { BEFORE_FIRST } from '../event-log.ts';
import { allOf, appended, countUp, events, newStream } from '../testing/contract/support.ts';
import { startEventStoreTestServer } from '../testing/index.ts';
import type { EventStoreTestServer } from '../testing/index.ts';
import { faultOf } from './errors.ts';
import { EventStoreDbLog } from './event-store-db-log.ts';

const patient = { attemptMs: 2_000, deadlineMs: 20_000, firstPauseMs: 5, longestPauseMs: 50 };
const impatient = { attemptMs: 100, deadlineMs: 300, firstPauseMs: 5, longestPauseMs: 50 };

describe('a log whose server is in trouble', () => {
  let server: EventStoreTestServer;
  let log: EventStoreDbLog;
  const connect = (settings: ConstructorParameters<typeof EventStoreDbLog>[1]): EventStoreDbLog =>
    (log = new EventStoreDbLog(server.connectionString, settings));

  beforeEach(async () => {
    server = await startEventStoreTestServer();
  });
  afterEach(async () => {
    server.silent(false);
    await log.close();
    await server.stop();
  });

  it('says that the server is away, and that trying again can help', async () => {
    connect(impatient);
    server.unavailable();
    const fault = { code: 'event-store-unavailable', retryable: true };
    await expect(log.append(newStream(), 'any', events(1))).rejects.toMatchObject(fault);
    await expect(log.head()).rejects.toMatchObject(fault);
    await expect(allOf(log.readStream(newStream()))).rejects.toMatchObject(fault);
    server.unavailable(false);
    await log.close();
    await expect(connect(patient).head()).resolves.toBe(BEFORE_FIRST);
  });

  it('says the same when nobody listens at the address', async () => {
    connect(impatient);
    await server.kill();
    await expect(log.head()).rejects.toMatchObject({ code: 'event-store-unavailable', retryable: true });
    await server.restart();
  });

  it('does not wait for ever for a reading that is not answered', async () => {
    connect(impatient);
    server.silent();
    await expect(log.head()).rejects.toMatchObject({ code: 'event-store-timeout', retryable: true });
    await expect(allOf(log.readStream(newStream()))).rejects.toMatchObject({ code: 'event-store-timeout' });
  });

  it('waits for a search as long as searches may take, and no longer', async () => {
    connect({ ...impatient, searchMs: 20_000 });
    const stream = newStream();
    await appended(log, stream, events(1));
    server.searchFor(1_000);
    const search = () => allOf(log.readAll({ filter: { streamPrefixes: [stream] } }));
    expect(await search()).toHaveLength(1);
    await expect(allOf(log.readAll())).rejects.toMatchObject({ code: 'event-store-timeout' });
    await log.close();
    connect({ ...impatient, searchMs: 200 });
    await expect(search()).rejects.toMatchObject({ code: 'event-store-timeout', retryable: true });
  });

  it('takes a reading up again where the connection broke', async () => {
    connect(patient);
    const stream = newStream();
    for (const _ of countUp(4)) await appended(log, stream, events(500));
    const read = async (direction: 'forwards' | 'backwards', whole: boolean): Promise<number[]> => {
      const filter = { streamPrefixes: [stream] };
      const revisions: number[] = [];
      for await (const event of whole ? log.readAll({ direction, filter }) : log.readStream(stream, { direction })) {
        revisions.push(event.revision);
        if (revisions.length % 600 === 0) server.cutConnections();
      }
      return revisions;
    };
    expect(await read('forwards', false)).toEqual(countUp(2_000));
    expect(await read('backwards', false)).toEqual(countUp(2_000).reverse());
    expect(await read('forwards', true)).toEqual(countUp(2_000));
    expect(await read('backwards', true)).toEqual(countUp(2_000).reverse());
  });

  it('turns appends away when too many are waiting, and carries out those it took', async () => {
    connect({ ...patient, maxInFlight: 1, maxQueued: 2 });
    await log.head();
    server.silent();
    const taken = countUp(3).map(() => log.append(newStream(), 'no-stream', events(1)));
    await expect(log.append(newStream(), 'no-stream', events(1))).rejects.toMatchObject({
      code: 'event-store-overloaded',
      retryable: true,
    });
    server.silent(false);
    expect((await Promise.all(taken)).map(({ outcome }) => outcome)).toEqual(['appended', 'appended', 'appended']);
  });

  it('takes nothing more once it is closed', async () => {
    connect(patient);
    await log.close();
    await expect(log.append(newStream(), 'any', events(1))).rejects.toMatchObject({ code: 'log-closed' });
    await expect(log.head()).rejects.toMatchObject({ code: 'log-closed' });
  });
});

describe('credentials', () => {
  const credentials = { username: 'platform', password: 'right' };

  it.each([
    ['wrong', (address: string) => address.replace(':right@', ':wrong@')],
    ['missing', (address: string) => address.replace('platform:right@', '')],
  ])('that are %s end every call at once, subscriptions too', async (_what, spoilt) => {
    const server = await startEventStoreTestServer({ credentials });
    const log = new EventStoreDbLog(spoilt(server.connectionString), patient);
    const denied = { code: 'event-store-access-denied', retryable: false };
    await expect(log.append(newStream(), 'any', events(1))).rejects.toMatchObject(denied);
    await expect(log.head()).rejects.toMatchObject(denied);
    await expect(allOf(log.subscribe({ after: BEFORE_FIRST }))).rejects.toMatchObject(denied);
    await log.close();
    await server.stop();
  });

  it('are not sent to a server whose certificate nobody vouches for', async () => {
    const server = await startEventStoreTestServer({ credentials });
    const log = new EventStoreDbLog(server.connectionString.replace(/&tlsCAFile=.*/, ''), impatient);
    await expect(log.head()).rejects.toMatchObject({ code: 'event-store-unavailable' });
    await log.close();
    await server.stop();
  });
});

describe('the connection string', () => {
  const malformed = 'event-store-address-malformed';

  it.each([
    ['is something else', 'postgres://user:secret@host/db'],
    ['has no host', 'esdb://user:secret@'],
    ['asks for TLS at a bare address', 'esdb://user:secret@10.0.0.7:2113'],
    ['names a certificate that is not there', 'esdb://user:secret@host:2113?tlsCAFile=/nowhere/authority.pem'],
    ['has a user certificate without its key', 'esdb://user:secret@host:2113?userCertFile=/nowhere/user.pem'],
  ])('is refused when it %s, without telling the password', (_what, address) => {
    const connect = (): EventStoreDbLog => new EventStoreDbLog(address);
    expect(connect).toThrow(expect.objectContaining({ code: malformed, message: expect.not.stringContaining('secret') }));
  });
});

describe('a fault', () => {
  const statusError = (code: number) => Object.assign(new Error(`${code}`), { code, details: 'details of the server' });

  it.each([
    [1, 'event-store-unavailable', true],
    [2, 'event-store-failed', true],
    [3, 'event-store-refused', false],
    [4, 'event-store-timeout', true],
    [7, 'event-store-access-denied', false],
    [10, 'event-store-timeout', true],
    [12, 'event-store-refused', false],
    [13, 'event-store-failed', true],
    [14, 'event-store-unavailable', true],
    [16, 'event-store-access-denied', false],
  ])('is told from gRPC status %i: %s', (status, code, retryable) => {
    const fault = faultOf(statusError(status));
    expect(fault).toBeInstanceOf(Fault);
    expect(fault).toMatchObject({ code, retryable, message: expect.stringContaining('details of the server') });
  });
});
