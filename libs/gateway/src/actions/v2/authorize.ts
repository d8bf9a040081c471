import { stationTariff } from '@wattledger/charging';
import type { AuthorizationAnswer } from '@wattledger/charging';
import type { Response } from '@wattledger/ocpp';
import { action2 } from '../action.ts';
import type { CallContext } from '../action.ts';
import { atStation, idTokenInfoOf } from '../common.ts';
import { authorization } from '../driver.ts';

/** A driver has shown a token (OCPP 2.0.1, part 2, use case C01). */
export const authorize = action2('Authorize', async ({ idToken }, context) => {
  const { idToken: token, type: tokenType } = idToken;
  const { answer, decided } = await authorization(context, { token, tokenType, purpose: 'present' });
  return { decided, reply: { idTokenInfo: idTokenInfoOf(answer), ...(await driverTariff(context, answer)) } };
});

/** What this driver pays, where that is not what everybody pays here (OCPP 2.1, part 2, use case I08). */
async function driverTariff(
  context: CallContext,
  { status, accountId, groupToken, tariffId }: AuthorizationAnswer,
): Promise<Pick<Response<'2.1', 'Authorize'>, 'tariff'>> {
  if (context.version !== '2.1' || status !== 'Accepted') return {};
  const { stationId, directory } = context;
  const { station, at: startedAt } = await atStation(context);
  const place = { stationId, station, startedAt };
  const { value: own } = await directory.tariffFor({ ...place, accountId, groupToken, tariffId });
  const { value: everybodys } = await directory.tariffFor(place);
  if (!own || (own.tariffId === everybodys?.tariffId && own.version === everybodys.version)) return {};
  const tariff = stationTariff(own);
  return 'problem' in tariff ? {} : { tariff };
}
