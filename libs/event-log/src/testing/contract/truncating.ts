import { expect, it } from '@jest/globals';
import { allOf, appended, events, idsOf, newStream, type OpenLog } from './support.ts';

/** Events that begin a stream and are taken out of the log. */
export function truncating(log: OpenLog): void {
  it('lets a stream begin at its cut, and leaves the others as they are', async () => {
    const [cut, whole] = [newStream(), newStream()];
    const said = events(10);
    const others = events(10);
    for (let index = 0; index < 10; index += 1) {
      await Promise.all([
        appended(log(), cut, said.slice(index, index + 1)),
        appended(log(), whole, others.slice(index, index + 1)),
      ]);
    }
    await log().truncate([{ stream: cut, before: 7 }]);
    const left = await allOf(log().readStream(cut));
    expect(left.map(({ revision }) => revision)).toEqual([7, 8, 9]);
    expect(idsOf(left)).toEqual(idsOf(said.slice(7)));
    expect(idsOf(await allOf(log().readStream(cut, { direction: 'backwards' })))).toEqual(idsOf(said.slice(7).reverse()));
    expect(idsOf(await allOf(log().readStream(cut, { from: 2 })))).toEqual(idsOf(said.slice(7)));
    expect(idsOf(await allOf(log().readStream(whole)))).toEqual(idsOf(others));
    expect(await log().readStreamMetadata(cut)).toMatchObject({ truncateBefore: 7 });
  });

  it('goes on with the revisions there were', async () => {
    const stream = newStream();
    await appended(log(), stream, events(5), 'no-stream');
    await log().truncate([{ stream, before: 4 }]);
    expect(await log().append(stream, 'no-stream', events(1))).toEqual({ outcome: 'conflict', actualRevision: 4 });
    expect(await appended(log(), stream, events(1), 4)).toMatchObject({ revision: 5 });
    expect((await allOf(log().readStream(stream))).map(({ revision }) => revision)).toEqual([4, 5]);
  });

  it('may be asked twice', async () => {
    const stream = newStream();
    await appended(log(), stream, events(5), 'no-stream');
    await log().truncate([{ stream, before: 3 }]);
    await log().truncate([{ stream, before: 3 }]);
    expect((await allOf(log().readStream(stream))).map(({ revision }) => revision)).toEqual([3, 4]);
  });
}
