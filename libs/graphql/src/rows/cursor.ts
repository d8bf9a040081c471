import { ApiError } from '../errors.ts';

export type CursorValue = string | number | null;

/** A place in an ordered list as opaque text: the order's name, so that no other order takes it, and the sort key there. */
export const writeCursor = (order: string, values: readonly CursorValue[]): string =>
  Buffer.from(JSON.stringify([order, ...values])).toString('base64url');

/** @throws ApiError `CURSOR_INVALID` */
export function readCursor(order: string, length: number, cursor: string): CursorValue[] {
  const [name, ...values] = parsed(cursor);
  if (name !== order || values.length !== length || !values.every(isCursorValue)) throw new ApiError('CURSOR_INVALID');
  return values;
}

const isCursorValue = (value: unknown): value is CursorValue =>
  value === null || typeof value === 'string' || typeof value === 'number';

function parsed(cursor: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
