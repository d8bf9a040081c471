import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseJson, stringifyJson } from './json.ts';

describe('JSON', () => {
  it('keeps every digit of a 64-bit integer', () => {
    const text = '{"transactionId":9223372036854775807,"small":12,"negative":-9223372036854775808,"decimal":1.5}';
    expect(parseJson(text)).toEqual({
      transactionId: 9223372036854775807n,
      small: 12,
      negative: -9223372036854775808n,
      decimal: 1.5,
    });
    expect(stringifyJson(parseJson(text))).toBe(text);
  });

  it('leaves digits in texts alone', () => {
    expect(parseJson('{"id":"9223372036854775807"}')).toEqual({ id: '9223372036854775807' });
  });

  it('is otherwise what JSON.parse and JSON.stringify make of it', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(stringifyJson(parseJson(text))).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });
});
