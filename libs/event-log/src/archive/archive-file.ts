import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { eventLogFault } from '../errors.ts';
import type { StoredEvent } from '../event-log.ts';

/**
 * Writes events to a file: one JSON object per line, compressed. The texts of an event are kept to the byte, as its hash covers them.
 *
 * The file has its name once it is whole and on the disk.
 */
export async function writeArchive(file: string, events: AsyncIterable<StoredEvent>): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const unfinished = `${file}.unfinished`;
  await pipeline(Readable.from(linesOf(events)), createGzip(), createWriteStream(unfinished));
  const handle = await open(unfinished, 'r');
  await handle.sync();
  await handle.close();
  await rename(unfinished, file);
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
