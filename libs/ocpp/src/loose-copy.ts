import type { Json } from '@wattledger/kernel';
import { MAX_DEPTH } from './frame-text.ts';

/** What copying has seen on its way. */
export interface CopyNotes {
  /** How many values there are, nested ones included. */
  values: number;
  bigints: boolean;
  /** Nested deeper than {@link MAX_DEPTH}: the copy ends there. */
  tooDeep: boolean;
}

export const newCopyNotes = (): CopyNotes => ({ values: 0, bigints: false, tooDeep: false });

/** A copy that a lenient validator may coerce: 64-bit integers become numbers, and `null` counts as absent. */
export function looseCopy(value: Json, notes: CopyNotes, depth = 1): Json {
  notes.values++;
  if (typeof value === 'bigint') {
    notes.bigints = true;
    return Number(value);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) {
    notes.tooDeep = true;
    return null;
  }
  if (Array.isArray(value)) return value.filter((item) => item !== null).map((item) => looseCopy(item, notes, depth + 1));
  // fromEntries defines a key named `__proto__` as the plain key it is.
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== null)
      .map(([key, entry]) => [key, looseCopy(entry, notes, depth + 1)]),
  );
}
