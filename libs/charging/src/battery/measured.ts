import type { Reading } from '@wattledger/ocpp';
import type { PhaseValues } from './battery-state.ts';

/** The quantities of one instant, taken together over phases, directions and locations. */
export interface Measured {
  readonly stateOfChargePercent?: number;
  /** Import less export: positive into the battery. */
  readonly powerW?: number;
  readonly currentA?: number;
  readonly voltageV?: number;
  readonly temperatureC?: number;
  /** `Energy.Active.Import.Register`. */
  readonly energyWh?: number;
  /** The register is the one with which the transaction begins or ends (context `Transaction.Begin`, `Transaction.End`). */
  readonly energyOf?: 'begin' | 'end';
  /** By phase, where the station measures phases. */
  readonly phases?: Readonly<Record<string, PhaseValues>>;
}

type Quantity = 'stateOfChargePercent' | 'powerW' | 'currentA' | 'voltageV' | 'temperatureC' | 'energyWh';

const quantityOf: ReadonlyMap<string, { readonly quantity: Quantity; readonly exported?: boolean }> = new Map([
  ['SoC', { quantity: 'stateOfChargePercent' }],
  ['Power.Active.Import', { quantity: 'powerW' }],
  ['Power.Active.Export', { quantity: 'powerW', exported: true }],
  ['Current.Import', { quantity: 'currentA' }],
  ['Current.Export', { quantity: 'currentA', exported: true }],
  ['Voltage', { quantity: 'voltageV' }],
  ['Temperature', { quantity: 'temperatureC' }],
  ['Energy.Active.Import.Register', { quantity: 'energyWh' }],
]);

/** What the outlet delivers is what matters; the temperature that matters is the battery's. */
const BY_OUTLET: readonly string[] = ['Outlet', 'EV', 'Cable', 'Body', 'Inlet', 'Upstream'];
const BY_VEHICLE: readonly string[] = ['EV', 'Cable', 'Outlet', 'Body', 'Inlet', 'Upstream'];

/** Of one quantity read for several reasons at once, what bounds the transaction says most. */
const BY_CONTEXT: readonly string[] = ['Transaction.End', 'Transaction.Begin'];

/** What one quantity showed at the best of its locations, in the best of its contexts. */
interface Seen {
  rank: number;
  contextRank: number;
  /** Of all phases together, where the station says so. */
  total?: number;
  totalExported?: number;
  /** Import less export by phase. */
  byPhase?: Record<string, number>;
  context: string;
}

/**
 * Takes the readings of one instant together.
 *
 * A value without a phase is the station's own total and wins. Otherwise: power and energy are the sum of the phases, current is that
 * of the most loaded phase, voltage the mean from phase to neutral (phase-to-phase values are divided by the square root
 * of three). Where several places are measured, the outlet counts before the vehicle and both before the grid side. Where one
 * place is read in several contexts, one of them counts: the end of the transaction, its begin, else the first.
 */
export function measuredIn(readings: readonly Reading[]): Measured {
  const seen: Partial<Record<Quantity, Seen>> = {};
  for (const reading of readings) note(seen, reading);
  const { powerW, currentA, voltageV, energyWh } = seen;
  return {
    stateOfChargePercent: percent(seen.stateOfChargePercent?.total),
    powerW: totalOf(powerW, sum),
    currentA: totalOf(currentA, largest),
    voltageV: totalOf(voltageV, meanToNeutral),
    temperatureC: seen.temperatureC?.total,
    energyWh: totalOf(energyWh, sum),
    energyOf: energyWh?.context === 'Transaction.Begin' ? 'begin' : energyWh?.context === 'Transaction.End' ? 'end' : undefined,
    phases: phasesOf(powerW?.byPhase, currentA?.byPhase, voltageV?.byPhase),
  };
}

function note(seen: Partial<Record<Quantity, Seen>>, { measurand, value, phase, location, context }: Reading): void {
  const meaning = quantityOf.get(measurand);
  if (!meaning || !Number.isFinite(value)) return;
  const { quantity, exported } = meaning;
  const places = quantity === 'temperatureC' || quantity === 'stateOfChargePercent' ? BY_VEHICLE : BY_OUTLET;
  const rank = rankIn(places, location);
  const contextRank = rankIn(BY_CONTEXT, context);
  let best = seen[quantity];
  const order = best ? rank - best.rank || contextRank - best.contextRank : -1;
  if (order > 0 || (order === 0 && best?.context !== context)) return;
  if (!best || order < 0) seen[quantity] = best = { rank, contextRank, context };
  if (phase !== undefined && phase !== 'N') {
    best.byPhase ??= {};
    best.byPhase[phase] = (best.byPhase[phase] ?? 0) + (exported ? -value : value);
  } else if (phase === undefined) {
    if (exported) best.totalExported = value;
    else best.total = value;
  }
}

function rankIn(names: readonly string[], name: string): number {
  const rank = names.indexOf(name);
  return rank === -1 ? names.length : rank;
}

function totalOf(
  seen: Seen | undefined,
  ofPhases: (phases: Readonly<Record<string, number>>) => number | undefined,
): number | undefined {
  if (!seen) return undefined;
  if (seen.total !== undefined || seen.totalExported) return (seen.total ?? 0) - (seen.totalExported ?? 0);
  return seen.byPhase ? ofPhases(seen.byPhase) : seen.totalExported;
}

const isPhase = (name: string): boolean => name === 'L1' || name === 'L2' || name === 'L3' || name.endsWith('-N');
const isPhaseToPhase = (name: string): boolean => name === 'L1-L2' || name === 'L2-L3' || name === 'L3-L1';

const valuesOf = (phases: Readonly<Record<string, number>>, wanted: (name: string) => boolean): number[] =>
  Object.keys(phases)
    .filter(wanted)
    .map((name) => phases[name] ?? 0);

function sum(phases: Readonly<Record<string, number>>): number | undefined {
  const values = valuesOf(phases, isPhase);
  return values.length === 0 ? undefined : values.reduce((total, value) => total + value, 0);
}

function largest(phases: Readonly<Record<string, number>>): number | undefined {
  const values = valuesOf(phases, isPhase);
  return values.length === 0 ? undefined : values.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most));
}

function meanToNeutral(phases: Readonly<Record<string, number>>): number | undefined {
  const toNeutral = valuesOf(phases, isPhase);
  const values = toNeutral.length > 0 ? toNeutral : valuesOf(phases, isPhaseToPhase).map((value) => value / Math.sqrt(3));
  return values.length === 0 ? undefined : values.reduce((total, value) => total + value, 0) / values.length;
}

const percent = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : Math.min(100, Math.max(0, value));

function phasesOf(...quantities: (Record<string, number> | undefined)[]): Record<string, PhaseValues> | undefined {
  const [powerW, currentA, voltageV] = quantities;
  if (!powerW && !currentA && !voltageV) return undefined;
  const phases: Record<string, PhaseValues> = {};
  for (const name of ['L1', 'L2', 'L3']) {
    const of = (values: Record<string, number> | undefined) => values?.[name] ?? values?.[`${name}-N`];
    const [power, current, voltage] = [of(powerW), of(currentA), of(voltageV)];
    if (power !== undefined || current !== undefined || voltage !== undefined) {
      phases[name] = { powerW: power, currentA: current, voltageV: voltage };
    }
  }
  return phases;
}
