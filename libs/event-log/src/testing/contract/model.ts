import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AppendOutcome, EventToStore, ExpectedRevision } from '../../event-log.ts';
import { allOf, anEvent, appended, countUp, newPrefix, type OpenLog } from './support.ts';

/** The simplest thing that behaves like a log, positions left out: they are the store's own. */
class ModelLog {
  readonly all: (EventToStore & { stream: string; revision: number })[] = [];

  streamOf(name: string) {
    return this.all.filter((event) => event.stream === name);
  }

  append(stream: string, expected: ExpectedRevision, events: readonly EventToStore[]) {
    const actualRevision = this.streamOf(stream).length - 1;
    const wanted = expected === 'any' ? actualRevision : expected === 'no-stream' ? -1 : expected;
    if (wanted !== actualRevision) return { outcome: 'conflict', actualRevision };
    for (const [index, event] of events.entries()) this.all.push({ ...event, stream, revision: actualRevision + 1 + index });
    return { outcome: 'appended', revision: actualRevision + events.length };
  }
}

const withoutPosition = <T extends { position: number }>({ position: _, ...rest }: T): Omit<T, 'position'> => rest;
const comparable = (outcome: AppendOutcome) => (outcome.outcome === 'appended' ? withoutPosition(outcome) : outcome);

const STREAMS = ['station-1', 'station-2', 'account-1'];
const TYPES = ['BootNotificationReceived', 'HeartbeatReceived', 'MeterValuesReceived'];

const anyAppend = fc.record({
  stream: fc.constantFrom(...STREAMS),
  expected: fc.oneof(
    fc.constantFrom<('right' | 'any' | 'no-stream')[]>('right', 'right', 'any', 'no-stream'),
    fc.integer({ min: 0, max: 8 }),
  ),
  events: fc.array(fc.record({ type: fc.constantFrom(...TYPES), data: fc.json() }), { minLength: 1, maxLength: 4 }),
});
const anyQuestion = fc.record({
  limit: fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }),
  from: fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }),
  prefixes: fc.subarray(['station-', 'account-', 'station-2'], { minLength: 1 }),
  types: fc.option(fc.subarray(TYPES, { minLength: 1 }), { nil: undefined }),
});

export function model(log: OpenLog): void {
  it('agrees with a list of events in memory', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyAppend, { minLength: 1, maxLength: 15 }), anyQuestion, async (appends, question) => {
        const [prefix, memory] = [`${newPrefix()}:`, new ModelLog()];
        const start = await log().head();

        for (const { stream: name, expected: wish, events } of appends) {
          const stream = prefix + name;
          const length = memory.streamOf(stream).length;
          const expected = wish !== 'right' ? wish : length === 0 ? 'no-stream' : length - 1;
          const toStore = events.map((event) => anEvent(event));
          const outcome = await log().append(stream, expected, toStore);
          expect(comparable(outcome)).toEqual(memory.append(stream, expected, toStore));
        }

        const { limit, from, types } = question;
        for (const name of STREAMS) {
          const inMemory = memory.streamOf(prefix + name);
          const forwards = await allOf(log().readStream(prefix + name, { from, limit }));
          expect(forwards.map(withoutPosition)).toEqual(inMemory.slice(from ?? 0).slice(0, limit));
          const backwards = await allOf(log().readStream(prefix + name, { direction: 'backwards', from, limit }));
          expect(backwards.map(withoutPosition)).toEqual(
            inMemory
              .slice(0, from === undefined ? undefined : from + 1)
              .toReversed()
              .slice(0, limit),
          );
        }

        const filter = { streamPrefixes: question.prefixes.map((name) => prefix + name), types };
        const wanted = memory.all.filter(
          (event) => filter.streamPrefixes.some((name) => event.stream.startsWith(name)) && (types?.includes(event.type) ?? true),
        );
        const everything = await allOf(log().readAll({ after: start, filter, limit }));
        expect(everything.map(withoutPosition)).toEqual(wanted.slice(0, limit));
        const newest = await allOf(log().readAll({ direction: 'backwards', filter, limit }));
        expect(newest.map(withoutPosition)).toEqual(wanted.toReversed().slice(0, limit));
      }),
      { numRuns: 40 },
    );
  });

  it('gives an event the same place, whoever reads it', async () => {
    const [prefix, after] = [`${newPrefix()}:`, await log().head()];
    for (const index of countUp(20)) await appended(log(), prefix + STREAMS[index % 3], [anEvent(), anEvent()]);

    const byStream = (await Promise.all(STREAMS.map((name) => allOf(log().readStream(prefix + name))))).flat();
    const overall = await allOf(log().readAll({ after, filter: { streamPrefixes: [prefix] } }));

    expect(byStream.toSorted((a, b) => a.position - b.position)).toEqual(overall);
  });
}
