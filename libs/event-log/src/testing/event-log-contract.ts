import { afterAll, beforeAll, describe } from '@jest/globals';
import type { EventLog } from '../event-log.ts';
import { appending } from './contract/appending.ts';
import { concurrency } from './contract/concurrency.ts';
import { exactTexts } from './contract/exact-texts.ts';
import { model } from './contract/model.ts';
import { readingEverything } from './contract/reading-everything.ts';
import { readingStreams } from './contract/reading-streams.ts';
import { streamMetadata } from './contract/stream-metadata.ts';
import type { OpenedEventLog } from './contract/support.ts';
import { truncating } from './contract/truncating.ts';
import { subscribing } from './contract/subscribing.ts';

/**
 * What every event log must do, as specs. An adapter's spec calls it once per way to set the adapter up:
 *
 *     describeEventLogContract('SqliteEventLog', async () => {
 *       const log = await SqliteEventLog.open(folder);
 *       return { log, close: () => log.close() };
 *     });
 *
 * Every spec writes to streams with new random names and looks only at what lies behind the head it found, so that the
 * store may hold anything before, and may be shared. Repeating an append with the same events at the same expected revision
 * either gives the first outcome again (EventStoreDB recognises the ids) or conflicts; it never stores them twice.
 */
export function describeEventLogContract(name: string, open: () => Promise<OpenedEventLog>): void {
  describe(`${name}, as an event log`, () => {
    let opened: OpenedEventLog;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());
    const log = (): EventLog => opened.log;

    describe('appending', () => appending(log, open));
    describe('keeping texts', () => exactTexts(log));
    describe('reading a stream', () => readingStreams(log));
    describe('reading everything', () => readingEverything(log));
    describe('subscribing', () => subscribing(log));
    describe('many writers at once', () => concurrency(log));
    describe('stream metadata', () => streamMetadata(log));
    describe('truncating', () => truncating(log));
    describe('whatever is appended', () => model(log));
  });
}
