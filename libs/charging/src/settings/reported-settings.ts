import type { Instant } from '@wattledger/kernel';
import type { HeldProfile, HeldTariff } from '@wattledger/ocpp';
import type { ShownProfile, ShownSetting, ShownTariff, ShownVariable } from './setting.ts';

/** What a station has reported of itself. */
export interface ReportedSettings {
  /** By `component/variable`, by key in 1.6; of an EVSE with `@<evseId>` behind it. */
  readonly variables: ReadonlyMap<string, ReportedValue>;
  /** By the id that was asked for: the profiles of that id, once the station has told all. */
  readonly profiles: ReadonlyMap<number, ReportedProfiles>;
  /** By the EVSE that was asked about; 0: all. */
  readonly tariffs: ReadonlyMap<number, ReportedTariffs>;
}

export interface ReportedValue {
  readonly value: string;
  readonly at: Instant;
}

export interface ReportedProfiles {
  readonly profiles: readonly HeldProfile[];
  readonly at: Instant;
}

export interface ReportedTariffs {
  readonly tariffs: readonly HeldTariff[];
  readonly at: Instant;
}

/** How what a station shows departs from what it was told, in words for operators. */
export interface Departure {
  readonly expected: string;
  readonly reported: string;
}

/** What a station has last shown of a setting. */
export interface Showing {
  readonly at: Instant;
  readonly departure?: Departure;
}

/** @returns nothing where the station has not told */
export function showingOf(shown: ShownSetting, reported: ReportedSettings): Showing | undefined {
  if ('variable' in shown) return variableShowing(shown, reported);
  return 'chargingProfileId' in shown ? profileShowing(shown, reported) : tariffShowing(shown, reported);
}

/** What is shown, named for operators. */
export function nameOfShown(shown: ShownSetting): string {
  if ('variable' in shown) return shown.variable;
  return 'chargingProfileId' in shown ? `charging profile ${shown.chargingProfileId}` : 'default tariff';
}

/** What it is to be, in words for operators. */
export function textOfShown(shown: ShownSetting): string {
  if ('variable' in shown) return shown.value;
  return 'chargingProfileId' in shown ? limitsText(shown.limits, shown.rateUnit) : shown.tariffId;
}

const NONE = 'none';

const variableKey = ({ component, variable, evseId }: ShownVariable): string =>
  `${component === undefined ? '' : `${component}/`}${variable}${evseId === undefined ? '' : `@${evseId}`}`;

function variableShowing(shown: ShownVariable, { variables }: ReportedSettings): Showing | undefined {
  const said = variables.get(variableKey(shown));
  return said && showing(said.at, !isSameValue(shown.value, said.value) && { expected: shown.value, reported: said.value });
}

/** Whether a value that a station reports is the one it was told; `16` and `16.0` are one number. */
function isSameValue(expected: string, reported: string): boolean {
  const [left, right] = [expected.trim(), reported.trim()];
  if (left === right) return true;
  if (left === '' || right === '') return false;
  return Number(left) === Number(right) || left.toLowerCase() === right.toLowerCase();
}

function profileShowing(shown: ShownProfile, { profiles }: ReportedSettings): Showing | undefined {
  const said = profiles.get(shown.chargingProfileId);
  if (!said) return undefined;
  // What is for each EVSE may be reported of each.
  const departures = said.profiles.map((held) => profileDeparture(shown, held));
  if (departures.length === 0) return showing(said.at, { expected: textOfShown(shown), reported: NONE });
  return showing(said.at, departures.find((departure) => departure !== undefined) ?? false);
}

/** Of a profile only what was asked for, and of that only what differs; what the station leaves out is taken to be so. */
function profileDeparture(shown: ShownProfile, held: HeldProfile): Departure | undefined {
  const { stackLevel = shown.stackLevel, purpose = shown.purpose, rateUnit = shown.rateUnit, periods } = held;
  const areLimitsKept = rateUnit === shown.rateUnit && areKept(shown.limits, periods);
  const differing: readonly (readonly [isSame: boolean, expected: string, reported: string])[] = [
    [areLimitsKept, textOfShown(shown), limitsText(periods, rateUnit)],
    [purpose === shown.purpose, shown.purpose, purpose],
    [stackLevel === shown.stackLevel, `stack level ${shown.stackLevel}`, `stack level ${stackLevel}`],
    [shown.evseId === 0 || held.evseId === shown.evseId, `EVSE ${shown.evseId}`, `EVSE ${held.evseId}`],
  ];
  const found = differing.filter(([isSame]) => !isSame);
  if (found.length === 0) return undefined;
  return {
    expected: found.map(([, expected]) => expected).join(', '),
    reported: found.map(([, , reported]) => reported).join(', '),
  };
}

type Periods = HeldProfile['periods'];

/** Limits have one decimal (2.x, ChargingSchedulePeriodType); what lies behind it is how a station holds its numbers. */
const PRECISION = 0.05;

/** See {@link ShownProfile.limits}: stations may cut and join periods as they like. */
function areKept(limits: ShownProfile['limits'], periods: Periods): boolean {
  return limits.every(({ startPeriod, limit }, index) => {
    const until = limits[index + 1]?.startPeriod ?? Infinity;
    const allowed = periods.findLast((period) => period.startPeriod <= startPeriod)?.limit ?? Infinity;
    const later = periods.filter((period) => period.startPeriod > startPeriod && period.startPeriod < until);
    return Math.abs(allowed - limit) < PRECISION && later.every((period) => (period.limit ?? Infinity) < limit + PRECISION);
  });
}

/** `16 A`, or `16 A, after 90 min 0 A`. */
function limitsText(periods: Periods, rateUnit: string): string {
  const texts = periods.map(({ startPeriod, limit }) => {
    const amount = limit === undefined ? 'no limit' : `${limit} ${rateUnit}`;
    return startPeriod === 0 ? amount : `after ${Math.round(startPeriod / 6) / 10} min ${amount}`;
  });
  return texts.join(', ') || 'no limit';
}

function tariffShowing({ tariffId, evseId = 0 }: ShownTariff, { tariffs }: ReportedSettings): Showing | undefined {
  const said = tariffs.get(evseId);
  if (!said) return undefined;
  const ids = said.tariffs
    .filter(({ kind, evseIds }) => kind === 'DefaultTariff' && (evseId === 0 || isFor(evseId, evseIds)))
    .map((held) => held.tariffId);
  // Ids of OCPP's type identifierString are the same in small and large letters.
  const isHeld = ids.some((id) => id.toLowerCase() === tariffId.toLowerCase());
  return showing(said.at, !isHeld && { expected: tariffId, reported: [...new Set(ids)].join(', ') || NONE });
}

const isFor = (evseId: number, evseIds: HeldTariff['evseIds']): boolean =>
  evseIds === undefined || evseIds.includes(evseId) || evseIds.includes(0);

const showing = (at: Instant, departure: Departure | false): Showing => ({ at, ...(departure && { departure }) });
