import { describe, expect, it } from '@jest/globals';
import { RowCache } from './row-cache.ts';

describe('rows in memory', () => {
  it('are not known before they were seen', () => {
    expect(new RowCache<string>(2).get('a')).toBeUndefined();
  });

  it('are known to be absent while everything there is fits in', () => {
    const rows = new RowCache<string>(2);
    rows.clear(true);
    rows.set('a', 'A');
    expect([rows.get('a'), rows.get('b')]).toEqual(['A', null]);
  });

  it('are forgotten when they have not been used for long, and then nothing is known to be absent', () => {
    const rows = new RowCache<string>(2);
    rows.clear(true);
    rows.set('a', 'A');
    for (let index = 0; index < 10; index += 1) {
      rows.set(`b${index}`, 'B');
      rows.get('b0');
    }
    expect([rows.get('a'), rows.get('b0'), rows.get('never')]).toEqual([undefined, 'B', undefined]);
  });
});
