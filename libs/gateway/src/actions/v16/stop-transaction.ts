import { withSample } from '@wattledger/charging';
import { parseInstant } from '@wattledger/kernel';
import { action16 } from '../action.ts';
import { idTagInfoOf } from '../common.ts';
import { authorization, stoppingOf } from '../driver.ts';
import { price } from '../session.ts';
import { finalCost } from '../shown-cost.ts';

/** Charging has ended (OCPP 1.6, section 4.10). Answered whatever the id: the station would repeat it for ever. */
export const stopTransaction = action16('StopTransaction', async ({ idTag, transactionId, meterStop, timestamp }, context) => {
  const id = String(transactionId);
  const open = context.memory.transaction(id);
  const stopping = await stoppingOf(context, open, context.sealed['idTag']);
  const stopper =
    idTag === undefined
      ? undefined
      : await authorization(context, { token: idTag, transactionId: id, purpose: 'stop', stopping });
  const endedAt = parseInstant(timestamp) ?? context.now.toISOString();
  const register = Number(meterStop);
  const meterStopWh = Number.isFinite(register) ? register : undefined;
  const meter = meterStopWh === undefined ? open?.meter : withSample(open?.meter ?? [], { at: endedAt, energyWh: meterStopWh });
  const transaction = open && { ...open, ...(meter && { meter }) };
  const priced = await price(context, { transactionId: id, transaction, endedAt, meterStopWh });
  return {
    decided: [...(stopper?.decided ?? []), ...priced.decided],
    errands: finalCost(context, id, priced.price),
    reply: stopper ? { idTagInfo: idTagInfoOf(stopper.answer) } : {},
  };
});
