import type { BatteryPoint } from '@wattledger/charging';
import { table } from '@wattledger/projections';

/** One point of a battery's curve: what was measured at one instant. */
export interface BatteryPointRow extends BatteryPoint {
  readonly batteryId: string;
}

export const batteryPointsTable = table<BatteryPointRow>({
  name: 'battery_points',
  columns: {
    batteryId: 'text',
    at: 'text',
    stateOfChargePercent: 'real?',
    powerW: 'real?',
    currentA: 'real?',
    voltageV: 'real?',
    temperatureC: 'real?',
    energyWh: 'real?',
  },
  key: ['batteryId', 'at'],
  clustered: true,
});
