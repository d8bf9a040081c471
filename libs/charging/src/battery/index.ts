export type { BatteryPoint, BatteryState, ChargeSample, PhaseValues } from './battery-state.ts';
export { capacityFrom, secondsTo } from './estimates.ts';
export { evolveBattery, newBattery, withPoint } from './evolve-battery.ts';
export { measuredIn } from './measured.ts';
export type { Measured } from './measured.ts';
