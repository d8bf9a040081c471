interface Place {
  readonly evseId: number;
  readonly connectorId: number;
}

/** OCPP 1.6 knows connectors alone; in 2.x connector 0 stands for the EVSE as a whole. */
export function placeName({ evseId, connectorId }: Place, ocppVersion: string | null): string {
  if (ocppVersion === '1.6') return `Connector ${connectorId}`;
  return connectorId === 0 ? `EVSE ${evseId}` : `EVSE ${evseId}, connector ${connectorId}`;
}

interface Shown extends Place {
  readonly status: string | null;
  readonly currentSessionId: string | null;
}

/** Places where a cable hangs. An EVSE as a whole is one only when the station tells of it as of a connector. */
export const placesToCharge = <Connector extends Shown>(connectors: readonly Connector[]): readonly Connector[] =>
  connectors.filter(
    ({ connectorId, status, currentSessionId }) => connectorId !== 0 || status !== null || currentSessionId !== null,
  );
