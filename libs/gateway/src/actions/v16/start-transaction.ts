import { randomInt } from 'node:crypto';
import { action16 } from '../action.ts';
import { authorization, idTagInfoOf } from '../common.ts';
import type { StationMemory } from '../../station-memory.ts';

const LARGEST_ID = 2 ** 31 - 1;

/**
 * Charging has begun (OCPP 1.6, section 4.8). The transaction gets its id here, accepted or not: it runs already.
 *
 * A station that never saw our answer asks again, under another message id if it rebooted in between: it gets the same id.
 */
export const startTransaction = action16('StartTransaction', async ({ idTag, connectorId }, context) => {
  const { answer, decided } = await authorization(context, { token: idTag, evseId: connectorId, connectorId });
  const transactionId = context.memory.transactionStartedBy(context.sealed) ?? newTransactionId(context.memory);
  return { decided, reply: { transactionId, idTagInfo: idTagInfoOf(answer) } };
});

/** Random, so that nobody who guesses can stop a stranger's session; 31 bits, because stations keep it in an integer. */
function newTransactionId(memory: StationMemory): number {
  for (;;) {
    const id = randomInt(1, LARGEST_ID);
    if (!memory.knowsTransaction(id)) return id;
  }
}
