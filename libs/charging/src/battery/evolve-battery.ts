import type { Instant } from '@wattledger/kernel';
import type { BatteryPoint, BatteryState, ChargeSample } from './battery-state.ts';
import { capacityFrom, secondsTo } from './estimates.ts';
import type { Measured } from './measured.ts';

const RECENT_SAMPLES = 8;
/** After a pause this long the old slope says nothing about the new one, and the battery may be another. */
const PAUSE_MS = 30 * 60_000;

/** A battery of which nothing is known yet. */
export const newBattery = (at: Instant): BatteryState => ({ measuredAt: at, recent: [] });

/**
 * Takes in what was measured at one instant. Every quantity keeps its own newest value, so readings may come in any order and in
 * any pieces.
 */
export function evolveBattery(battery: BatteryState, measured: Measured, at: Instant): BatteryState {
  const { stateOfChargePercent, powerW, currentA, voltageV, temperatureC, energyWh } = measured;
  const next = { ...battery };
  if (at > next.measuredAt) next.measuredAt = at;
  if (isNews(powerW, at, battery.powerAt)) {
    next.powerW = powerW;
    next.powerAt = at;
  }
  if (isNews(currentA, at, battery.currentAt)) {
    next.currentA = currentA;
    next.currentAt = at;
  }
  if (isNews(voltageV, at, battery.voltageAt)) {
    next.voltageV = voltageV;
    next.voltageAt = at;
  }
  if (isNews(temperatureC, at, battery.temperatureAt)) {
    next.temperatureC = temperatureC;
    next.temperatureAt = at;
  }
  if (isNews(energyWh, at, battery.energyAt)) {
    next.energyWh = energyWh;
    next.energyAt = at;
  }
  if (measured.phases && at >= battery.measuredAt) next.phases = measured.phases;
  if (isNews(stateOfChargePercent, at, battery.stateOfChargeAt)) {
    next.stateOfChargePercent = stateOfChargePercent;
    next.stateOfChargeAt = at;
  }
  return next.stateOfChargeAt === at ? { ...next, ...concluded(battery, next, at) } : next;
}

const isNews = (value: number | undefined, at: Instant, knownAt: Instant | undefined): value is number =>
  value !== undefined && (knownAt === undefined || at >= knownAt);

/** One point of the curve. Readings of the same instant that come in pieces make one point. */
export const withPoint = <Point extends BatteryPoint>(point: Point, measured: Measured): Point => ({
  ...point,
  stateOfChargePercent: measured.stateOfChargePercent ?? point.stateOfChargePercent,
  powerW: measured.powerW ?? point.powerW,
  currentA: measured.currentA ?? point.currentA,
  voltageV: measured.voltageV ?? point.voltageV,
  temperatureC: measured.temperatureC ?? point.temperatureC,
  energyWh: measured.energyWh ?? point.energyWh,
});

/** What the newest values allow to conclude. */
function concluded(before: BatteryState, now: BatteryState, at: Instant): Partial<BatteryState> {
  const { stateOfChargePercent } = now;
  if (stateOfChargePercent === undefined) return {};
  const sample: ChargeSample = {
    at,
    stateOfChargePercent,
    energyWh: now.energyAt === at ? now.energyWh : undefined,
    powerW: now.powerAt === at ? now.powerW : undefined,
  };
  const recent = recentWith(before.recent, sample);
  const origin = originWith(before, recent, sample);
  const capacity = (origin && capacityFrom(origin, sample)) ?? {
    capacityWh: now.capacityWh,
    capacityFromPercent: now.capacityFromPercent,
  };
  const basis = { ...capacity, powerW: now.powerAt === at ? now.powerW : undefined, recent };
  return { ...capacity, recent, origin, secondsTo80: secondsTo(80, basis), secondsTo100: secondsTo(100, basis) };
}

/** The rise of the charge so far; a fall or a long pause begins a new one. */
function recentWith(recent: readonly ChargeSample[], sample: ChargeSample): readonly ChargeSample[] {
  const last = recent.at(-1);
  if (!last) return [sample];
  if (last.at === sample.at) return [...recent.slice(0, -1), sample];
  const broken =
    sample.stateOfChargePercent < last.stateOfChargePercent || Date.parse(sample.at) - Date.parse(last.at) > PAUSE_MS;
  return broken ? [sample] : [...recent.slice(-(RECENT_SAMPLES - 1)), sample];
}

function originWith({ origin }: BatteryState, recent: readonly ChargeSample[], sample: ChargeSample): ChargeSample | undefined {
  if (sample.energyWh === undefined) return recent.length === 1 ? undefined : origin;
  const rises = origin?.energyWh !== undefined && sample.energyWh >= origin.energyWh && recent.length > 1;
  return rises ? origin : sample;
}
