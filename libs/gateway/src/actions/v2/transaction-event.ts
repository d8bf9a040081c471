import { parseInstant } from '@wattledger/kernel';
import { interpret } from '@wattledger/ocpp';
import { action2 } from '../action.ts';
import type { CallContext } from '../action.ts';
import { authorization, idTokenInfoOf, price } from '../common.ts';
import { metered } from '../../station-memory.ts';
import type { OpenTransaction } from '../../station-memory.ts';

/** A session starts, goes on or ends (OCPP 2.0.1, part 2, use cases E01 to E15). */
export const transactionEvent = action2('TransactionEvent', async (request, context) => {
  const { eventType, timestamp, transactionInfo, idToken, evse } = request;
  const { transactionId } = transactionInfo;
  const shown = idToken && {
    token: idToken.idToken,
    tokenType: idToken.type,
    evseId: evse?.id,
    connectorId: evse?.connectorId,
    transactionId,
  };
  const driver = shown ? await authorization(context, shown) : undefined;
  const ended = eventType === 'Ended';
  const priced = ended
    ? await price(context, { transactionId, transaction: metersAtEnd(context, transactionId), endedAt: parseInstant(timestamp) })
    : [];
  return {
    decided: [...(driver?.decided ?? []), ...priced],
    reply: {
      ...(driver && { idTokenInfo: idTokenInfoOf(driver.answer) }),
      ...totalCost(priced),
    },
  };
});

const totalCost = ([priced]: readonly { data: { [key: string]: unknown } }[]) =>
  priced ? { totalCost: Number(priced.data['amount']) } : {};

/** The transaction with the registers of the event that ends it, which may be all there are. */
function metersAtEnd({ sealed, version, now, memory }: CallContext, transactionId: string): OpenTransaction {
  const message = {
    version,
    direction: 'fromStation',
    kind: 'call',
    action: 'TransactionEvent',
    messageId: '',
    payload: sealed,
    deviations: [],
  } as const;
  const open = memory.transaction(transactionId);
  const facts = interpret(message, { receivedAt: now.toISOString() }).filter((fact) => fact.type === 'MetersRead');
  const atEnd = facts.reduce<OpenTransaction>(metered, open ?? {});
  if (open) return atEnd;
  // Where nothing was told before, the end must bring both registers: a single reading is no difference.
  return atEnd.firstAt === atEnd.lastAt ? {} : atEnd;
}
