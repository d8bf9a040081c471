import { describe, expect, it } from '@jest/globals';
import { RowCache } from './row-cache.ts';

const hold = (rows: RowCache, id: string) => rows.hold(id, [id], { id });

describe('rows in memory', () => {
  it('are all there are while everything fits in', () => {
    const rows = new RowCache(2);
    expect(rows.holdsAll).toBe(false);
    rows.clear(true);
    hold(rows, 'a');
    rows.takeChanges();
    expect([rows.holdsAll, rows.get('a')?.row, rows.get('b')]).toEqual([true, { id: 'a' }, undefined]);
  });

  it('are forgotten when they have not been used for long', () => {
    const rows = new RowCache(2);
    rows.clear(true);
    hold(rows, 'old');
    for (let index = 0; index < 10; index += 1) {
      hold(rows, `b${index}`);
      rows.get('b0');
      rows.takeChanges();
    }
    expect([rows.holdsAll, rows.get('old'), rows.get('b0')?.row]).toEqual([false, undefined, { id: 'b0' }]);
  });

  it('that were changed stay until they are taken, and are taken once', () => {
    const rows = new RowCache(1);
    const held = hold(rows, 'a');
    rows.change(held, { id: 'a', n: 1 });
    rows.change(held, { id: 'a', n: 2 });
    for (let index = 0; index < 10; index += 1) hold(rows, `b${index}`);
    expect(rows.get('a')?.row).toEqual({ id: 'a', n: 2 });
    expect(rows.takeChanges().map(({ row }) => row)).toEqual([{ id: 'a', n: 2 }]);
    expect(rows.takeChanges()).toEqual([]);
  });
});
