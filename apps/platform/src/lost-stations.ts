import { setTimeout as sleep } from 'node:timers/promises';
import type { openReadModels } from '@wattledger/read-models';
import type { Projecting } from './projecting.ts';

const LOOK_AGAIN_MS = 50;

/** The stations that were connected when the platform last ended, as far as the rows tell once they have caught up with that end. */
export async function lostStations(
  projecting: Projecting,
  rows: ReturnType<typeof openReadModels>,
  signal: AbortSignal,
): Promise<string[]> {
  const end = (await projecting.status())?.head;
  for (let status = await projecting.status(); end !== undefined && !signal.aborted; status = await projecting.status()) {
    if (!status || status.checkpoint >= end) break;
    await sleep(LOOK_AGAIN_MS);
  }
  if (signal.aborted) return [];
  const connected = await rows.selectFrom('stations').select('stationId').where('connected', '=', 1).execute();
  return connected.map(({ stationId }) => stationId);
}
