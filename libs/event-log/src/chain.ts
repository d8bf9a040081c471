import { hash } from 'node:crypto';
import type { StoredEvent } from './event-log.ts';

/** The hash before a stream's first event. */
export const GENESIS_HASH = '0'.repeat(43);

const HASH_MEMBER = ',"hash":"';
const HASH_TAIL_LENGTH = HASH_MEMBER.length + GENESIS_HASH.length + '"}'.length;

/**
 * Binds an event to its predecessor.
 *
 * SHA-256 (base64url) over stream, revision, id, type, metadata (which holds the previous hash) and data, each on a line of
 * its own and exactly as stored. So no byte, no order and no place of an event can change unnoticed, and none can be taken
 * out of the middle.
 *
 * @param metadata without its `hash`
 * @returns the metadata text with `previousHash` and `hash` as its last members
 */
export function chain(
  previousHash: string,
  event: { stream: string; revision: number; id: string; type: string; metadata: string; data: string },
): { metadata: string; hash: string } {
  const open = `${event.metadata.slice(0, -1)},"previousHash":"${previousHash}"`;
  const own = hashOf(event.stream, event.revision, event.id, event.type, `${open}}`, event.data);
  return { metadata: `${open}${HASH_MEMBER}${own}"}`, hash: own };
}

/** The two hashes an event carries; `undefined` when its metadata does not end as {@link chain} writes it. */
export function hashesOf(event: StoredEvent): { previousHash: string; hash: string } | undefined {
  const match = /,"previousHash":"([\w-]{43})","hash":"([\w-]{43})"\}$/.exec(event.metadata);
  return match?.[1] && match[2] ? { previousHash: match[1], hash: match[2] } : undefined;
}

export type ChainFlaw = 'hash-missing' | 'content-changed' | 'predecessor-changed' | 'revision-gap';

/** Holds an event against its predecessor. `undefined` when both are as they were written. */
export function chainFlaw(event: StoredEvent, previous: { revision: number; hash: string }): ChainFlaw | undefined {
  const hashes = hashesOf(event);
  if (!hashes) return 'hash-missing';
  const unhashed = `${event.metadata.slice(0, -HASH_TAIL_LENGTH)}}`;
  if (hashOf(event.stream, event.revision, event.id, event.type, unhashed, event.data) !== hashes.hash) return 'content-changed';
  if (event.revision !== previous.revision + 1) return 'revision-gap';
  if (hashes.previousHash !== previous.hash) return 'predecessor-changed';
  return undefined;
}

const hashOf = (stream: string, revision: number, id: string, type: string, metadata: string, data: string): string =>
  hash('sha256', `${stream}\n${revision}\n${id}\n${type}\n${metadata}\n${data}`, 'base64url');
