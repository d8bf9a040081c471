import { placesToCharge } from '../format/places.ts';
import { kilowatts } from '../format/quantities.ts';
import type { ConnectorSummary, StationSummary } from '../graphql/stations.ts';
import { to } from '../route.ts';
import { Badge, ConnectedBadge, ConnectorBadge } from './badge.tsx';
import { SocBar } from './soc-bar.tsx';
import { Ago } from './time.tsx';

export const StationTable = ({ stations }: { readonly stations: readonly StationSummary[] }) => (
  <table className="list">
    <thead>
      <tr>
        <th scope="col">Station</th>
        <th scope="col">Connection</th>
        <th scope="col">Connectors</th>
        <th scope="col">Model</th>
        <th scope="col">OCPP</th>
        <th scope="col">Last heard of</th>
      </tr>
    </thead>
    <tbody>
      {stations.map((station) => (
        <tr key={station.id}>
          <td data-label="Station">
            <a href={to.station(station.id)}>{station.id}</a>
          </td>
          <td data-label="Connection">
            <ConnectedBadge connected={station.connected} />
            {station.operative === false && <Badge tone="quiet">out of service</Badge>}
            {station.errorCode && station.errorCode !== 'NoError' && <Badge tone="bad">{station.errorCode}</Badge>}
          </td>
          <td data-label="Connectors">
            <ul className="connectors-in-row">
              {placesToCharge(station.connectors).map((connector) => (
                <ConnectorInRow
                  key={`${connector.evseId} ${connector.connectorId}`}
                  connector={connector}
                  stale={!station.connected}
                />
              ))}
            </ul>
          </td>
          <td data-label="Model">{[station.vendor, station.model].filter(Boolean).join(' ')}</td>
          <td data-label="OCPP">{station.ocppVersion}</td>
          <td data-label="Last heard of">
            <Ago at={station.lastSeenAt} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

function ConnectorInRow({ connector, stale }: { readonly connector: ConnectorSummary; readonly stale: boolean }) {
  const { evseId, connectorId, status, currentSessionId, battery } = connector;
  const charging = battery !== null && currentSessionId !== null && battery.sessionId === currentSessionId;
  return (
    <li>
      <span className="muted" title={`EVSE ${evseId}, connector ${connectorId}`}>
        {evseId}
      </span>
      <ConnectorBadge status={status} stale={stale} />
      {charging && (
        <>
          {battery.stateOfChargePercent !== null && <SocBar value={battery.stateOfChargePercent} />}
          <span className="muted">{kilowatts(battery.powerW)}</span>
        </>
      )}
    </li>
  );
}
