import type { BatteryState } from '@wattledger/charging';
import { table } from '@wattledger/projections';

/**
 * The newest picture of one battery.
 *
 * `batteryId` is the session's id; `<stationId>:<evseId>:<connectorId>` for readings outside of any session; and
 * `serial:<serialNumber>` for the batteries of an OCPP 2.1 swap station.
 */
export interface BatteryRow extends BatteryState {
  readonly batteryId: string;
  readonly stationId: string;
  readonly evseId: number;
  readonly connectorId: number;
  readonly sessionId?: string;
  /** Of a swapped battery. */
  readonly serialNumber?: string;
  readonly stateOfHealthPercent?: number;
  readonly productionDate?: string;
  /** `In` when a swap station holds it now, `Out` when a driver does, `OutTimeout` when nobody took it. */
  readonly swapDirection?: string;
}

export const batteriesTable = table<BatteryRow>({
  name: 'batteries',
  columns: {
    batteryId: 'text',
    stationId: 'text',
    evseId: 'integer',
    connectorId: 'integer',
    sessionId: 'text?',
    serialNumber: 'text?',
    stateOfHealthPercent: 'real?',
    productionDate: 'text?',
    swapDirection: 'text?',
    measuredAt: 'text',
    stateOfChargePercent: 'real?',
    stateOfChargeAt: 'text?',
    powerW: 'real?',
    powerAt: 'text?',
    currentA: 'real?',
    currentAt: 'text?',
    voltageV: 'real?',
    voltageAt: 'text?',
    temperatureC: 'real?',
    temperatureAt: 'text?',
    energyWh: 'real?',
    energyAt: 'text?',
    phases: 'json?',
    capacityWh: 'real?',
    capacityFromPercent: 'real?',
    secondsTo80: 'integer?',
    secondsTo100: 'integer?',
    recent: 'json',
    origin: 'json?',
  },
  key: ['batteryId'],
  indexes: [['sessionId'], ['stationId', 'measuredAt'], ['measuredAt'], ['serialNumber']],
});
