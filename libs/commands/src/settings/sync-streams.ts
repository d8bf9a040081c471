import { evolveSync, nothingSynced } from '@wattledger/charging';
import type { StationSync, SyncEvent } from '@wattledger/charging';
import { FoldedStreams } from '@wattledger/event-log';
import type { Ledger, RecordedEvent } from '@wattledger/event-log';
import type { JsonObject } from '@wattledger/kernel';

const syncEvents: ReadonlySet<string> = new Set<SyncEvent['type']>([
  'SettingDue',
  'SettingSent',
  'SettingConfirmed',
  'SettingRefused',
  'SettingDriftNoticed',
  'SettingDropped',
  'SettingResendAsked',
]);

/** `settingsync-<stationId>`: what each station was told, and what came of it. */
export const syncStreams = (ledger: Ledger): FoldedStreams<StationSync> =>
  new FoldedStreams(ledger, { category: 'settingsync', evolve });

function evolve(sync: StationSync | undefined, event: RecordedEvent): StationSync | undefined {
  if (!syncEvents.has(event.type)) return sync;
  const happened = { type: event.type, data: event.data as JsonObject } as SyncEvent;
  return evolveSync(sync ?? nothingSynced, happened, event.metadata.recordedAt);
}
