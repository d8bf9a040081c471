import type { BatteryState, ChargeSample } from './battery-state.ts';

/** Below this rise of charge an estimate of the capacity says more about rounding than about the battery. */
const CAPACITY_FROM_PERCENT = 5;
/** Batteries of scooters to trucks; what lies outside is a meter that counts something else. */
const PLAUSIBLE_CAPACITY_WH = { least: 200, most: 1_500_000 };
/** Less is what a full or waiting car draws. */
const CHARGING_FROM_W = 100;
const SLOPE_FROM_PERCENT = 1;
const SLOPE_FROM_MS = 60_000;

/** Charging tapers off: from this charge on when it is fast (above 30 % an hour), much later when it is slow. */
const FAST_PERCENT_PER_HOUR = 30;
const KNEE_FAST = 80;
const KNEE_SLOW = 95;
/** What is left of the rate when the battery is full. */
const RATE_AT_FULL = 0.15;

/** Usable capacity from the energy that raised the charge since `origin`. */
export function capacityFrom(
  origin: ChargeSample,
  now: ChargeSample,
): { capacityWh: number; capacityFromPercent: number } | undefined {
  const percent = now.stateOfChargePercent - origin.stateOfChargePercent;
  if (percent < CAPACITY_FROM_PERCENT || origin.energyWh === undefined || now.energyWh === undefined) return undefined;
  const capacityWh = Math.round(((now.energyWh - origin.energyWh) / percent) * 100);
  const plausible = capacityWh >= PLAUSIBLE_CAPACITY_WH.least && capacityWh <= PLAUSIBLE_CAPACITY_WH.most;
  return plausible ? { capacityWh, capacityFromPercent: Math.round(percent * 10) / 10 } : undefined;
}

/**
 * Seconds until the battery reaches a target charge.
 *
 * The present rate comes from power and capacity where both are known, else from the rise of the recent samples. It holds
 * up to a knee and falls off linearly behind it, as constant-current constant-voltage charging does.
 *
 * @returns `undefined` when it is not charging or not enough is known.
 */
export function secondsTo(
  targetPercent: number,
  battery: Pick<BatteryState, 'powerW' | 'capacityWh' | 'recent'>,
): number | undefined {
  const now = battery.recent.at(-1);
  if (!now) return undefined;
  if (now.stateOfChargePercent >= targetPercent) return 0;
  const rate = percentPerSecond(battery);
  if (rate === undefined || rate <= 0) return undefined;
  const from = now.stateOfChargePercent;
  const knee = rate * 3_600 > FAST_PERCENT_PER_HOUR ? KNEE_FAST : KNEE_SLOW;
  const flat = Math.max(0, Math.min(targetPercent, knee) - from) / rate;
  if (targetPercent <= knee) return Math.round(flat);
  const start = Math.max(from, knee);
  // A rate that was measured behind the knee has fallen already.
  const rateAtKnee = rate / remaining(start, knee);
  const steepness = (1 - RATE_AT_FULL) / (100 - knee);
  const tapering = Math.log(remaining(start, knee) / remaining(targetPercent, knee)) / (rateAtKnee * steepness);
  return Math.round(flat + tapering);
}

/** The share of the full rate that is left at a charge behind the knee. */
const remaining = (percent: number, knee: number): number => 1 - ((1 - RATE_AT_FULL) * (percent - knee)) / (100 - knee);

function percentPerSecond({
  powerW,
  capacityWh,
  recent,
}: Pick<BatteryState, 'powerW' | 'capacityWh' | 'recent'>): number | undefined {
  if (powerW !== undefined && powerW < CHARGING_FROM_W) return undefined;
  if (powerW !== undefined && capacityWh !== undefined) return ((powerW / capacityWh) * 100) / 3_600;
  const [first, last] = [recent[0], recent.at(-1)];
  if (!first || !last) return undefined;
  const percent = last.stateOfChargePercent - first.stateOfChargePercent;
  const ms = Date.parse(last.at) - Date.parse(first.at);
  return percent < SLOPE_FROM_PERCENT || ms < SLOPE_FROM_MS ? undefined : (percent / ms) * 1_000;
}
