import type { Committed, TableChange } from '../row-store.ts';

/** Where commits are told. */
export const NEWS_CHANNEL = 'wattledger_rows';

/** What one notification holds is less than 8,000 bytes. */
const MOST_BYTES = 7_900;

/**
 * What was committed, as the text of a notification. Where the keys are too many for it those of the fullest tables are left out, and `many` says so: what
 * seldom changes is still told by name while a whole fleet is talking. Traces are for the process that made the rows.
 */
export function newsText({ position, events, caughtUp, changes }: Committed): string {
  const told = changes.map((change) => JSON.stringify(change));
  const text = () => `${JSON.stringify({ position, events, caughtUp }).slice(0, -1)},"changes":[${told.join(',')}]}`;
  const fullestFirst = [...changes.keys()].sort((one, other) => lengthOf(told[other]) - lengthOf(told[one]));
  for (const index of fullestFirst) {
    if (lengthOf(text()) <= MOST_BYTES) break;
    const { table } = changes[index] as TableChange;
    told[index] = JSON.stringify({ table, keys: 'many' });
  }
  return text();
}

export const newsIn = (text: string): Committed => JSON.parse(text) as Committed;

const lengthOf = (text = ''): number => Buffer.byteLength(text);
