import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { BEFORE_FIRST, type EventFilter } from '../../event-log.ts';
import {
  allOf,
  anEvent,
  appended,
  asWritten,
  countUp,
  events,
  Follower,
  idsOf,
  newPrefix,
  newStream,
  type OpenLog,
} from './support.ts';

export function subscribing(log: OpenLog): void {
  let ending: AbortController;
  beforeEach(() => {
    ending = new AbortController();
  });
  afterEach(() => ending.abort());

  const follow = (after: number, filter?: EventFilter, batchSize?: number): Follower =>
    new Follower(log(), { after, filter, batchSize, signal: ending.signal });

  it('reads the whole history first', async () => {
    const stream = newStream();
    const history = events(5);
    await appended(log(), stream, history);

    const follower = follow(BEFORE_FIRST, { streamPrefixes: [stream] });

    expect((await follower.untilCount(5)).map(asWritten)).toEqual(history);
    await follower.untilCaughtUp();
  });

  it('starts behind a position', async () => {
    const stream = newStream();
    const { position } = await appended(log(), stream, events(3));
    const later = events(2);
    await appended(log(), stream, later);

    expect(idsOf(await follow(position, { streamPrefixes: [stream] }).untilCount(2))).toEqual(idsOf(later));
  });

  it('gives the same events as reading everything', async () => {
    const [prefix, after] = [newPrefix(), await log().head()];
    for (const index of countUp(30)) await appended(log(), `${prefix}-${index % 4}`, events(2));

    const followed = await follow(after, { streamPrefixes: [prefix] }).untilCount(60);

    expect(followed).toEqual(await allOf(log().readAll({ after, filter: { streamPrefixes: [prefix] } })));
  });

  it('says that it has caught up, when there is history and when there is none', async () => {
    const stream = newStream();
    const { position } = await appended(log(), stream, events(3));

    const late = follow(position - 1, { streamPrefixes: [stream] });
    await late.untilCaughtUp();
    const idle = follow(await log().head(), { streamPrefixes: [newStream()] });
    await idle.untilCaughtUp();

    expect(late.events.map((event) => event.revision)).toEqual([2]);
    expect(idle.events).toEqual([]);
  });

  it('hands over live events in the order of the log', async () => {
    const prefix = newPrefix();
    const follower = follow(await log().head(), { streamPrefixes: [prefix] });
    await follower.untilCaughtUp();

    const live = countUp(40).map((index) => ({ stream: `${prefix}-${index % 3}`, event: anEvent() }));
    for (const { stream, event } of live) await appended(log(), stream, [event]);

    expect(idsOf(await follower.untilCount(40))).toEqual(idsOf(live.map(({ event }) => event)));
  });

  it('loses nothing between history and live, while others are writing', async () => {
    const stream = newStream();
    await appended(log(), stream, events(50));
    const follower = follow(BEFORE_FIRST, { streamPrefixes: [stream] }, 10);
    const writing = (async () => {
      for (const _ of countUp(50)) await appended(log(), stream, events(3));
    })();

    const followed = await follower.untilCount(200);

    await writing;
    expect(followed.map((event) => event.revision)).toEqual(countUp(200));
  });

  it('lets positions grow, and never hands over more than was asked for at once', async () => {
    const stream = newStream();
    await appended(log(), stream, events(25));
    const follower = follow(BEFORE_FIRST, { streamPrefixes: [stream] }, 4);
    await follower.untilCount(25);

    const positions = follower.batches.map((batch) => batch.position);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    expect(follower.batches.every((batch) => batch.events.length <= 4)).toBe(true);
    expect(follower.batches.every((batch) => batch.events.every((event) => event.position <= batch.position))).toBe(true);
  });

  it('can be resumed from every batch, with no gap and nothing twice', async () => {
    const stream = newStream();
    const filter = { streamPrefixes: [stream] };
    const after = await log().head();
    for (const _ of countUp(6)) {
      await appended(log(), stream, events(2));
      await appended(log(), newStream(), events(2));
    }

    const revisions: number[] = [];
    let position = after;
    while (revisions.length < 12) {
      const follower = follow(position, filter, 3);
      revisions.push(...(await follower.untilCount(1)).map((event) => event.revision));
      position = follower.position ?? Number.NaN;
      await follower.leave();
    }

    expect(revisions).toEqual(countUp(12));
  });

  it('tells how far it has looked when it wanted nothing of it', async () => {
    const after = await log().head();
    const { position } = await appended(log(), newStream(), events(20));
    const wanted = newStream();

    const first = follow(after, { streamPrefixes: [wanted] });
    await first.untilPosition(position);
    await first.leave();
    await appended(log(), wanted, events(1));
    const second = follow(first.position ?? Number.NaN, { streamPrefixes: [wanted] });

    expect((await second.untilCount(1)).map((event) => event.revision)).toEqual([0]);
  });

  it('passes only what its filter wants', async () => {
    const [prefix, after] = [newPrefix(), await log().head()];
    const follower = follow(after, { streamPrefixes: [`${prefix}-station`], types: ['BootNotificationReceived'] });
    const boots = [anEvent({ type: 'BootNotificationReceived' }), anEvent({ type: 'BootNotificationReceived' })];

    await appended(log(), `${prefix}-station-1`, [anEvent(), ...boots.slice(0, 1)]);
    await appended(log(), `${prefix}-account-1`, [anEvent({ type: 'BootNotificationReceived' })]);
    await follower.untilCaughtUp();
    await appended(log(), `${prefix}-account-1`, [anEvent({ type: 'BootNotificationReceived' })]);
    await appended(log(), `${prefix}-station-1`, [anEvent(), ...boots.slice(1)]);

    expect(idsOf(await follower.untilCount(2))).toEqual(idsOf(boots));
  });

  it('misses nothing that it waits for among many things that others wait for', async () => {
    const [ours, theirs, after] = [newStream(), newStream(), await log().head()];
    const [we, they] = [ours, theirs].map((stream) => follow(after, { streamPrefixes: [stream] }));

    const reading = Promise.all([we?.untilCount(60), they?.untilCount(240)]);
    const writing = countUp(300).map((turn) => log().append(turn % 5 === 0 ? ours : theirs, 'any', events(1)));
    await Promise.all(writing);

    const revisions = (await reading).map((followed) => followed?.map(({ revision }) => revision));
    expect(revisions).toEqual([countUp(60), countUp(240)]);
  });

  it('serves several subscribers, each at its own pace', async () => {
    const stream = newStream();
    const after = await log().head();
    const [eager, idle] = [follow(after, { streamPrefixes: [stream] }), follow(after, { streamPrefixes: [stream] }, 7)];
    await Promise.all([eager.untilCaughtUp(), idle.untilCaughtUp()]);

    for (const _ of countUp(10)) await appended(log(), stream, events(100));

    expect((await eager.untilCount(1_000)).map((event) => event.revision)).toEqual(countUp(1_000));
    expect((await idle.untilCount(1_000)).map((event) => event.revision)).toEqual(countUp(1_000));
  });

  it('ends with its signal while it waits for news', async () => {
    const follower = follow(await log().head(), { streamPrefixes: [newStream()] });
    await follower.untilCaughtUp();
    const ended = follower.untilEnd();
    ending.abort();
    await expect(ended).resolves.toBeUndefined();
  });

  it('ends with its signal in the middle of history', async () => {
    const stream = newStream();
    await appended(log(), stream, events(100));
    const follower = follow(BEFORE_FIRST, { streamPrefixes: [stream] }, 5);
    await follower.untilCount(5);
    ending.abort();
    await expect(follower.untilEnd()).resolves.toBeUndefined();
  });

  it('does not start when its signal has been given before', async () => {
    ending.abort();
    const follower = follow(BEFORE_FIRST);
    await follower.untilEnd();
    expect(follower.batches).toEqual([]);
  });
}
