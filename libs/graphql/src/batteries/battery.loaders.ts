import { batteriesTable, batteryPointsTable } from '@wattledger/read-models';
import type { BatteryPointRow, BatteryRow } from '@wattledger/read-models';
import { columnsIn } from '../rows/conditions.ts';
import { loader } from '../rows/loaders.ts';
import type { CurveArgs } from './battery.list.ts';

/** A battery by its id. */
export const batteryById = loader<string, BatteryRow | undefined>(async (rows, ids) => {
  const found = await rows.withKeys(
    batteriesTable,
    [...new Set(ids)].map((id) => [id]),
  );
  const byId = new Map(found.map((row) => [row.batteryId, row]));
  return ids.map((id) => byId.get(id));
});

export interface CurveKey extends Omit<CurveArgs, 'maxPoints'> {
  readonly batteryId: string;
}

const points = columnsIn(batteryPointsTable);

/** All points of a battery within a time, oldest first. */
export const curveOf = loader<CurveKey, readonly BatteryPointRow[]>(
  async (rows, keys) => {
    const { from, before } = keys[0] ?? { from: undefined, before: undefined };
    const sameTime = keys.every((key) => key.from === from && key.before === before);
    const found = await rows.where(
      batteryPointsTable,
      points.isIn('batteryId')([...new Set(keys.map(({ batteryId }) => batteryId))]),
      ...(sameTime && from ? [points.atLeast('at')(from)] : []),
      ...(sameTime && before ? [points.below('at')(before)] : []),
    );
    const byBattery = Map.groupBy(found, ({ batteryId }) => batteryId);
    return keys.map((key) => (byBattery.get(key.batteryId) ?? []).filter(({ at }) => isWithin(at, key)));
  },
  ({ batteryId, from, before }) => JSON.stringify([batteryId, from, before]),
);

const isWithin = (at: string, { from, before }: CurveKey): boolean => (!from || at >= from) && (!before || at < before);
