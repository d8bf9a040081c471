import { createHash, createPublicKey, sign, verify as verifySignature } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { ANCHOR_STREAM, isPassing, passingStreams, platformData } from '@wattledger/charging';
import type { PlatformEvents } from '@wattledger/charging';
import { BEFORE_FIRST, emptyHead, GENESIS_HASH, hashesOf, newEvent, RecordedEvent } from '@wattledger/event-log';
import type { EventLog, Ledger, Position, StoredEvent } from '@wattledger/event-log';
import type { JsonObject } from '@wattledger/kernel';

export type Anchor = PlatformEvents['LogAnchored'];

/** One digest over the hashes of many events, in the order of the log; each anchor's goes on where the last one ended. */
export class RunningDigest {
  private readonly sha256 = createHash('sha256');
  events = 0;

  constructor(previousDigest: string) {
    this.sha256.update(previousDigest);
  }

  add(event: StoredEvent): void {
    this.addHash(hashesOf(event)?.hash ?? '');
  }

  addHash(hash: string): void {
    this.sha256.update(hash);
    this.events += 1;
  }

  end(): string {
    return this.sha256.digest('base64url');
  }
}

/**
 * Signs for everything that was recorded since the last anchor.
 *
 * A hash chain shows what was changed inside a stream; an anchor shows what was cut off a stream's end, and that no whole
 * stream is missing. Whoever keeps a copy of an anchor elsewhere can hold the log against it for ever.
 *
 * Any number of processes may do it at once: of those that go on from one anchor, one writes the next.
 *
 * @returns `undefined` when nothing but the last anchor itself was recorded since, or another process was quicker
 */
export async function anchorLog(ledger: Ledger, signingKey: KeyObject): Promise<Anchor | undefined> {
  const newest = await newestAnchor(ledger);
  const last = newest && anchorOf(newest);
  const digest = new RunningDigest(last?.digest ?? GENESIS_HASH);
  const after = last?.upTo ?? BEFORE_FIRST;
  let upTo: Position = after;
  let others = 0;
  for await (const event of ledger.log.readAll({ after })) {
    if (isPassing(event.stream)) continue;
    digest.add(event);
    upTo = event.position;
    if (event.stream !== ANCHOR_STREAM) others += 1;
  }
  if (others === 0) return undefined;
  const covered = { after, upTo, events: digest.events, digest: digest.end(), without: passingStreams };
  const anchor: Anchor = {
    ...covered,
    publicKey: createPublicKey(signingKey).export({ format: 'der', type: 'spki' }).toString('base64url'),
    signature: sign(null, signedText(covered), signingKey).toString('base64url'),
  };
  const end = newest
    ? { stream: ANCHOR_STREAM, revision: newest.revision, hash: newest.metadata.hash }
    : emptyHead(ANCHOR_STREAM);
  const { outcome } = await ledger.record(end, [newEvent('LogAnchored', anchor)]);
  return outcome === 'recorded' ? anchor : undefined;
}

/** Whether an anchor was signed with the key it names. */
export function isSigned(anchor: Anchor): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(anchor.publicKey, 'base64url'), format: 'der', type: 'spki' });
    return verifySignature(null, signedText(anchor), key, Buffer.from(anchor.signature, 'base64url'));
  } catch {
    return false;
  }
}

/** All anchors of a log, oldest first. */
export async function anchorsIn(log: Pick<EventLog, 'readStream'>): Promise<Anchor[]> {
  return Array.fromAsync(log.readStream(ANCHOR_STREAM), (event) => anchorOf(new RecordedEvent(event)));
}

async function newestAnchor(ledger: Ledger): Promise<RecordedEvent | undefined> {
  for await (const event of ledger.read(ANCHOR_STREAM, { direction: 'backwards', limit: 1 })) return event;
  return undefined;
}

const anchorOf = ({ data }: RecordedEvent): Anchor => platformData('LogAnchored', data as JsonObject);

const signedText = ({ after, upTo, events, digest }: Pick<Anchor, 'after' | 'upTo' | 'events' | 'digest'>): Buffer =>
  Buffer.from(`${after} ${upTo} ${events} ${digest}`);
