import { randomUUID } from 'node:crypto';
import { isJsonObject, parseJson, stringifyJson } from '@wattledger/kernel';
import type { JsonObject } from '@wattledger/kernel';
import type { EventToStore, ExpectedRevision, StoredEvent, StreamMetadata } from '../event-log.ts';

/** Where EventStoreDB keeps the settings of a stream, and under which type ("Stream metadata" in its documentation). */
export const metadataStream = (stream: string): string => `$$${stream}`;
const METADATA_TYPE = '$metadata';

/** The stream's settings as the store wrote them last, settings that are not ours included. */
export interface MetadataRecord {
  readonly expected: ExpectedRevision;
  readonly settings: JsonObject;
}

export function metadataRecord(newest: StoredEvent | undefined): MetadataRecord {
  if (newest === undefined) return { expected: 'no-stream', settings: {} };
  const settings = parseJson(newest.data);
  return { expected: newest.revision, settings: isJsonObject(settings) ? settings : {} };
}

export function streamMetadataOf({ settings }: MetadataRecord): StreamMetadata {
  const { $maxCount: maxCount, $maxAge: maxAgeSeconds, $tb: truncateBefore } = settings;
  return {
    ...(typeof maxCount === 'number' && { maxCount }),
    ...(typeof maxAgeSeconds === 'number' && { maxAgeSeconds }),
    ...(typeof truncateBefore === 'number' && { truncateBefore }),
  };
}

/** The event that replaces our settings and leaves the others, such as access rights, as they are. */
export function metadataEvent(before: MetadataRecord, metadata: StreamMetadata): EventToStore {
  const { $maxCount: _count, $maxAge: _age, $tb: _before, ...others } = before.settings;
  const data = stringifyJson({
    ...others,
    $maxCount: metadata.maxCount,
    $maxAge: metadata.maxAgeSeconds,
    $tb: metadata.truncateBefore,
  });
  return { id: randomUUID(), type: METADATA_TYPE, metadata: '{}', data };
}
