import { parseInstant } from '@wattledger/kernel';
import { interpret } from '@wattledger/ocpp';
import type { Fact } from '@wattledger/ocpp';
import { action2 } from '../action.ts';
import type { CallContext } from '../action.ts';
import { authorization, idTokenInfoOf, price } from '../common.ts';
import { energyRegisterOf } from '../../station-memory.ts';

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
  const priced = ended ? await price(context, transactionId, lastRegisterIn(context), parseInstant(timestamp)) : [];
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

/** The energy register in the event that ends the session, Wh. */
function lastRegisterIn({ sealed, version, now }: CallContext): number | undefined {
  const message = {
    version,
    direction: 'fromStation',
    kind: 'call',
    action: 'TransactionEvent',
    messageId: '',
    payload: sealed,
    deviations: [],
  } as const;
  const registers = interpret(message, { receivedAt: now.toISOString() })
    .filter((fact): fact is Extract<Fact, { type: 'MetersRead' }> => fact.type === 'MetersRead')
    .map(energyRegisterOf)
    .filter((wh) => wh !== undefined);
  return registers.length > 0 ? Math.max(...registers) : undefined;
}
