import { createPublicKey, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '@wattledger/event-log';
import type { Anchor } from '../anchor.ts';

/** The revisions of a stream that an archive holds. */
export interface ArchivedStream {
  readonly stream: string;
  readonly from: number;
  readonly to: number;
  /** Of the event before the first, to which that is chained. */
  readonly previousHash: string;
  /** Of the last event, to which the first one that stayed is chained. */
  readonly hash: string;
  readonly lastPosition: number;
}

/** What stands beside an archive: with it, the archive verifies without the log, and shows where it joins it. */
export interface ArchiveManifest {
  readonly format: 1;
  readonly archive: string;
  readonly file: string;
  readonly madeAt: string;
  readonly events: number;
  /** Base64url SHA-256 over the hash of every event, in the order of the log. */
  readonly digest: string;
  readonly streams: readonly ArchivedStream[];
  /** The newest anchor of the log when the archive was made. */
  readonly anchor?: Anchor;
  /** Base64url DER, and the Ed25519 signature over `archive events digest`, parted by blanks. */
  readonly publicKey: string;
  readonly signature: string;
}

type Signed = Pick<ArchiveManifest, 'archive' | 'events' | 'digest'>;
const signedText = ({ archive, events, digest }: Signed): Buffer => Buffer.from(`${archive} ${events} ${digest}`);

export const signatureOf = (signed: Signed, key: KeyObject): Pick<ArchiveManifest, 'publicKey' | 'signature'> => ({
  publicKey: createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64url'),
  signature: sign(null, signedText(signed), key).toString('base64url'),
});

export function isManifestSigned(manifest: ArchiveManifest): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(manifest.publicKey, 'base64url'), format: 'der', type: 'spki' });
    return verify(null, signedText(manifest), key, Buffer.from(manifest.signature, 'base64url'));
  } catch {
    return false;
  }
}

export const manifestFileOf = (file: string): string => file.replace(/\.jsonl\.gz$/, '.manifest.json');

/** It is on the disk, name and all, when this is done. */
export async function writeManifest(file: string, manifest: ArchiveManifest): Promise<void> {
  await writeFile(manifestFileOf(file), `${JSON.stringify(manifest, undefined, 1)}\n`, { flush: true });
  await syncFolder(dirname(file));
}

export async function readManifest(file: string): Promise<ArchiveManifest> {
  return JSON.parse(await readFile(manifestFileOf(file), 'utf8')) as ArchiveManifest;
}
