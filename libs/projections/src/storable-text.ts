import { createHash } from 'node:crypto';

/** U+FFFD, as in ill-formed text that is made well-formed. */
const REPLACEMENT = '\uFFFD';
/** An index of PostgreSQL takes about 2,700 bytes per entry, and a key has up to eight columns. */
const INDEXED_BYTES = 250;
/** No text of so many UTF-16 units takes more than that in UTF-8. */
const SURELY_SHORT = 83;
const HEAD_OF_LONG = 60;

/**
 * The text as every database can hold it: well-formed, and without NUL, which PostgreSQL takes in no text. The log keeps what was really said.
 */
export const storable = (text: string): string =>
  text.isWellFormed() && !text.includes('\0') ? text : text.toWellFormed().replaceAll('\0', REPLACEMENT);

/** The same for a column that is part of a key or an index: the middle of a very long text is replaced by its fingerprint. */
export function indexable(text: string): string {
  const held = storable(text);
  if (held.length <= SURELY_SHORT || Buffer.byteLength(held) <= INDEXED_BYTES) return held;
  const fingerprint = createHash('sha256').update(held).digest('base64url').slice(0, 22);
  return storable(`${held.slice(0, HEAD_OF_LONG)}…${fingerprint}`);
}
