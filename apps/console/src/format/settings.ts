import type { ScopeKind, SettingName, SettingValue } from '../graphql/settings.ts';
import { amperes } from './quantities.ts';
import { duration } from './times.ts';

export const settingNames: Readonly<Record<SettingName, string>> = {
  PRICE: 'Price',
  CHARGING_TIME: 'Charging time',
  MAXIMUM_CURRENT: 'Maximum current',
};

/** What is desired, in words: `16 A on 3 phases`. */
export function valueText({ price, chargingTimeMinutes, maximumCurrent }: SettingValue): string {
  if (price) return `${price.tariffId}, version ${price.tariffVersion}`;
  if (chargingTimeMinutes !== null) return duration(chargingTimeMinutes * 60);
  if (!maximumCurrent) return 'nothing';
  return `${amperes(maximumCurrent.amperes)} on ${maximumCurrent.phases === 1 ? '1 phase' : `${maximumCurrent.phases} phases`}`;
}

/** Which setting a value is of. */
export const nameOf = ({ price, chargingTimeMinutes }: SettingValue): SettingName =>
  price ? 'PRICE' : chargingTimeMinutes !== null ? 'CHARGING_TIME' : 'MAXIMUM_CURRENT';

/** For whom something is: `site harbour`, `all stations`. */
export const scopeText = (kind: ScopeKind, id: string | null): string =>
  kind === 'ALL' ? 'all stations' : `${kind.toLowerCase()} ${id ?? ''}`;
