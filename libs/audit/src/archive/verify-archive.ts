import { chainFlaw, GENESIS_HASH, hashesOf, readArchive } from '@wattledger/event-log';
import { RunningDigest } from '../anchor.ts';
import { isManifestSigned } from './manifest.ts';
import type { ArchiveManifest, ArchivedStream } from './manifest.ts';

/** What an archive holds, as it was read back. */
export interface ReadBack {
  readonly events: number;
  readonly digest: string;
  readonly streams: ReadonlyMap<string, ArchivedStream>;
}

/** Reads an archive and walks the chains in it. @throws Fault `archive-unreadable`; Error naming an event that is not as it was written */
export async function readBack(file: string): Promise<ReadBack> {
  const digest = new RunningDigest('');
  const streams = new Map<string, ArchivedStream>();
  for await (const event of readArchive(file)) {
    const { stream, revision, position } = event;
    const hashes = hashesOf(event);
    const before = streams.get(stream);
    const previous = before
      ? { revision: before.to, hash: before.hash }
      : { revision: revision - 1, hash: hashes?.previousHash ?? GENESIS_HASH };
    const flaw = chainFlaw(event, previous);
    if (flaw || !hashes) throw new Error(`revision ${revision} of ${stream} in ${file} is not as it was written: ${flaw}`);
    const first = before ?? { stream, from: revision, previousHash: hashes.previousHash };
    streams.set(stream, { ...first, to: revision, hash: hashes.hash, lastPosition: position });
    digest.add(event);
  }
  return { events: digest.events, digest: digest.end(), streams };
}

/**
 * Verifies an archive by itself: it is signed, every chain in it is whole, and it holds what its manifest says.
 *
 * @returns what is wrong; `undefined` when nothing is
 */
export async function archiveFlaw(file: string, manifest: ArchiveManifest): Promise<string | undefined> {
  if (!isManifestSigned(manifest)) return `the signature of the manifest of ${file} is not good`;
  try {
    const { events, digest, streams } = await readBack(file);
    if (events !== manifest.events || digest !== manifest.digest) return `${file} holds other events than its manifest says`;
    const different = manifest.streams.find((said) => {
      const found = streams.get(said.stream);
      return found?.from !== said.from || found.to !== said.to || found.hash !== said.hash;
    });
    return different && `${file} holds other events of ${different.stream} than its manifest says`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
