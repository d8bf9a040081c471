import type { AuthorizationAnswer, KnownTariff } from '@wattledger/charging';
import type { CallContext } from './action.ts';
import { atStation } from './common.ts';

/** By what tariff this driver pays, where that is not what everybody pays here. */
export async function ownTariff(
  context: CallContext,
  { status, accountId, groupToken, tariffId }: AuthorizationAnswer,
): Promise<KnownTariff | undefined> {
  if (status !== 'Accepted') return undefined;
  const { stationId, directory } = context;
  const { station, at: startedAt } = await atStation(context);
  const place = { stationId, station, startedAt };
  const { value: own } = await directory.tariffFor({ ...place, accountId, groupToken, tariffId });
  const { value: everybodys } = await directory.tariffFor(place);
  return own?.tariffId === everybodys?.tariffId && own?.version === everybodys?.version ? undefined : own;
}
