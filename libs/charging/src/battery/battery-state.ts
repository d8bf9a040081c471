import type { Instant } from '@wattledger/kernel';

/** What was measured at one instant, as far as the station measures it. */
export interface BatteryPoint {
  readonly at: Instant;
  readonly stateOfChargePercent?: number;
  /** All phases together; negative when the battery feeds the grid. */
  readonly powerW?: number;
  /** Of AC the highest phase current, of DC the current. */
  readonly currentA?: number;
  /** Of AC the mean phase-to-neutral voltage, of DC the voltage. */
  readonly voltageV?: number;
  readonly temperatureC?: number;
  /** The energy register, Wh. */
  readonly energyWh?: number;
}

/** The quantities of one phase. */
export interface PhaseValues {
  readonly powerW?: number;
  readonly currentA?: number;
  readonly voltageV?: number;
}

/** State of charge and energy register at one instant: what the estimates are made of. */
export interface ChargeSample {
  readonly at: Instant;
  readonly stateOfChargePercent: number;
  readonly energyWh?: number;
  readonly powerW?: number;
}

/** The newest of every quantity of a battery, each with its own time, and what can be concluded from them. */
export interface BatteryState {
  /** When the newest of the readings was taken. */
  readonly measuredAt: Instant;
  readonly stateOfChargePercent?: number;
  readonly stateOfChargeAt?: Instant;
  readonly powerW?: number;
  readonly powerAt?: Instant;
  readonly currentA?: number;
  readonly currentAt?: Instant;
  readonly voltageV?: number;
  readonly voltageAt?: Instant;
  readonly temperatureC?: number;
  readonly temperatureAt?: Instant;
  /** The energy register, Wh. */
  readonly energyWh?: number;
  readonly energyAt?: Instant;
  /** By phase (`L1`, `L2`, `L3`), where the station measures phases. */
  readonly phases?: Readonly<Record<string, PhaseValues>>;

  /** Usable capacity in Wh, from the energy per percent of charge. Includes the losses of charging. */
  readonly capacityWh?: number;
  /** Over how many percent of charge it was estimated: the more, the better. */
  readonly capacityFromPercent?: number;
  /** Estimated seconds from `stateOfChargeAt` until 80 % and 100 %; 0 when reached, absent when the data does not allow it. */
  readonly secondsTo80?: number;
  readonly secondsTo100?: number;

  /** The last few samples, oldest first: the slope of the charge. */
  readonly recent: readonly ChargeSample[];
  /** The sample from which charge and energy have risen together. */
  readonly origin?: ChargeSample;
}
