import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { syncFile, syncFolder } from '../durable.ts';
import { eventLogFault } from '../errors.ts';
import type { StoredEvent } from '../event-log.ts';

const UNFINISHED = '.unfinished';

/**
 * Writes events to a file: one JSON object per line, compressed. The texts of an event are kept to the byte, as its hash covers them.
 *
 * The file has its name once it is whole and on the disk.
 */
export async function writeArchive(file: string, events: AsyncIterable<StoredEvent>): Promise<void> {
  const made = await mkdir(dirname(file), { recursive: true });
  if (made !== undefined) await syncFolder(dirname(made));
  await removeUnfinished(dirname(file));
  const unfinished = `${file}${UNFINISHED}`;
  await pipeline(Readable.from(linesOf(events)), createGzip(), createWriteStream(unfinished));
  await syncFile(unfinished);
  await rename(unfinished, file);
  await syncFolder(dirname(file));
}

/** What a process that died has left behind. There is one at a time that writes archives. */
async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder)) if (name.endsWith(UNFINISHED)) await rm(join(folder, name));
}

/**
 * The events of an archive, in the order and at the positions at which they stood in the log.
 *
 * @throws Fault `archive-unreadable`
 */
export async function* readArchive(file: string): AsyncGenerator<StoredEvent> {
  const source = createReadStream(file);
  const unpacked = source.pipe(createGunzip());
  source.on('error', (error) => unpacked.destroy(error));
  try {
    for await (const line of createInterface({ input: unpacked, crlfDelay: Infinity })) yield JSON.parse(line) as StoredEvent;
    // What broke the file has ended the lines as if there were no more.
    if (unpacked.errored) throw unpacked.errored;
  } catch (cause) {
    throw eventLogFault('archive-unreadable', `The archive ${file} cannot be read: ${String(cause)}`, { cause });
  } finally {
    source.destroy();
  }
}

async function* linesOf(events: AsyncIterable<StoredEvent>): AsyncGenerator<string> {
  for await (const { position, stream, revision, id, type, metadata, data } of events) {
    yield `${JSON.stringify({ position, stream, revision, id, type, metadata, data })}\n`;
  }
}
