import { expect, it } from '@jest/globals';
import { allOf, appended, events, idsOf, newStream, type OpenLog } from './support.ts';

export function streamMetadata(log: OpenLog): void {
  it('is empty until it is written', async () => {
    expect(await log().readStreamMetadata(newStream())).toEqual({});
  });

  it('is read as it was written', async () => {
    const stream = newStream();
    const settings = { maxCount: 1_000, maxAgeSeconds: 86_400, truncateBefore: 0 };
    await log().writeStreamMetadata(stream, settings);
    expect(await log().readStreamMetadata(stream)).toEqual(settings);
  });

  it('is replaced as a whole', async () => {
    const stream = newStream();
    await appended(log(), stream, events(2));
    await log().writeStreamMetadata(stream, { maxCount: 10, maxAgeSeconds: 60 });
    await log().writeStreamMetadata(stream, { maxCount: 20 });
    expect(await log().readStreamMetadata(stream)).toEqual({ maxCount: 20 });
  });

  it('is no part of the history', async () => {
    const [stream, after] = [newStream(), await log().head()];
    const said = events(2);
    await log().writeStreamMetadata(stream, { maxCount: 10 });
    await appended(log(), stream, said, 'no-stream');
    await log().writeStreamMetadata(stream, { maxCount: 20 });

    expect(idsOf(await allOf(log().readStream(stream)))).toEqual(idsOf(said));
    const all = await allOf(log().readAll({ after }));
    expect(idsOf(all.filter((event) => event.stream.includes(stream)))).toEqual(idsOf(said));
  });
}
