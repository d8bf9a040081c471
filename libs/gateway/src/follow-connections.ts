import { idInStream, platformData } from '@wattledger/charging';
import { RecordedEvent } from '@wattledger/event-log';
import type { JsonObject } from '@wattledger/kernel';
import type { StationServices } from './station-parts.ts';
import type { Stations } from './stations.ts';

/**
 * Hears which stations connect to other gateways, and lets go of them here; runs until the signal. Where it hears too late, the
 * station's stream tells: see `recorder.ts`.
 */
export async function followConnections(
  { ledger, node }: StationServices,
  stations: Stations,
  signal: AbortSignal,
): Promise<void> {
  const filter = { types: ['StationConnected'] };
  for await (const { events } of ledger.log.subscribe({ after: await ledger.log.head(), filter, signal })) {
    for (const stored of events) {
      const event = new RecordedEvent(stored);
      const stationId = idInStream('station', event.stream);
      if (stationId === undefined || platformData('StationConnected', event.data as JsonObject).node === node) continue;
      stations.connectedElsewhere(stationId, event.metadata.connectionEpoch ?? 0);
    }
  }
}
