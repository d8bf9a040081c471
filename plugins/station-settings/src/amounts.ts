import type { Question } from '@wattledger/plugin-sdk';
import type { VendorVariable } from './config.ts';

export type Asked = Question<'translateSettings'>;
export type MaximumCurrent = Extract<Asked['setting'], { name: 'maximumCurrent' }>;

/** What a charging schedule counts. */
export type RateUnit = 'A' | 'W';

/**
 * What the station wants its schedules to count: 1.6 `ChargingScheduleAllowedChargingRateUnit` (`Current`, `Power`), 2.x `RateUnit`
 * (`A`, `W`). Amperes where it allows them or has said nothing.
 */
export function rateUnitOf({ variables }: Asked): RateUnit {
  const said = variables['ChargingScheduleAllowedChargingRateUnit'] ?? variables['SmartChargingCtrlr/RateUnit'];
  if (said === undefined || said.trim() === '') return 'A';
  const units = said.split(',').map((unit) => unit.trim().toLowerCase());
  return units.some((unit) => unit === 'a' || unit === 'current') ? 'A' : 'W';
}

/** Watts over all phases. */
export const wattsOf = (amperes: number, { phases, voltageV }: Pick<MaximumCurrent, 'phases' | 'voltageV'>): number =>
  Math.round(amperes * phases * voltageV);

/** The limit of a schedule: amperes for each phase, or watts over all. OCPP takes one decimal. */
export const limitIn = (unit: RateUnit, amperes: number, wiring: Pick<MaximumCurrent, 'phases' | 'voltageV'>): number =>
  unit === 'A' ? Math.round(amperes * 10) / 10 : wattsOf(amperes, wiring);

/** A current as the maker's variable counts it. */
export function currentIn(unit: VendorVariable['unit'], setting: MaximumCurrent): string | undefined {
  switch (unit) {
    case 'A':
      return String(setting.amperes);
    case 'dA':
      return String(Math.round(setting.amperes * 10));
    case 'mA':
      return String(Math.round(setting.amperes * 1_000));
    case 'W':
      return String(wattsOf(setting.amperes, setting));
    case 'kW':
      return String(wattsOf(setting.amperes, setting) / 1_000);
    default:
      return undefined;
  }
}

/** A time as the maker's variable counts it. */
export function timeIn(unit: VendorVariable['unit'], minutes: number): string | undefined {
  if (unit === 'minutes') return String(minutes);
  return unit === 'seconds' ? String(minutes * 60) : undefined;
}
