import { expect, it } from '@jest/globals';
import { allOf, anEvent, appended, asWritten, countUp, events, idsOf, newPrefix, newStream, type OpenLog } from './support.ts';

export function concurrency(log: OpenLog): void {
  it('keeps everything that many stations say at the same time, each stream without gaps', async () => {
    const [prefix, after] = [newPrefix(), await log().head()];
    const stations = countUp(40).map((index) => ({ stream: `${prefix}-${index}`, said: events(10) }));

    await Promise.all(
      stations.map(async ({ stream, said }) => {
        for (const [index, event] of said.entries())
          await appended(log(), stream, [event], index === 0 ? 'no-stream' : index - 1);
      }),
    );

    for (const { stream, said } of stations) {
      const stored = await allOf(log().readStream(stream));
      expect(stored.map(asWritten)).toEqual(said);
      expect(stored.map((event) => event.revision)).toEqual(countUp(10));
    }
    const all = await allOf(log().readAll({ after, filter: { streamPrefixes: [`${prefix}-`] } }));
    expect(all).toHaveLength(400);
    expect(new Set(all.map((event) => event.position)).size).toBe(400);
  });

  it('lets exactly one of several writers have each revision of a stream', async () => {
    const stream = newStream();
    const winners: string[] = [];
    for (const revision of countUp(10)) {
      const rivals = countUp(8).map(() => anEvent());
      const outcomes = await Promise.all(
        rivals.map((event) => log().append(stream, revision === 0 ? 'no-stream' : revision - 1, [event])),
      );
      winners.push(...idsOf(rivals.filter((_, index) => outcomes[index]?.outcome === 'appended')));
      expect(outcomes.filter(({ outcome }) => outcome === 'appended')).toMatchObject([{ revision }]);
      const losers = outcomes.filter(({ outcome }) => outcome === 'conflict');
      expect(losers).toEqual(countUp(7).map(() => ({ outcome: 'conflict', actualRevision: revision })));
    }

    expect(idsOf(await allOf(log().readStream(stream)))).toEqual(winners);
  });

  it('keeps the events of one append together while others write to the same stream', async () => {
    const stream = newStream();
    const exchanges = countUp(30).map(() => events(3));

    const outcomes = await Promise.all(exchanges.map((exchange) => appended(log(), stream, exchange, 'any')));

    const stored = await allOf(log().readStream(stream));
    expect(stored.map((event) => event.revision)).toEqual(countUp(90));
    for (const [index, exchange] of exchanges.entries()) {
      const last = outcomes[index]?.revision ?? Number.NaN;
      expect(idsOf(stored.slice(last - 2, last + 1))).toEqual(idsOf(exchange));
      expect(stored[last]?.position).toBe(outcomes[index]?.position);
    }
  });

  it('does not let the conflict of one writer touch the appends of others', async () => {
    const taken = newStream();
    await appended(log(), taken, events(1), 'no-stream');
    const free = countUp(20).map(() => newStream());

    const outcomes = await Promise.all(
      free.flatMap((stream) => [log().append(stream, 'no-stream', events(2)), log().append(taken, 'no-stream', events(2))]),
    );

    expect(outcomes.filter(({ outcome }) => outcome === 'appended')).toHaveLength(20);
    expect(await allOf(log().readStream(taken))).toHaveLength(1);
    for (const stream of free) expect(await allOf(log().readStream(stream))).toHaveLength(2);
  });
}
