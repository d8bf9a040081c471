import { stationTariff } from '@wattledger/charging';
import type { AuthorizationAnswer } from '@wattledger/charging';
import type { Response } from '@wattledger/ocpp';
import { action2 } from '../action.ts';
import type { CallContext } from '../action.ts';
import { idTokenInfoOf } from '../common.ts';
import { authorization } from '../driver.ts';
import { ownTariff } from '../own-tariff.ts';

/** A driver has shown a token (OCPP 2.0.1, part 2, use case C01). */
export const authorize = action2('Authorize', async ({ idToken }, context) => {
  const { idToken: token, type: tokenType } = idToken;
  const { answer, decided } = await authorization(context, { token, tokenType, purpose: 'present' });
  return { decided, reply: { idTokenInfo: idTokenInfoOf(answer), ...(await driverTariff(context, answer)) } };
});

/** The tariff of this driver, for stations that reckon with it (OCPP 2.1, part 2, use case I08). */
async function driverTariff(
  context: CallContext,
  answer: AuthorizationAnswer,
): Promise<Pick<Response<'2.1', 'Authorize'>, 'tariff'>> {
  const own = context.version === '2.1' ? await ownTariff(context, answer) : undefined;
  const tariff = own && stationTariff(own);
  return !tariff || 'problem' in tariff ? {} : { tariff };
}
