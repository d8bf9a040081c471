import { expect, it } from '@jest/globals';
import { allOf, anEvent, appended, asWritten, countUp, events, idsOf, newStream } from './support.ts';
import type { OpenedEventLog, OpenLog } from './support.ts';

export function appending(log: OpenLog, open: () => Promise<OpenedEventLog>): void {
  it('keeps an event as it was handed over', async () => {
    const stream = newStream();
    const boot = anEvent({ type: 'BootNotificationReceived', metadata: '{"epoch":7}', data: '{"vendor":"Acme"}' });

    const outcome = await appended(log(), stream, [boot], 'no-stream');

    const stored = await allOf(log().readStream(stream));
    expect(stored).toEqual([{ ...boot, stream, revision: 0, position: outcome.position }]);
    expect(outcome.revision).toBe(0);
  });

  it('keeps many events of one append in their order, and tells where the last one stands', async () => {
    const stream = newStream();
    const exchange = events(500);

    const outcome = await appended(log(), stream, exchange, 'no-stream');

    const stored = await allOf(log().readStream(stream));
    expect(stored.map(asWritten)).toEqual(exchange);
    expect(stored.map((event) => event.revision)).toEqual(countUp(500));
    expect(outcome).toEqual({ outcome: 'appended', revision: 499, position: stored.at(-1)?.position });
  });

  it('goes on at the revision it was told to expect', async () => {
    const stream = newStream();
    await appended(log(), stream, events(2), 'no-stream');

    const second = await appended(log(), stream, events(3), 1);

    expect(second.revision).toBe(4);
    expect((await allOf(log().readStream(stream))).map((event) => event.revision)).toEqual(countUp(5));
  });

  it('takes any revision when none is expected', async () => {
    const stream = newStream();
    const first = await appended(log(), stream, events(1), 'any');
    const second = await appended(log(), stream, events(1), 'any');
    expect([first.revision, second.revision]).toEqual([0, 1]);
  });

  it('lets positions grow with every event, over all streams', async () => {
    const [one, other] = [newStream(), newStream()];
    const last = [
      await appended(log(), one, events(2)),
      await appended(log(), other, events(2)),
      await appended(log(), one, events(2)),
    ].map((outcome) => outcome.position);

    const positions = [...(await allOf(log().readStream(one))), ...(await allOf(log().readStream(other)))]
      .map((event) => event.position)
      .sort((a, b) => a - b);
    expect(new Set(positions).size).toBe(6);
    expect([positions[1], positions[3], positions[5]]).toEqual(last);
  });

  it.each([
    ['a revision is expected of an empty stream', 0, 0, -1],
    ['the stream has gone on', 3, 1, 2],
    ['the stream has not come that far', 3, 5, 2],
    ['an empty stream is expected and it is not', 2, 'no-stream', 1],
  ] as const)('conflicts and writes nothing when %s', async (_case, existing, expected, actualRevision) => {
    const stream = newStream();
    const before = events(existing);
    if (existing > 0) await appended(log(), stream, before);

    expect(await log().append(stream, expected, events(3))).toEqual({ outcome: 'conflict', actualRevision });

    expect(idsOf(await allOf(log().readStream(stream)))).toEqual(idsOf(before));
  });

  it('takes the next append after a conflict', async () => {
    const stream = newStream();
    await appended(log(), stream, events(1), 'no-stream');
    await log().append(stream, 'no-stream', events(1));
    expect((await appended(log(), stream, events(1), 0)).revision).toBe(1);
  });

  it('never stores the same append twice when it is repeated at the same expected revision', async () => {
    const stream = newStream();
    const [first, exchange] = [events(1), events(3)];
    await appended(log(), stream, first, 'no-stream');
    const original = await log().append(stream, 0, exchange);

    const repeated = await log().append(stream, 0, exchange);

    const acceptable = [original, { outcome: 'conflict', actualRevision: 3 }];
    expect(acceptable).toContainEqual(repeated);
    expect(idsOf(await allOf(log().readStream(stream)))).toEqual(idsOf([...first, ...exchange]));
  });

  it('takes names and types as they come', async () => {
    const stream = `${newStream()}/Säule 7%20_充电-$x`;
    const event = anEvent({ type: 'Überspannung gemeldet: 充电' });
    await appended(log(), stream, [event], 'no-stream');
    expect(await allOf(log().readStream(stream))).toMatchObject([{ stream, type: event.type }]);
  });

  it('still has what it took when the store is opened again', async () => {
    const opened = await open();
    try {
      const stream = newStream();
      const taken = events(20);
      for (const [index, event] of taken.entries())
        await appended(opened.log, stream, [event], index === 0 ? 'no-stream' : index - 1);
      const head = await opened.log.head();

      const reopened = opened.reopen ? await opened.reopen() : opened.log;

      expect((await allOf(reopened.readStream(stream))).map(asWritten)).toEqual(taken);
      expect(await reopened.head()).toBeGreaterThanOrEqual(head);
      expect(await reopened.append(stream, 3, events(1))).toEqual({ outcome: 'conflict', actualRevision: 19 });
      expect((await appended(reopened, stream, events(1), 19)).revision).toBe(20);
    } finally {
      await opened.close();
    }
  });

  it('has written what it was handed before it closes', async () => {
    const opened = await open();
    const stream = newStream();
    const taken = events(50);
    const appends = taken.map((event) => opened.log.append(stream, 'any', [event]));
    await opened.log.close();

    expect((await Promise.all(appends)).map((outcome) => outcome.outcome)).toEqual(taken.map(() => 'appended'));
    await opened.close();
  });
}
