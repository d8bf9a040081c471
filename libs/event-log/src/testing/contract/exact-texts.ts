import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allOf, anEvent, appended, asWritten, newStream, type OpenLog } from './support.ts';

const texts: readonly (readonly [what: string, text: string])[] = [
  ['an empty object', '{}'],
  ['an empty list', '[]'],
  ['nothing', 'null'],
  ['a truth', 'true'],
  ['a number', '16.1'],
  ['a plain text', '"only a text"'],
  ['an empty text', '""'],
  ['a text that looks like JSON', JSON.stringify('{"a":1}')],
  ['a text that looks like base64', '"eyJhIjoxfQ=="'],
  ['letters of many scripts', JSON.stringify({ Säule: 'Zürich 充电站 مرحبا', emoji: '🔌🚗👩‍🔧', combining: 'e\u0301' })],
  ['control and separator characters', JSON.stringify({ text: '\u0000\u001f\t\n"\\/\u2028\u2029\ufeff' })],
  ['half of a surrogate pair', JSON.stringify({ text: '\ud83d' })],
  ['integers beyond 2^53', '{"transactionId":9007199254740993,"least":-9223372036854775808,"list":[18446744073709551615]}'],
  ['keys in their order', '{"z":1,"a":2,"m":{"y":1,"b":2}}'],
  ['keys that look like numbers', '{"b":1,"10":2,"9":3,"a":4,"0":5}'],
  ['a key called __proto__', '{"__proto__":{"a":1},"constructor":1}'],
  ['numbers as they were written', '[1.0,1e3,-0,0.10,1E+2]'],
  ['the same key twice', '{"a":1,"a":2}'],
];

export function exactTexts(log: OpenLog): void {
  it.each(texts)('gives back %s to the byte, as data and as metadata', async (_what, text) => {
    const stream = newStream();
    const written = [anEvent({ data: text }), anEvent({ metadata: text }), anEvent({ data: text, metadata: text })];
    await appended(log(), stream, written, 'no-stream');
    expect((await allOf(log().readStream(stream))).map(asWritten)).toEqual(written);
  });

  it('gives back a report of 200 kB to the byte', async () => {
    const stream = newStream();
    const report = JSON.stringify({
      reportData: Array.from({ length: 2_000 }, (_, n) => ({ component: `Säule ${n}`, value: 'x'.repeat(80) })),
    });
    const written = anEvent({ data: report });
    await appended(log(), stream, [written], 'no-stream');

    expect(Buffer.byteLength(report)).toBeGreaterThan(200_000);
    expect((await allOf(log().readStream(stream))).map(asWritten)).toEqual([written]);
  });

  it('gives the same texts to readers of everything and to subscribers', async () => {
    const [stream, after] = [newStream(), await log().head()];
    const written = texts.map(([, text]) => anEvent({ data: text, metadata: text }));
    await appended(log(), stream, written, 'no-stream');

    const filter = { streamPrefixes: [stream] };
    expect((await allOf(log().readAll({ after, filter }))).map(asWritten)).toEqual(written);
    const followed = [];
    for await (const batch of log().subscribe({ after, filter })) {
      followed.push(...batch.events);
      if (followed.length >= written.length) break;
    }
    expect(followed.map(asWritten)).toEqual(written);
  });

  it('gives back whatever JSON can say', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.json(), fc.json()), { minLength: 1, maxLength: 5 }), async (pairs) => {
        const stream = newStream();
        const written = pairs.map(([metadata, data]) => anEvent({ metadata, data }));
        await appended(log(), stream, written, 'no-stream');
        expect((await allOf(log().readStream(stream))).map(asWritten)).toEqual(written);
      }),
      { numRuns: 50 },
    );
  });
}
