import { between, oneOf } from './random.ts';
import type { Random } from './random.ts';

/** An electric vehicle as a charge point sees it. */
export interface Vehicle {
  readonly capacityWh: number;
  /** State of charge when it is plugged in. */
  readonly startSocPercent: number;
  /** Where it stops asking for power. */
  readonly targetSocPercent: number;
  /** What battery and on-board charger take at most. */
  readonly maxPowerW: number;
  /** Up to here it takes full power, above it less and less. */
  readonly kneeSocPercent: number;
  /** Battery voltage at half charge; matters for DC only. */
  readonly nominalVoltageV: number;
}

/** How full and how warm the battery is, and what it has taken since it was plugged in. */
export interface BatteryState {
  readonly socPercent: number;
  readonly temperatureCelsius: number;
  readonly chargedWh: number;
}

/** The electric supply of a connector. AC has the grid's voltage per phase, DC the battery's. */
export type Supply =
  | { readonly kind: 'dc'; readonly maxPowerW: number }
  | { readonly kind: 'ac'; readonly maxPowerW: number; readonly phases: 1 | 3 };

/** What the meter of a connector shows at one moment. `currentA` and `voltageV` are per phase on AC. */
export interface ElectricReading {
  readonly powerW: number;
  readonly voltageV: number;
  readonly currentA: number;
}

const AMBIENT_CELSIUS = 20;
const WARMING_CELSIUS = 18;
const WARMING_SECONDS = 1_200;
/** Share of full power that is left when the battery is full. */
const POWER_SHARE_WHEN_FULL = 0.08;
const GRID_VOLTAGE_V = 230;
/** Charging is integrated in steps this long, so one long step and many short ones end alike. */
const STEP_SECONDS = 5;

export const pluggedIn = (vehicle: Vehicle): BatteryState => ({
  socPercent: vehicle.startSocPercent,
  temperatureCelsius: AMBIENT_CELSIUS,
  chargedWh: 0,
});

export const isFull = (vehicle: Vehicle, { socPercent }: BatteryState): boolean => socPercent >= vehicle.targetSocPercent - 1e-6;

/** Power the vehicle takes at this state of charge from a supply that may give `limitW`: constant up to the knee, then tapering. */
export function powerAt(vehicle: Vehicle, state: BatteryState, limitW: number): number {
  if (isFull(vehicle, state)) return 0;
  const aboveKnee = Math.max(0, state.socPercent - vehicle.kneeSocPercent) / (100 - vehicle.kneeSocPercent);
  const accepted = vehicle.maxPowerW * (1 - aboveKnee * (1 - POWER_SHARE_WHEN_FULL));
  return Math.max(0, Math.min(accepted, limitW));
}

/** The battery after `seconds` on a supply that may give `limitW`. */
export function charge(vehicle: Vehicle, state: BatteryState, seconds: number, limitW: number): BatteryState {
  let { socPercent, temperatureCelsius, chargedWh } = state;
  for (let left = seconds; left > 0; left -= STEP_SECONDS) {
    const step = Math.min(left, STEP_SECONDS);
    const powerW = powerAt(vehicle, { socPercent, temperatureCelsius, chargedWh }, limitW);
    const roomWh = ((vehicle.targetSocPercent - socPercent) / 100) * vehicle.capacityWh;
    const energyWh = Math.max(0, Math.min((powerW * step) / 3_600, roomWh));
    const warmest = AMBIENT_CELSIUS + (WARMING_CELSIUS * powerW) / vehicle.maxPowerW;
    temperatureCelsius += (warmest - temperatureCelsius) * (1 - Math.exp(-step / WARMING_SECONDS));
    socPercent += (energyWh / vehicle.capacityWh) * 100;
    chargedWh += energyWh;
  }
  return { socPercent, temperatureCelsius, chargedWh };
}

/** What the meter shows: DC voltage rises with the state of charge, current is power by voltage (and phases). */
export function electricReading(vehicle: Vehicle, state: BatteryState, supply: Supply, limitW: number): ElectricReading {
  const powerW = powerAt(vehicle, state, Math.min(limitW, supply.maxPowerW));
  if (supply.kind === 'ac') return { powerW, voltageV: GRID_VOLTAGE_V, currentA: powerW / GRID_VOLTAGE_V / supply.phases };
  const voltageV = vehicle.nominalVoltageV * (0.9 + 0.002 * state.socPercent);
  return { powerW, voltageV, currentA: powerW / voltageV };
}

/** Watts that `amperes` per phase are on this supply; DC counts with the usual 400 V. */
export const wattsOf = (amperes: number, supply: Supply, phases?: number): number =>
  supply.kind === 'dc' ? amperes * 400 : amperes * GRID_VOLTAGE_V * Math.min(phases ?? supply.phases, supply.phases);

export const amperesOf = (watts: number, supply: Supply): number =>
  supply.kind === 'dc' ? watts / 400 : watts / GRID_VOLTAGE_V / supply.phases;

/** A vehicle as it comes by: the same for the same sequence of random numbers. */
export function someVehicle(random: Random, supply: Supply): Vehicle {
  const startSocPercent = Math.round(between(random, 8, 65));
  const takesAc = oneOf(random, [3_700, 7_400, 11_000, 22_000]);
  const takesDc = oneOf(random, [50_000, 80_000, 125_000, 170_000]);
  return {
    capacityWh: oneOf(random, [38_000, 52_000, 58_000, 64_000, 77_000, 95_000]),
    startSocPercent,
    targetSocPercent: oneOf(random, [80, 90, 100]),
    maxPowerW: supply.kind === 'dc' ? takesDc : takesAc,
    kneeSocPercent: supply.kind === 'dc' ? 55 : 88,
    nominalVoltageV: oneOf(random, [355, 400, 700]),
  };
}
