import type { ChargingPeriod, Question } from '@wattledger/charging';
import { Big } from 'big.js';

/** A part of a session with one price: instants in milliseconds, energy in whole milliwatt-hours. */
export interface Stretch {
  readonly from: number;
  readonly until: number;
  readonly energyMilliWh: number;
  readonly state: ChargingPeriod['state'];
  readonly powerW?: number;
  /** Delivered in the session before it, and idle time before it. */
  readonly energyBeforeMilliWh: number;
  readonly idleBeforeMs: number;
}

/**
 * A session's periods as stretches that add up to its energy. What the periods do not account for, where a station told no times,
 * is delivered at the end.
 */
export function stretchesOf({
  periods,
  energyWh,
  startedAt,
}: Pick<Question<'priceSession'>, 'periods' | 'energyWh' | 'startedAt'>): readonly Stretch[] {
  const parts = periods.map(({ from, until, energyWh: delivered, state, powerW }) => ({
    from: Date.parse(from),
    until: Date.parse(until),
    energyMilliWh: Math.round(delivered * 1_000),
    state,
    ...(powerW !== undefined && { powerW }),
  }));
  const missing = Math.round(energyWh * 1_000) - parts.reduce((sum, { energyMilliWh }) => sum + energyMilliWh, 0);
  const end = parts.at(-1)?.until ?? Date.parse(startedAt);
  if (missing > 0) parts.push({ from: end, until: end, energyMilliWh: missing, state: 'charging' });
  return counted(parts);
}

/** Cuts stretches at instants; energy is shared by time, and nothing is lost. */
export function cutAtInstants(stretches: readonly Stretch[], instants: readonly number[]): readonly Stretch[] {
  const sorted = [...instants].sort((one, other) => one - other);
  return counted(
    stretches.flatMap((stretch) =>
      pieces(
        stretch,
        sorted.filter((at) => at > stretch.from && at < stretch.until).map((at) => ({ at, energy: energyAt(stretch, at) })),
      ),
    ),
  );
}

/** Cuts stretches where the energy of the session reaches thresholds, milliwatt-hours. */
export function cutAtEnergies(stretches: readonly Stretch[], thresholds: readonly number[]): readonly Stretch[] {
  const sorted = [...thresholds].sort((one, other) => one - other);
  return counted(
    stretches.flatMap((stretch) => {
      const { from, until, energyMilliWh, energyBeforeMilliWh } = stretch;
      const inside = sorted
        .map((threshold) => threshold - energyBeforeMilliWh)
        .filter((energy) => energy > 0 && energy < energyMilliWh);
      return pieces(
        stretch,
        inside.map((energy) => ({ at: from + Math.round(((until - from) * energy) / energyMilliWh), energy })),
      );
    }),
  );
}

const energyAt = ({ from, until, energyMilliWh }: Stretch, at: number): number =>
  Math.round((energyMilliWh * (at - from)) / (until - from));

function pieces(stretch: Stretch, cuts: readonly { readonly at: number; readonly energy: number }[]): Stretch[] {
  const ends = [...cuts, { at: stretch.until, energy: stretch.energyMilliWh }];
  return ends.map(({ at, energy }, index) => {
    const before = ends[index - 1] ?? { at: stretch.from, energy: 0 };
    return { ...stretch, from: before.at, until: at, energyMilliWh: energy - before.energy };
  });
}

/** Counts up what went before each. */
function counted(parts: readonly Omit<Stretch, 'energyBeforeMilliWh' | 'idleBeforeMs'>[]): readonly Stretch[] {
  let energyBeforeMilliWh = 0;
  let idleBeforeMs = 0;
  return parts.map((part) => {
    const stretch = { ...part, energyBeforeMilliWh, idleBeforeMs };
    energyBeforeMilliWh += part.energyMilliWh;
    if (part.state === 'idle') idleBeforeMs += part.until - part.from;
    return stretch;
  });
}

/** kWh of milliwatt-hours, exactly. */
export const kilowattHours = (milliWh: number): Big => new Big(milliWh).div(1_000_000);

/** Minutes of milliseconds, to the millionth: 0.06 ms. */
export const minutesOf = (milliseconds: number): Big => new Big(milliseconds).div(60_000).round(6, Big.roundHalfEven);
