import { ApiError } from '../errors.ts';

export type CursorValue = string | number | null;

/** A place in an ordered list as opaque text: the order's name, so that no other order takes it, and the sort key there. */
export const writeCursor = (order: string, values: readonly CursorValue[]): string =>
  Buffer.from(JSON.stringify([order, ...values])).toString('base64url');

/** @throws ApiError `CURSOR_INVALID` */
export function readCursor(order: string, kinds: readonly ('text' | 'number')[], cursor: string): CursorValue[] {
  const [name, ...values] = parsed(cursor);
  if (name !== order || values.length !== kinds.length) throw new ApiError('CURSOR_INVALID');
  return values.map((value, index) => {
    if (value === null && index === 0) return value;
    if (kinds[index] === 'text' && typeof value === 'string') return value;
    if (kinds[index] === 'number' && typeof value === 'number') return value;
    throw new ApiError('CURSOR_INVALID');
  });
}

function parsed(cursor: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
