import { beforeAll, expect, it } from '@jest/globals';
import type { ReadStreamOptions } from '../../event-log.ts';
import { allOf, appended, countUp, events, newStream, type OpenLog } from './support.ts';

const TEN = 10;

export function readingStreams(log: OpenLog): void {
  const stream = newStream();
  const neighbour = `${stream}0`;

  beforeAll(async () => {
    for (const revision of countUp(TEN)) {
      await appended(log(), stream, events(1), revision === 0 ? 'no-stream' : revision - 1);
      await appended(log(), neighbour, events(1));
    }
  });

  const reads: readonly (readonly [what: string, options: ReadStreamOptions | undefined, revisions: readonly number[]])[] = [
    ['from its begin to its end', undefined, countUp(TEN)],
    ['backwards from its end', { direction: 'backwards' }, countUp(TEN).reverse()],
    ['from a revision on, that revision included', { from: 7 }, [7, 8, 9]],
    ['backwards from a revision, that revision included', { direction: 'backwards', from: 2 }, [2, 1, 0]],
    ['no further than a limit', { limit: 3 }, [0, 1, 2]],
    ['the newest event alone', { direction: 'backwards', limit: 1 }, [9]],
    ['a page in the middle', { from: 4, limit: 2 }, [4, 5]],
    ['a page in the middle, backwards', { direction: 'backwards', from: 4, limit: 2 }, [4, 3]],
    ['to its end when the limit lies beyond', { from: 8, limit: 100 }, [8, 9]],
    ['nothing, from beyond its end', { from: 10 }, []],
    ['the rest, backwards from beyond its end', { direction: 'backwards', from: 100, limit: 2 }, [9, 8]],
    ['nothing, with a limit of none', { limit: 0 }, []],
  ];

  it.each(reads)('reads %s', async (_what, options, revisions) => {
    const read = await allOf(log().readStream(stream, options));
    expect(read.map((event) => event.revision)).toEqual(revisions);
    expect(read.every((event) => event.stream === stream)).toBe(true);
  });

  it.each(['forwards', 'backwards'] as const)('finds nothing in a stream that nobody wrote to, %s', async (direction) => {
    expect(await allOf(log().readStream(newStream(), { direction }))).toEqual([]);
  });

  it('reads streams longer than any page', async () => {
    const long = newStream();
    for (const part of countUp(5)) await appended(log(), long, events(700), part === 0 ? 'no-stream' : part * 700 - 1);

    const forwards = await allOf(log().readStream(long));
    const backwards = await allOf(log().readStream(long, { direction: 'backwards' }));

    expect(forwards.map((event) => event.revision)).toEqual(countUp(3_500));
    expect(backwards).toEqual(forwards.toReversed());
  });

  it('can be left early, and read again', async () => {
    for await (const event of log().readStream(stream)) if (event.revision === 3) break;
    expect(await allOf(log().readStream(stream))).toHaveLength(TEN);
  });
}
