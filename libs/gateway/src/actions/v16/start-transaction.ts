import { randomInt } from 'node:crypto';
import { parseInstant } from '@wattledger/kernel';
import { action16 } from '../action.ts';
import { idTagInfoOf } from '../common.ts';
import { authorization, start } from '../driver.ts';
import { deadlineErrands } from '../limits.ts';
import type { StationMemory } from '../../station-memory.ts';

const LARGEST_ID = 2 ** 31 - 1;

/**
 * Charging has begun (OCPP 1.6, section 4.8). The transaction gets its id here, accepted or not: it runs already.
 *
 * A station that never saw our answer asks again, under another message id if it rebooted in between: it gets the same id.
 */
export const startTransaction = action16('StartTransaction', async ({ idTag, connectorId, timestamp }, context) => {
  const transactionId = context.memory.transactionStartedBy(context.sealed) ?? newTransactionId(context.memory);
  const place = { evseId: connectorId, connectorId, transactionId: String(transactionId) };
  const driver = await authorization(context, { token: idTag, purpose: 'start', ...place });
  const startedAt = parseInstant(timestamp) ?? context.now.toISOString();
  const started = await start(context, { ...place, startedAt }, driver);
  return {
    decided: [...driver.decided, ...started.decided],
    reply: { transactionId, idTagInfo: idTagInfoOf(started.answer ?? driver.answer) },
    errands: deadlineErrands(context, { ...place, startedAt }, started),
  };
});

/** Random, so that nobody who guesses can stop a stranger's session; 31 bits, because stations keep it in an integer. */
function newTransactionId(memory: StationMemory): number {
  for (;;) {
    const id = randomInt(1, LARGEST_ID);
    if (!memory.knowsTransaction(id)) return id;
  }
}
