import { describe, expect, it } from '@jest/globals';
import type { TableChange } from '../row-store.ts';
import { newsIn, newsText } from './row-news.ts';

const keys = (prefix: string, count: number) => Array.from({ length: count }, (_, number) => [`${prefix}-${number}`]);
const commit = { position: 7, events: 3, caughtUp: true };
const told = (...changes: TableChange[]) => newsIn(newsText({ ...commit, changes })).changes;

describe('the news of a commit', () => {
  it('names the rows that have changed', () => {
    const changes = [{ table: 'stations', keys: keys('oak', 3) }];
    expect(newsIn(newsText({ ...commit, changes }))).toEqual({ ...commit, changes });
  });

  it('goes on naming what seldom changes while very many stations talk', () => {
    const tokens = { table: 'tokens', keys: keys('token', 2) };
    expect(
      told({ table: 'stations', keys: keys('a-station-with-a-long-name', 200) }, tokens, {
        table: 'connectors',
        keys: keys('another-station-with-a-long-name', 200),
      }),
    ).toEqual([{ table: 'stations', keys: expect.anything() }, tokens, { table: 'connectors', keys: 'many' }]);
  });

  it('fits into a notification, whatever has changed and however many traces it is of', () => {
    const changes = Array.from({ length: 25 }, (_, number) => ({
      table: `a_table_with_a_long_name_${number}`,
      keys: keys('ключ', 200),
    }));
    const traces = { startedAt: 0, traceparents: Array.from({ length: 128 }, () => '0'.repeat(55)) };
    const text = newsText({ ...commit, changes, traces });
    expect(Buffer.byteLength(text)).toBeLessThan(8_000);
    expect(newsIn(text)).not.toHaveProperty('traces');
  });
});
