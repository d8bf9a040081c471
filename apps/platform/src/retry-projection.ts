import { newEvent } from '@wattledger/event-log';
import type { Ledger } from '@wattledger/event-log';
import type { RetryOutcome } from '@wattledger/projections';
import type { Projecting } from './projecting.ts';

/** Tries a parked projection again, and writes down who asked and what came of it. */
export async function retryProjection(
  projecting: Projecting | undefined,
  ledger: Ledger,
  projection: string,
  by: string,
): Promise<RetryOutcome | undefined> {
  const done = await projecting?.retry(projection);
  if (!done || done.outcome === 'not-parked') return done;
  const { outcome, position } = done;
  const told = newEvent('ProjectionRetried', { projection, outcome, position, by }, { actor: by });
  const stream = `projection-${projection}`;
  for (;;) {
    const recorded = await ledger.record(await ledger.head(stream), [told]);
    if (recorded.outcome === 'recorded') return done;
  }
}
