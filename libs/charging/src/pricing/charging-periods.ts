import type { Instant } from '@wattledger/kernel';
import { withSample } from './session-meter.ts';
import type { MeterSample, SessionMeter } from './session-meter.ts';

/** A stretch of a session in which nothing changed that a price could depend on. */
export interface ChargingPeriod {
  readonly from: Instant;
  readonly until: Instant;
  /** Delivered in it. */
  readonly energyWh: number;
  /** `idle`: connected, and no energy flows because the car is full, paused or gone home. */
  readonly state: 'charging' | 'idle';
  /** Mean of the stretch, where it can be told. */
  readonly powerW?: number;
}

/** Less than this in a stretch is the station's own consumption, not charging: 60 W. */
const IDLE_W = 60;

/** Between two neighbouring samples. */
interface Stretch {
  readonly from: Instant;
  readonly until: Instant;
  readonly milliseconds: number;
  readonly said: ChargingPeriod['state'] | undefined;
}

/**
 * The meter as periods without gaps, from its first sample to its last.
 *
 * What was delivered between two readings is spread over the time in which energy flowed. A register that ran backwards
 * delivered nothing meanwhile.
 */
export function chargingPeriods(meter: SessionMeter): readonly ChargingPeriod[] {
  const periods: ChargingPeriod[] = [];
  let waiting: Stretch[] = [];
  let said: ChargingPeriod['state'] | undefined;
  let highest: number | undefined;
  meter.forEach((sample, index) => {
    if (sample.energyWh !== undefined) {
      if (highest === undefined) waiting.forEach((stretch) => addPeriod(periods, stretch, 0, 'charging'));
      else spread(periods, waiting, Math.max(0, sample.energyWh - highest));
      waiting = [];
      highest = Math.max(highest ?? sample.energyWh, sample.energyWh);
    }
    said = sample.state ?? said;
    const after = meter[index + 1];
    if (after) waiting.push(stretchBetween(sample, after, said));
  });
  // Behind the last reading nobody knows better than what was said or seen last.
  const seen = periods.at(-1)?.state ?? 'charging';
  waiting.forEach((stretch) => addPeriod(periods, stretch, 0, seen));
  return periods;
}

/**
 * The periods of a session from its start to its end, or to now: they add up to the energy that the session has delivered,
 * which its registers tell better than its readings, see `energyDeliveredWh`.
 */
export function periodsOfSession(
  meter: SessionMeter,
  { energyWh, from, until }: { readonly energyWh: number; readonly from: Instant; readonly until: Instant },
): readonly ChargingPeriod[] {
  if (until <= from) return [];
  const within = (at: Instant): Instant => (at < from ? from : at > until ? until : at);
  const framed = meter.reduce<SessionMeter>(
    (samples, sample) => withSample(samples, { ...sample, at: within(sample.at) }),
    [{ at: from }],
  );
  const periods = chargingPeriods(withSample(framed, { at: until }));
  const measured = periods.reduce((sum, period) => sum + period.energyWh, 0);
  if (rounded(measured) === rounded(energyWh)) return periods;
  const flows = periods.some(({ state }) => state === 'charging');
  const weightOf = (period: ChargingPeriod): number =>
    measured > 0 ? period.energyWh : !flows || period.state === 'charging' ? lengthOf(period) : 0;
  const energies = shares(energyWh, periods.map(weightOf));
  return periods.map((period, index) => withEnergy(period, energies[index] ?? 0));
}

function spread(periods: ChargingPeriod[], stretches: readonly Stretch[], energyWh: number): void {
  const flowing = stretches.some(({ said }) => said !== 'idle');
  const weights = stretches.map(({ said, milliseconds }) => (flowing && said === 'idle' ? 0 : milliseconds));
  const energies = shares(energyWh, weights);
  stretches.forEach((stretch, index) => {
    const energy = energies[index] ?? 0;
    addPeriod(periods, stretch, energy, powerOf(energy, stretch.milliseconds) < IDLE_W ? 'idle' : 'charging');
  });
}

/** Idle time is one period, however many readings were taken in it. */
function addPeriod(periods: ChargingPeriod[], stretch: Stretch, energyWh: number, seen: ChargingPeriod['state']): void {
  const { from, until, milliseconds, said } = stretch;
  const state = said ?? seen;
  const last = periods.at(-1);
  if (state === 'idle' && last?.state === 'idle') {
    periods[periods.length - 1] = withEnergy({ ...last, until }, last.energyWh + energyWh);
    return;
  }
  periods.push({ from, until, energyWh, state, powerW: powerOf(energyWh, milliseconds) });
}

/** An amount cut in proportion to weights, to the milliwatt-hour and with nothing lost. */
function shares(whole: number, weights: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let reached = 0;
  let given = 0;
  return weights.map((weight) => {
    reached += weight;
    const upTo = total === 0 ? 0 : rounded((whole * reached) / total);
    const share = rounded(upTo - given);
    given = upTo;
    return share;
  });
}

const stretchBetween = (from: MeterSample, until: MeterSample, said: ChargingPeriod['state'] | undefined): Stretch => ({
  from: from.at,
  until: until.at,
  milliseconds: Date.parse(until.at) - Date.parse(from.at),
  said,
});

const withEnergy = (period: ChargingPeriod, energyWh: number): ChargingPeriod => ({
  ...period,
  energyWh: rounded(energyWh),
  powerW: powerOf(energyWh, lengthOf(period)),
});

const lengthOf = ({ from, until }: ChargingPeriod): number => Date.parse(until) - Date.parse(from);
const powerOf = (energyWh: number, milliseconds: number): number => Math.round((energyWh * 3_600_000) / milliseconds);
const rounded = (energyWh: number): number => Math.round(energyWh * 1_000) / 1_000;
