import { displayOfTariff } from '@wattledger/charging';
import type { AuthorizationAnswer } from '@wattledger/charging';
import { action16 } from '../action.ts';
import type { CallContext, StationErrand } from '../action.ts';
import { idTagInfoOf } from '../common.ts';
import { authorization } from '../driver.ts';
import { ownTariff } from '../own-tariff.ts';

/** A driver has shown a token (OCPP 1.6, section 4.1). */
export const authorize = action16('Authorize', async ({ idTag }, context) => {
  const { answer, decided } = await authorization(context, { token: idTag, purpose: 'present' });
  return { decided, reply: { idTagInfo: idTagInfoOf(answer) }, errands: await userPrice(context, idTag, answer) };
});

/** What this driver pays, for stations that have announced that they show it (OCA, "OCPP & California Pricing Requirements", SetUserPrice). */
async function userPrice(context: CallContext, token: string, answer: AuthorizationAnswer): Promise<readonly StationErrand[]> {
  const own = context.memory.showsCost ? await ownTariff(context, answer) : undefined;
  if (!own) return [];
  return [
    {
      command: { name: 'ShowUserPrice', token, text: displayOfTariff(own).text },
      reason: 'the driver is shown what charging costs them',
      idempotencyKey: `price for the driver of ${context.receivedAt}`,
    },
  ];
}
