import type { Instant, JsonObject } from '@wattledger/kernel';
import { platformData } from '../platform-events.ts';
import type { KnownTariff } from './tariff.ts';

/** A tariff with all its versions, the oldest first. A version is never changed; a tariff that was retired prices no new session. */
export interface TariffHistory {
  readonly tariffId: string;
  readonly versions: readonly KnownTariff[];
  readonly retiredAt?: Instant;
}

/** One more event of a tariff's stream. A version that is added to a retired tariff brings it back. */
export function evolveTariff(
  history: TariffHistory | undefined,
  event: { readonly type: string; readonly data: JsonObject; readonly recordedAt: Instant },
): TariffHistory | undefined {
  if (event.type === 'TariffVersionAdded') {
    const { by: _, ...version } = platformData('TariffVersionAdded', event.data);
    return { tariffId: version.tariffId, versions: [...(history?.versions ?? []), version] };
  }
  return event.type === 'TariffRetired' && history ? { ...history, retiredAt: event.recordedAt } : history;
}

/** The newest version that is valid by then; none where the tariff was retired before. */
export function tariffInForce({ versions, retiredAt }: TariffHistory, at: Instant): KnownTariff | undefined {
  if (retiredAt !== undefined && retiredAt <= at) return undefined;
  return versions.findLast(({ validFrom }) => validFrom <= at);
}
