import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { BEFORE_FIRST } from '../event-log.ts';
import { appended, countUp, events, Follower, newStream } from '../testing/contract/support.ts';
import { startEventStoreTestServer } from '../testing/index.ts';
import type { EventStoreTestServer } from '../testing/index.ts';
import { EventStoreDbLog } from './event-store-db-log.ts';

const patient = { attemptMs: 2_000, deadlineMs: 20_000, firstPauseMs: 5, longestPauseMs: 50 };

describe('a subscription whose server is in trouble', () => {
  let server: EventStoreTestServer;
  let log: EventStoreDbLog;
  let stream: string;
  let ending: AbortController;

  beforeEach(async () => {
    server = await startEventStoreTestServer();
    log = new EventStoreDbLog(server.connectionString, patient);
    stream = newStream();
    ending = new AbortController();
  });
  afterEach(async () => {
    ending.abort();
    await log.close();
    await server.stop();
  });

  const follow = (batchSize?: number): Follower =>
    new Follower(log, { after: BEFORE_FIRST, filter: { streamPrefixes: [stream] }, signal: ending.signal, batchSize });
  const revisions = (follower: Follower): number[] => follower.events.map((event) => event.revision);

  /** What each trouble does to an open subscription; afterwards the server is well again. */
  const troubles: readonly (readonly [what: string, trouble: () => void | Promise<void>])[] = [
    ['the server ends it', () => server.endSubscriptions()],
    ['the connection breaks', () => server.cutConnections()],
    [
      'the server dies and comes back',
      async () => {
        await server.kill();
        await server.restart();
      },
    ],
    [
      'the server is not ready for a while',
      async () => {
        server.unavailable();
        server.endSubscriptions();
        await sleep(50);
        server.unavailable(false);
      },
    ],
  ];

  it.each(troubles)('goes on without gap or repetition when %s', async (_what, trouble) => {
    await appended(log, stream, events(3));
    const follower = follow();
    for (const round of countUp(5)) {
      await appended(log, stream, events(4));
      await follower.untilCount(3 + (round + 1) * 4);
      await trouble();
    }
    await appended(log, stream, events(2));
    await follower.untilCount(25);
    expect(revisions(follower)).toEqual(countUp(25));
  });

  it('gives what was written while it was broken', async () => {
    await appended(log, stream, events(2));
    const follower = follow();
    await follower.untilCaughtUp();
    await appended(log, stream, events(1));
    await follower.untilCount(3);
    server.endSubscriptions();
    await appended(log, stream, events(299));
    await follower.untilCount(302);
    expect(revisions(follower)).toEqual(countUp(302));
  });

  it('loses nothing while writers and the network are busy at once', async () => {
    const follower = follow(7);
    const writing = (async () => {
      for (const part of countUp(40)) {
        await appended(log, stream, events(5), part === 0 ? 'no-stream' : part * 5 - 1);
        if (part % 8 === 3) server.cutConnections();
        if (part % 8 === 7) server.endSubscriptions();
      }
    })();
    await follower.untilCount(200);
    await writing;
    expect(revisions(follower)).toEqual(countUp(200));
  });

  it('waits for a slow reader instead of filling the memory', async () => {
    const follower = follow(10);
    await follower.untilCaughtUp();
    for (const _ of countUp(10)) await appended(log, stream, events(100));
    await follower.untilCount(1_000);
    expect(revisions(follower)).toEqual(countUp(1_000));
    expect(Math.max(...follower.batches.map((batch) => batch.events.length))).toBeLessThanOrEqual(10);
  });

  it('ends with its signal while the server is away', async () => {
    const follower = follow();
    await follower.untilCaughtUp();
    await server.kill();
    const ended = follower.untilEnd();
    ending.abort();
    await expect(ended).resolves.toBeUndefined();
    await server.restart();
  });

  it('ends when its log is closed', async () => {
    const follower = follow();
    await follower.untilCaughtUp();
    const ended = follower.untilEnd();
    await log.close();
    await expect(ended).resolves.toBeUndefined();
  });

  it('leaves nothing open at the server when its reader leaves', async () => {
    const follower = follow();
    await follower.untilCaughtUp();
    await appended(log, stream, events(1));
    await follower.untilCount(1);
    expect(server.subscriptions()).toBe(1);
    await follower.leave();
    while (server.subscriptions() > 0) await sleep(5);
    expect(server.subscriptions()).toBe(0);
  });
});
