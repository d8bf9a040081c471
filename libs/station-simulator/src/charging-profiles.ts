import { amperesOf, wattsOf } from './battery.ts';
import type { Supply } from './battery.ts';
import type { JsonObject } from '@wattledger/kernel';

export type ProfilePurpose = 'station' | 'default' | 'transaction';

export interface SchedulePeriod {
  readonly startSeconds: number;
  readonly limit: number;
  readonly phases?: number;
}

export interface ChargingSchedule {
  readonly startsAt?: Date;
  readonly durationSeconds?: number;
  readonly unit: 'W' | 'A';
  readonly periods: readonly SchedulePeriod[];
}

/** A charging profile of any version. `evseId` 0 is the whole station. `wire` is the profile as it was sent. */
export interface ChargingProfile {
  readonly id: number;
  readonly evseId: number;
  readonly stackLevel: number;
  readonly purpose: ProfilePurpose;
  readonly kind: string;
  readonly recurrence?: string;
  readonly validFrom?: Date;
  readonly validTo?: Date;
  readonly schedule: ChargingSchedule;
  readonly wire: JsonObject;
}

export interface LimitQuestion {
  readonly evseId: number;
  readonly supply: Supply;
  readonly at: Date;
  /** Relative profiles count from here; without a transaction they count from `at`. */
  readonly transactionStartedAt?: Date;
}

const RECURRENCE_SECONDS: Readonly<Record<string, number>> = { Daily: 86_400, Weekly: 604_800 };

/** Power the profiles allow on an EVSE at a moment, W; undefined without any limit (OCPP 1.6 section 3.13, OCPP 2.0.1 K01). */
export function allowedPowerW(profiles: readonly ChargingProfile[], question: LimitQuestion): number | undefined {
  const limitOf = (purpose: ProfilePurpose) =>
    profiles
      .filter((profile) => profile.purpose === purpose && (profile.evseId === 0 || profile.evseId === question.evseId))
      .sort((one, other) => other.stackLevel - one.stackLevel || other.evseId - one.evseId)
      .map((profile) => profileLimitW(profile, question))
      .find((limit) => limit !== undefined);
  const forTransaction = question.transactionStartedAt === undefined ? undefined : limitOf('transaction');
  const limits = [limitOf('station'), forTransaction ?? limitOf('default')].filter((limit) => limit !== undefined);
  return limits.length === 0 ? undefined : Math.min(...limits);
}

function profileLimitW(profile: ChargingProfile, { at, supply, transactionStartedAt }: LimitQuestion): number | undefined {
  if ((profile.validFrom && at < profile.validFrom) || (profile.validTo && at >= profile.validTo)) return undefined;
  const { schedule } = profile;
  const start = profile.kind === 'Relative' ? (transactionStartedAt ?? at) : (schedule.startsAt ?? transactionStartedAt ?? at);
  let seconds = (at.getTime() - start.getTime()) / 1_000;
  const recurs = profile.kind === 'Recurring' ? RECURRENCE_SECONDS[profile.recurrence ?? 'Daily'] : undefined;
  if (recurs !== undefined) seconds = ((seconds % recurs) + recurs) % recurs;
  if (seconds < 0 || (schedule.durationSeconds !== undefined && seconds >= schedule.durationSeconds)) return undefined;
  const period = schedule.periods.findLast(({ startSeconds }) => startSeconds <= seconds);
  if (!period) return undefined;
  return schedule.unit === 'W' ? period.limit : wattsOf(period.limit, supply, period.phases);
}

/** The limits of the next `durationSeconds` as one schedule; where no profile speaks, what the supply can give. */
export function compositeSchedule(
  profiles: readonly ChargingProfile[],
  question: LimitQuestion,
  durationSeconds: number,
  unit: 'W' | 'A',
): SchedulePeriod[] {
  const periods: SchedulePeriod[] = [];
  for (const startSeconds of changes(profiles, question, durationSeconds)) {
    const at = new Date(question.at.getTime() + startSeconds * 1_000);
    const watts = Math.min(allowedPowerW(profiles, { ...question, at }) ?? Infinity, question.supply.maxPowerW);
    const limit = Math.round((unit === 'W' ? watts : amperesOf(watts, question.supply)) * 10) / 10;
    if (periods.at(-1)?.limit !== limit) periods.push({ startSeconds, limit });
  }
  return periods;
}

/** Seconds from now at which some profile may start to say something else. */
function changes(
  profiles: readonly ChargingProfile[],
  { at, transactionStartedAt }: LimitQuestion,
  durationSeconds: number,
): number[] {
  const found = new Set([0]);
  const add = (time: number) => {
    const seconds = Math.ceil((time - at.getTime()) / 1_000);
    if (seconds > 0 && seconds < durationSeconds) found.add(seconds);
  };
  for (const { schedule, validFrom, validTo, kind, recurrence } of profiles) {
    if (validFrom) add(validFrom.getTime());
    if (validTo) add(validTo.getTime());
    const start = (kind === 'Relative' ? transactionStartedAt : (schedule.startsAt ?? transactionStartedAt)) ?? at;
    const every = kind === 'Recurring' ? (RECURRENCE_SECONDS[recurrence ?? 'Daily'] ?? 86_400) * 1_000 : undefined;
    const first =
      every === undefined ? start.getTime() : start.getTime() + Math.floor((at.getTime() - start.getTime()) / every) * every;
    for (let begin = first; begin < at.getTime() + durationSeconds * 1_000; begin += every ?? Infinity) {
      for (const { startSeconds } of schedule.periods) add(begin + startSeconds * 1_000);
      if (schedule.durationSeconds !== undefined) add(begin + schedule.durationSeconds * 1_000);
    }
  }
  return [...found].sort((one, other) => one - other);
}
