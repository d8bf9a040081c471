import { platformData, snapshotOf, stationStream } from '@wattledger/charging';
import { RecordedEvent } from '@wattledger/event-log';
import type { EventLog } from '@wattledger/event-log';
import { isJsonObject } from '@wattledger/kernel';

/** Up to which revision the gateway need not read a station's stream; 0 where it has no snapshot, or one that cannot be read. */
export async function newestSnapshot(log: EventLog, stationId: string): Promise<number> {
  const stream = snapshotOf(stationStream(stationId));
  for await (const stored of log.readStream(stream, { direction: 'backwards', limit: 1 })) {
    const event = new RecordedEvent(stored);
    if (event.isOfNewerVersion || !isJsonObject(event.data)) return 0;
    return platformData('StationSnapshotTaken', event.data).revision;
  }
  return 0;
}
