import type { Committed } from '../row-store.ts';

/** Where commits are told. */
export const NEWS_CHANNEL = 'wattledger_rows';

/** What one notification holds is less than 8,000 bytes. */
const MOST_BYTES = 7_900;

/** What was committed, as the text of a notification. Keys that are too many for it are left out: `many` says so. */
export function newsText(news: Committed): string {
  const text = JSON.stringify(news);
  if (Buffer.byteLength(text) <= MOST_BYTES) return text;
  return JSON.stringify({ ...news, changes: news.changes.map(({ table }) => ({ table, keys: 'many' })) });
}

export const newsIn = (text: string): Committed => JSON.parse(text) as Committed;
