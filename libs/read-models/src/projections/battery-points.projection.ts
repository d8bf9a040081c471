import { withPoint } from '@wattledger/charging';
import type { Measured } from '@wattledger/charging';
import { batteryPointsTable } from '../tables/battery-points.ts';
import type { BatteryPointRow } from '../tables/battery-points.ts';
import { batteryIdOf } from './battery-id.ts';
import { readModel } from './read-model.ts';

const showsSomething = ({ stateOfChargePercent, powerW, currentA, voltageV, temperatureC, energyWh }: Measured): boolean =>
  (stateOfChargePercent ?? powerW ?? currentA ?? voltageV ?? temperatureC ?? energyWh) !== undefined;

/** The curve of every session; outside of sessions only what tells of a battery. */
export const batteryPoints = readModel<BatteryPointRow>({
  name: 'battery-points',
  version: 1,
  table: batteryPointsTable,
  overlays: true,
  key: (fact, source) => {
    if (fact.type !== 'MetersRead') return undefined;
    const belongs =
      fact.sessionId === undefined ? fact.measured.stateOfChargePercent !== undefined : showsSomething(fact.measured);
    const batteryId = belongs ? batteryIdOf(fact, source) : undefined;
    return batteryId === undefined ? undefined : [batteryId, fact.at];
  },
  on: {
    MetersRead: (row, fact, source) =>
      withPoint(row ?? { batteryId: batteryIdOf(fact, source) ?? '', at: fact.at }, fact.measured),
  },
});
