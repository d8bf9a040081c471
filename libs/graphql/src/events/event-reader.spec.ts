import { describe, expect, it } from '@jest/globals';
import type { EventLog, StoredEvent } from '@wattledger/event-log';
import { defaultSettings } from '../settings.ts';
import { EventReader } from './event-reader.ts';
import { SearchBudget } from './search-budget.ts';

const LENGTH = 1_000;

/** A log that answers at once, as the embedded one does, and knows how many read it. */
function countingLog() {
  let readers = 0;
  const counted = { mostReaders: 0 };
  const unused = () => Promise.reject(new Error('not asked for'));
  async function* readAll(): AsyncGenerator<StoredEvent> {
    counted.mostReaders = Math.max(counted.mostReaders, (readers += 1));
    try {
      for (let position = 0; position < LENGTH; position += 1) yield heartbeat(position);
    } finally {
      readers -= 1;
    }
  }
  const log: EventLog = {
    readAll,
    readStream: readAll,
    append: unused,
    subscribe: async function* () {},
    head: async () => LENGTH - 1,
    readStreamMetadata: unused,
    writeStreamMetadata: unused,
    truncate: unused,
    close: unused,
  };
  return { log, counted };
}

const heartbeat = (position: number): StoredEvent => ({
  id: `00000000-0000-4000-8000-${String(position).padStart(12, '0')}`,
  stream: 'station-oak-1',
  revision: position,
  position,
  type: 'HeartbeatReceived',
  metadata: JSON.stringify({ recordedAt: '2026-05-01T12:00:00.000Z', messageId: String(position) }),
  data: '{}',
});

const forNobody = { filter: { messageId: 'nobody' }, orderBy: 'OLDEST_FIRST' } as const;

describe('a reader of events', () => {
  it('reads for two at a time, however many ask', async () => {
    const { log, counted } = countingLog();
    const reader = new EventReader(log, defaultSettings);
    await Promise.all(Array.from({ length: 20 }, () => reader.page(forNobody, new SearchBudget(LENGTH))));
    expect(counted.mostReaders).toBe(2);
  });

  it('lets other work have its turn while it searches', async () => {
    const reader = new EventReader(countingLog().log, defaultSettings);
    let turns = 0;
    let searching = true;
    const count = () => {
      turns += 1;
      if (searching) setImmediate(count);
    };
    setImmediate(count);
    await reader.page(forNobody, new SearchBudget(LENGTH));
    searching = false;
    expect(turns).toBeGreaterThanOrEqual(LENGTH / 100);
  });

  it('ends a page where the budget does, and goes on from there', async () => {
    const reader = new EventReader(countingLog().log, defaultSettings);
    const budget = new SearchBudget(300);
    const [first, second] = [await reader.page(forNobody, budget), await reader.page(forNobody, budget)];
    const placeIn = (cursor: string | undefined): unknown => JSON.parse(Buffer.from(cursor ?? '', 'base64url').toString());
    expect(first.pageInfo.hasNextPage).toBe(true);
    expect(placeIn(first.pageInfo.endCursor)).toEqual(['events', 299, 299]);
    expect(placeIn(second.pageInfo.endCursor)).toEqual(['events', 0, 0]);
  });
});
