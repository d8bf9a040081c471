import { createHash } from 'node:crypto';
import { parseInstant } from '@wattledger/kernel';
import { action16 } from '../action.ts';
import { idTagInfoOf } from '../common.ts';
import { authorization, start } from '../driver.ts';
import { deadlineErrands } from '../limits.ts';
import type { CallContext } from '../action.ts';

const LARGEST_ID = 2 ** 31 - 1;

/**
 * Charging has begun (OCPP 1.6, section 4.8). The transaction gets its id here, accepted or not: it runs already.
 *
 * A station that never saw our answer asks again, under another message id if it rebooted in between: it gets the same id.
 */
export const startTransaction = action16('StartTransaction', async ({ idTag, connectorId, timestamp }, context) => {
  const transactionId = context.memory.transactionStartedBy(context.sealed) ?? newTransactionId(context);
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

/**
 * Nobody who guesses can stop a stranger's session: it depends on the driver's pseudonym. A start that could not be recorded gets the same id
 * when it comes again, so what a wallet has reserved for it is reserved once. 31 bits, because stations keep it in an integer.
 */
function newTransactionId({ stationId, memory, sealed }: CallContext): number {
  for (let attempt = 0; ; attempt += 1) {
    const name = `${stationId}|${memory.nameOfStart(sealed)}|${attempt}`;
    const id = createHash('sha256').update(name).digest().readUInt32BE() & LARGEST_ID;
    if (id > 0 && !memory.knowsTransaction(id)) return id;
  }
}
