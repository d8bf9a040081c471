import { describe, expect, it } from '@jest/globals';
import { StrangerLimit } from './stranger-limit.ts';

describe('strangers', () => {
  it('may knock so often in a minute, each address for itself', () => {
    let now = 0;
    const limit = new StrangerLimit(2, () => now);
    expect([limit.knock('a'), limit.knock('a')]).toEqual([undefined, undefined]);
    now = 20_000;
    expect(limit.knock('a')).toBe(40);
    expect(limit.knock('b')).toBeUndefined();
    now = 60_000;
    expect(limit.knock('a')).toBeUndefined();
  });

  it('are forgotten when there are very many, the oldest first', () => {
    const limit = new StrangerLimit(1, () => 0);
    limit.knock('first');
    for (let count = 0; count < 10_000; count += 1) limit.knock(`address ${count}`);
    expect(limit.knock('first')).toBeUndefined();
    expect(limit.knock('address 9999')).toBe(60);
  });
});
