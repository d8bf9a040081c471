import { parseInstant } from '@wattledger/kernel';
import { action16 } from '../action.ts';
import { authorization, idTagInfoOf, price } from '../common.ts';

/** Charging has ended (OCPP 1.6, section 4.10). Answered whatever the id: the station would repeat it for ever. */
export const stopTransaction = action16('StopTransaction', async ({ idTag, transactionId, meterStop, timestamp }, context) => {
  const id = String(transactionId);
  const stopper = idTag === undefined ? undefined : await authorization(context, { token: idTag, transactionId: id });
  const open = context.memory.transaction(id);
  const transaction = open && { ...open, lastWh: Number(meterStop) };
  const priced = await price(context, { transactionId: id, transaction, endedAt: parseInstant(timestamp) });
  return {
    decided: [...(stopper?.decided ?? []), ...priced],
    reply: stopper ? { idTagInfo: idTagInfoOf(stopper.answer) } : {},
  };
});
