import { evolveBattery, newBattery } from '@wattledger/charging';
import { batteriesTable } from '../tables/batteries.ts';
import type { BatteryRow } from '../tables/batteries.ts';
import { batteryIdOf } from './battery-id.ts';
import { readModel } from './read-model.ts';

/** The newest battery reading of every session and connector, and the batteries of swap stations. */
export const batteries = readModel<BatteryRow>({
  name: 'batteries',
  version: 1,
  table: batteriesTable,
  key: (fact, source) => {
    if (fact.type === 'MetersRead') return batteryIdOf(fact, source);
    return fact.type === 'BatterySwappedInOrOut' ? `serial:${fact.serialNumber}` : undefined;
  },
  on: {
    MetersRead: (row, { at, measured, sessionId, evseId = 0, connectorId = 0, ...fact }, source) => {
      if (fact.readings.length === 0) return row;
      const battery = evolveBattery(row ?? newBattery(at), measured, at);
      const batteryId = batteryIdOf({ sessionId, evseId, connectorId }, source) ?? '';
      return {
        ...battery,
        batteryId,
        stationId: source.stationId,
        evseId: row?.evseId || evseId,
        connectorId: row?.connectorId || connectorId,
        sessionId,
      };
    },

    BatterySwappedInOrOut: (row, fact, { stationId }) => {
      const { at, evseId, serialNumber, stateOfChargePercent, stateOfHealthPercent, productionDate, direction } = fact;
      const battery = evolveBattery(row ?? newBattery(at), { stateOfChargePercent }, at);
      return {
        ...battery,
        batteryId: `serial:${serialNumber}`,
        stationId,
        evseId,
        connectorId: 0,
        serialNumber,
        stateOfHealthPercent,
        productionDate: productionDate ?? row?.productionDate,
        swapDirection: direction,
      };
    },
  },
});
