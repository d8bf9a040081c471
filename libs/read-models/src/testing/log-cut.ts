import { BEFORE_FIRST } from '@wattledger/event-log';
import type { EventBatch, Position, StoredEvent, SubscribeOptions } from '@wattledger/event-log';
import type { FollowedLog } from '@wattledger/projections';

/** A log that is complete, handed over in batches of the given sizes, again and again. */
export function logCutInto(events: readonly StoredEvent[], sizes: readonly number[]): FollowedLog {
  const head = events.at(-1)?.position ?? BEFORE_FIRST;
  return {
    head: () => head,
    async *readAll({ after = BEFORE_FIRST, limit = Infinity }: { after?: Position; limit?: number } = {}) {
      for (const event of events.filter(({ position }) => position > after).slice(0, limit)) yield await Promise.resolve(event);
    },
    async *subscribe({ after }: SubscribeOptions): AsyncGenerator<EventBatch> {
      const rest = events.filter(({ position }) => position > after);
      for (let cut = 0; rest.length > 0; cut += 1) {
        const batch = rest.splice(0, sizes[cut % sizes.length] ?? 1);
        yield await Promise.resolve({ events: batch, position: batch.at(-1)?.position ?? head, caughtUp: rest.length === 0 });
      }
    },
  };
}
