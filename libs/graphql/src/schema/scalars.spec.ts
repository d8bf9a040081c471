import { describe, expect, it } from '@jest/globals';
import { parseValue } from 'graphql';
import { DateTime, JsonScalar, Position } from './scalars.ts';

describe('a DateTime', () => {
  it('is told in UTC with milliseconds, however it was written', () => {
    expect(DateTime.parseValue('2026-05-01T14:00:00+02:00')).toBe('2026-05-01T12:00:00.000Z');
    expect(DateTime.parseLiteral(parseValue('"2026-05-01T12:00:00Z"'))).toBe('2026-05-01T12:00:00.000Z');
  });

  it.each([['yesterday'], [''], [5], [null], [{}]])('cannot be %p', (value) => {
    expect(() => DateTime.parseValue(value)).toThrow('DateTime cannot represent');
  });

  it('that is refused is quoted as it was written', () => {
    expect(() => DateTime.parseLiteral(parseValue('5'))).toThrow('DateTime cannot represent 5:');
  });
});

describe('a position', () => {
  it('is decimal text', () => {
    expect(Position.parseValue('1742')).toBe(1_742);
    expect(Position.serialize(-1)).toBe('-1');
  });

  it('may be written as a number', () => {
    expect(Position.parseLiteral(parseValue('-1'))).toBe(-1);
    expect(Position.parseLiteral(parseValue('5'))).toBe(5);
    expect(Position.parseLiteral(parseValue('"5"'))).toBe(5);
    expect(Position.parseValue(7)).toBe(7);
  });

  it.each([['-2'], ['01'], ['1e3'], ['9007199254740993'], [1.5], [-2], [2 ** 53], [true]])('cannot be %p', (value) => {
    expect(() => Position.parseValue(value)).toThrow(`Position cannot represent ${JSON.stringify(value)}:`);
  });

  it.each(['-2', '5.5', '"x"', 'true', 'null', '[5]', '9007199254740993'])('cannot be written as %s', (literal) => {
    expect(() => Position.parseLiteral(parseValue(literal))).toThrow(`Position cannot represent ${literal}:`);
  });
});

describe('JSON', () => {
  it('tells integers that a double cannot hold as text', () => {
    expect(JsonScalar.serialize({ id: 9_007_199_254_740_993n, list: [1, 2n] })).toEqual({
      id: '9007199254740993',
      list: [1, '2'],
    });
  });

  it('takes integers of a literal exactly', () => {
    expect(JsonScalar.parseLiteral(parseValue('{ id: 9007199254740993, n: [1, 2.5, true, null, "x"] }'))).toEqual({
      id: 9_007_199_254_740_993n,
      n: [1, 2.5, true, null, 'x'],
    });
  });
});
