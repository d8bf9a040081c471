import type { FactSource } from '@wattledger/charging';

/** Which battery a reading is about: that of the session, else the one at the connector. None for the meter of a whole station. */
export function batteryIdOf(
  { sessionId, evseId = 0, connectorId = 0 }: { sessionId?: string; evseId?: number; connectorId?: number },
  { stationId }: FactSource,
): string | undefined {
  return sessionId ?? (evseId === 0 ? undefined : `${stationId}:${evseId}:${connectorId}`);
}
