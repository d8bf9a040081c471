import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventToStore } from '../event-log.ts';
import { allOf, appended, countUp, events, idsOf, newStream } from '../testing/contract/support.ts';
import { startEventStoreTestServer } from '../testing/index.ts';
import type { EventStoreTestServer } from '../testing/index.ts';
import { EventStoreDbLog } from './event-store-db-log.ts';

const patient = { attemptMs: 2_000, deadlineMs: 20_000, firstPauseMs: 5, longestPauseMs: 50 };
const impatient = { ...patient, attemptMs: 700, deadlineMs: 1_000 };

/** Waits for something that is going to be true. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(5);
}

describe.each([
  ['batch appends', true],
  ['single appends', false],
])('an append whose answer is lost, with %s', (_kind, batches) => {
  let server: EventStoreTestServer;
  let log: EventStoreDbLog;
  let stream: string;
  let exchange: EventToStore[];

  beforeEach(async () => {
    server = await startEventStoreTestServer({ batches, maxAppendSize: 100_000 });
    log = new EventStoreDbLog(server.connectionString, patient);
    stream = newStream();
    exchange = events(3);
    // The connection stands, and the log has no events of ours.
    await appended(log, newStream(), events(1));
  });
  afterEach(async () => {
    server.silent(false);
    server.unavailable(false);
    await log.close();
    await server.stop();
  });

  it.each(['no-stream', 'any'] as const)(
    'is made again when the connection broke before it was written (%s)',
    async (expected) => {
      server.dropBeforeWrite();
      const outcome = await log.append(stream, expected, exchange);
      expect(outcome).toMatchObject({ outcome: 'appended', revision: 2 });
      expect(server.idsIn(stream)).toEqual(idsOf(exchange));
    },
  );

  it.each(['no-stream', 'any'] as const)('is not written twice when the connection broke after it was (%s)', async (expected) => {
    server.dropAfterWrite();
    const outcome = await log.append(stream, expected, exchange);
    expect(server.idsIn(stream)).toEqual(idsOf(exchange));
    const stored = await allOf(log.readStream(stream));
    expect(outcome).toEqual({ outcome: 'appended', revision: 2, position: stored[2]?.position });
  });

  it('is written once, however often the connection breaks', async () => {
    await appended(log, stream, events(2));
    server.dropBeforeWrite(3);
    server.dropAfterWrite(3);
    await expect(log.append(stream, 1, exchange)).resolves.toMatchObject({ outcome: 'appended', revision: 4 });
    expect(server.idsIn(stream).slice(2)).toEqual(idsOf(exchange));
  });

  it('is found in the stream when the server has forgotten it and speaks of a conflict', async () => {
    server.dropAfterWrite();
    server.wrongRevision();
    const outcome = await log.append(stream, 'no-stream', exchange);
    const stored = await allOf(log.readStream(stream));
    expect(idsOf(stored)).toEqual(idsOf(exchange));
    expect(outcome).toEqual({ outcome: 'appended', revision: 2, position: stored[2]?.position });
  });

  it('is a conflict when it turns out that someone else was faster', async () => {
    const other = events(2);
    await appended(log, stream, other);
    server.dropBeforeWrite();
    expect(await log.append(stream, 'no-stream', exchange)).toEqual({ outcome: 'conflict', actualRevision: 1 });
    expect(server.idsIn(stream)).toEqual(idsOf(other));
  });

  it('is settled when the server answers too late', async () => {
    await log.close();
    log = new EventStoreDbLog(server.connectionString, { ...patient, attemptMs: 300 });
    server.delay(30_000);
    const append = log.append(stream, 'no-stream', exchange);
    await until(() => server.idsIn(stream).length > 0);
    server.delay(0);
    expect(await append).toMatchObject({ outcome: 'appended', revision: 2 });
    expect(server.idsIn(stream)).toEqual(idsOf(exchange));
  });

  it('is a retryable fault when the server stays silent, and may then be made again', async () => {
    await log.close();
    log = new EventStoreDbLog(server.connectionString, impatient);
    await log.head();
    server.silent();
    await expect(log.append(stream, 'no-stream', exchange)).rejects.toMatchObject({
      code: 'event-store-timeout',
      retryable: true,
    });
    server.silent(false);

    await log.close();
    log = new EventStoreDbLog(server.connectionString, patient);
    expect(await log.append(stream, 'no-stream', exchange)).toMatchObject({ outcome: 'appended', revision: 2 });
    expect(server.idsIn(stream)).toEqual(idsOf(exchange));
  });

  it('survives the death and return of the server', async () => {
    await server.kill();
    const append = log.append(stream, 'no-stream', exchange);
    await sleep(50);
    await server.restart();
    expect(await append).toMatchObject({ outcome: 'appended', revision: 2 });
    expect(server.idsIn(stream)).toEqual(idsOf(exchange));
  });

  it('is neither lost nor doubled among hundreds that are under way when connections break', async () => {
    const stations = countUp(20).map(() => ({ stream: newStream(), said: events(15) }));
    const talking = stations.map(async ({ stream: station, said }) => {
      for (const [index, event] of said.entries()) await appended(log, station, [event], index === 0 ? 'no-stream' : index - 1);
    });
    for (const part of countUp(4)) {
      await until(() => stations.reduce((sum, station) => sum + server.idsIn(station.stream).length, 0) > part * 70);
      server.cutConnections();
    }
    await Promise.all(talking);
    for (const { stream: station, said } of stations) expect(server.idsIn(station)).toEqual(idsOf(said));
  });

  it('is made again at the leader when the node asked is not the one', async () => {
    server.notLeader();
    await expect(log.append(stream, 'no-stream', exchange)).resolves.toMatchObject({ outcome: 'appended', revision: 2 });
    expect(server.idsIn(stream)).toEqual(idsOf(exchange));
  });

  it('waits for a server that is starting', async () => {
    server.unavailable();
    const append = log.append(stream, 'no-stream', exchange);
    await until(() => server.refusedCalls() > 2);
    server.unavailable(false);
    await expect(append).resolves.toMatchObject({ outcome: 'appended', revision: 2 });
  });

  it('believes the conflict that the first answer speaks of', async () => {
    await appended(log, stream, events(2));
    server.wrongRevision();
    expect(await log.append(stream, 1, exchange)).toEqual({ outcome: 'conflict', actualRevision: 1 });
    expect(server.idsIn(stream)).toHaveLength(2);
  });

  it('is refused for good when it is larger than the server takes', async () => {
    const large = events(2, { data: JSON.stringify('x'.repeat(60_000)) });
    await expect(log.append(stream, 'no-stream', large)).rejects.toMatchObject({
      code: 'event-store-append-too-large',
      retryable: false,
    });
    expect(server.idsIn(stream)).toEqual([]);
    await expect(log.append(stream, 'no-stream', exchange)).resolves.toMatchObject({ outcome: 'appended' });
  });
});
