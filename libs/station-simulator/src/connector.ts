import { charge, electricReading, isFull, pluggedIn } from './battery.ts';
import type { BatteryState, Supply, Vehicle } from './battery.ts';

/** The nine situations of OCPP 1.6 section 4.9 less `Faulted`; OCPP 2.x tells fewer apart. */
export type ConnectorStatus =
  'Available' | 'Preparing' | 'Charging' | 'SuspendedEV' | 'SuspendedEVSE' | 'Finishing' | 'Reserved' | 'Unavailable' | 'Faulted';

export interface Reservation {
  readonly id: number;
  readonly idToken: string;
  readonly groupIdToken?: string;
  readonly expiry: NodeJS.Timeout;
}

/** What the meter, the battery and the supply of a connector show at one moment. */
export interface Sample {
  readonly supply: Supply;
  /** Cumulative register of the meter, Wh. */
  readonly energyWh: number;
  readonly powerW: number;
  readonly voltageV: number;
  readonly currentA: number;
  /** Absent without a vehicle. */
  readonly socPercent?: number;
  readonly temperatureCelsius?: number;
}

/** OCPP 2.x `chargingState`; OCPP 1.6 tells it as connector status. */
export type ChargingState = 'EVConnected' | 'Charging' | 'SuspendedEV' | 'SuspendedEVSE';

/** Limits the platform sets on a transaction (OCPP 2.1 `transactionLimit`). */
export interface TransactionLimit {
  readonly energyWh?: number;
  readonly seconds?: number;
  readonly socPercent?: number;
}

/** A transaction in progress, as the station keeps it. */
export interface Transaction {
  /** Made by the station (2.x), or given by the platform (1.6): there `-1` until the answer to StartTransaction is here. */
  id: string | number | bigint;
  readonly connector: Connector;
  readonly idToken: string;
  readonly startedAt: Date;
  readonly meterStartWh: number;
  readonly startSocPercent: number;
  readonly remoteStartId?: number;
  readonly reservationId?: number;
  /** Number of the next TransactionEvent (2.x). */
  seqNo: number;
  chargingState: ChargingState;
  limit: TransactionLimit;
  /** Until when the battery has been charged in the model. */
  chargedUntil: Date;
  /** The latest total the platform told (2.x `CostUpdated`, `totalCost`). */
  totalCost?: number;
}

/** One socket or cable: the meter behind it, the vehicle on it. In OCPP 2.x it is connector 1 of the EVSE with its number. */
export class Connector {
  readonly id: number;
  readonly supply: Supply;
  transaction: Transaction | undefined;
  reservation: Reservation | undefined;
  faulted = false;
  operative = true;
  /** An accepted change of availability that waits for the end of the transaction. */
  operativeAfterwards: boolean | undefined;
  /** The status the platform was told last. */
  reportedStatus: ConnectorStatus | undefined;
  #vehicle: Vehicle | undefined;
  #battery: BatteryState | undefined;
  #finishing = false;
  #meterWh: number;

  constructor(id: number, supply: Supply, meterWh: number) {
    this.id = id;
    this.supply = supply;
    this.#meterWh = meterWh;
  }

  get vehicle(): Vehicle | undefined {
    return this.#vehicle;
  }

  get battery(): BatteryState | undefined {
    return this.#battery;
  }

  /** The register as the meter shows it: whole Wh. */
  get meterWh(): number {
    return Math.floor(this.#meterWh);
  }

  get status(): ConnectorStatus {
    if (this.faulted) return 'Faulted';
    if (this.transaction) return this.transaction.chargingState === 'EVConnected' ? 'Preparing' : this.transaction.chargingState;
    if (!this.operative) return 'Unavailable';
    if (this.#vehicle) return this.#finishing ? 'Finishing' : 'Preparing';
    return this.reservation ? 'Reserved' : 'Available';
  }

  get isFull(): boolean {
    return this.#vehicle !== undefined && this.#battery !== undefined && isFull(this.#vehicle, this.#battery);
  }

  plugIn(vehicle: Vehicle): void {
    this.#vehicle = vehicle;
    this.#battery = pluggedIn(vehicle);
    this.#finishing = false;
  }

  unplug(): void {
    this.#vehicle = undefined;
    this.#battery = undefined;
    this.#finishing = false;
  }

  transactionEnded(): void {
    this.transaction = undefined;
    this.#finishing = true;
    if (this.operativeAfterwards !== undefined) this.operative = this.operativeAfterwards;
    this.operativeAfterwards = undefined;
  }

  /** Charges for `seconds` with at most `limitW`. */
  advance(seconds: number, limitW: number): void {
    if (!this.#vehicle || !this.#battery) return;
    const before = this.#battery;
    this.#battery = charge(this.#vehicle, before, seconds, Math.min(limitW, this.supply.maxPowerW));
    this.#meterWh += this.#battery.chargedWh - before.chargedWh;
  }

  sample(limitW: number): Sample {
    const register = { supply: this.supply, energyWh: this.meterWh };
    if (!this.#vehicle || !this.#battery)
      return { ...register, powerW: 0, voltageV: this.supply.kind === 'ac' ? 230 : 0, currentA: 0 };
    return {
      ...register,
      ...electricReading(this.#vehicle, this.#battery, this.supply, this.transaction ? limitW : 0),
      socPercent: this.#battery.socPercent,
      temperatureCelsius: this.#battery.temperatureCelsius,
    };
  }
}

/** Phases that are measured each for itself; a single nameless one on DC and on single-phase AC. */
export const phasesOf = ({ supply }: Sample): readonly (string | undefined)[] =>
  supply.kind === 'ac' && supply.phases === 3 ? ['L1', 'L2', 'L3'] : [undefined];
