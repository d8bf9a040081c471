import { profileStream, stationStream } from '@wattledger/charging';
import type { SettingScope } from '@wattledger/charging';
import type { EventLog } from '@wattledger/event-log';
import type { Refusal } from '@wattledger/kernel';
import { stationsTable } from '@wattledger/read-models';
import { refuseRequest } from '../errors.ts';
import type { Rows } from '../rows/rows.ts';

const LONGEST_TEXT = 500;

/** Of a station that has never connected nobody knows the version: it is placed first. @returns a refusal `station-unknown` */
export async function unknownStation(scope: SettingScope, rows: Rows, log: EventLog): Promise<Refusal | undefined> {
  if (scope.kind !== 'station' || (await rows.withKey(stationsTable, [scope.id]))) return undefined;
  // The rows may not have come that far yet.
  for await (const _ of log.readStream(stationStream(scope.id), { limit: 1 })) return undefined;
  for await (const _ of log.readStream(profileStream(scope.id), { limit: 1 })) return undefined;
  return refuseRequest('station-unknown', `There is no station ${scope.id}.`);
}

/** @returns a refusal `input-invalid` for a reason that nobody would read */
export const tooLong = (reason: string | null | undefined): Refusal | undefined =>
  (reason?.length ?? 0) > LONGEST_TEXT
    ? refuseRequest('input-invalid', `reason has at most ${LONGEST_TEXT} characters.`)
    : undefined;
