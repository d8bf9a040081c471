import { Badge, ConnectedBadge } from '../components/badge.tsx';
import { CommandPanel } from '../components/command-panel.tsx';
import { ConnectorCard } from '../components/connector-card.tsx';
import { EventTail } from '../components/event-tail.tsx';
import { LocalListPanel } from '../components/local-list-panel.tsx';
import { MessageStatistics } from '../components/message-statistics.tsx';
import { ReservationList } from '../components/reservation-list.tsx';
import { StationCredentials } from '../components/station-credentials.tsx';
import { StationSettings } from '../components/station-settings.tsx';
import { Measure, Measures } from '../components/measures.tsx';
import { Empty, Problem, Waiting } from '../components/notice.tsx';
import { SessionTable } from '../components/session-table.tsx';
import { Ago, Time } from '../components/time.tsx';
import { placeName, placesToCharge } from '../format/places.ts';
import { UNKNOWN } from '../format/quantities.ts';
import { duration } from '../format/times.ts';
import { spaced } from '../format/words.ts';
import { sessionChanged, sessionList } from '../graphql/sessions.ts';
import type { SessionSummary } from '../graphql/sessions.ts';
import { stationDetails, stationDetailsChanged } from '../graphql/stations.ts';
import type { StationDetails } from '../graphql/stations.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { useLive } from '../graphql/use-live.ts';
import { useNewest } from '../graphql/use-newest.ts';
import { to } from '../route.ts';

const RECENT_SESSIONS = 8;
const RECENT_EVENTS = 25;
const seenAt = ({ lastSeenAt }: StationDetails): string => lastSeenAt ?? '';
const updatedAt = ({ updatedAt: at }: SessionSummary): string => at;

/** Everything about one station, as it happens. */
export function StationPage({ id }: { readonly id: string }) {
  const { data, error, refresh } = useAnswer(stationDetails, { id });
  const { note, newest } = useNewest(seenAt);
  useLive(stationDetailsChanged, { id }, (heard) => note(heard.map(({ stationChanged: station }) => station)));

  if (!data) return error ? <Problem error={error} onRetry={refresh} /> : <Waiting what={`station ${id}`} />;
  if (!data.station) {
    return (
      <Empty title={`There is no station ${id}`}>
        The log has never heard of it: check the id it connects with, or <a href={to.stations()}>see all stations</a>.
      </Empty>
    );
  }
  const station = newest(data.station);
  return (
    <>
      <header className="page-head">
        <h1>{station.id}</h1>
        <ConnectedBadge connected={station.connected} />
        {station.operative === false && <Badge tone="quiet">out of service</Badge>}
        {station.registrationStatus && station.registrationStatus !== 'Accepted' && (
          <Badge tone="warning">boot {station.registrationStatus.toLowerCase()}</Badge>
        )}
        {station.errorCode && station.errorCode !== 'NoError' && <Badge tone="bad">{station.errorCode}</Badge>}
        <span className="muted">
          {station.connected ? 'connected' : 'lost'}{' '}
          <Ago at={station.connected ? station.connectedSince : station.disconnectedAt} />
          {!station.connected && station.disconnectCause ? ` (${station.disconnectCause})` : ''} · last heard of{' '}
          <Ago at={station.lastSeenAt} />
        </span>
      </header>
      {error && <Problem error={error} onRetry={refresh} />}

      <section className="connector-cards" aria-label="Connectors">
        {placesToCharge(station.connectors).map((connector) => (
          <ConnectorCard
            key={`${connector.evseId} ${connector.connectorId}`}
            connector={connector}
            name={placeName(connector, station.ocppVersion)}
            stale={!station.connected}
          />
        ))}
        {station.connectors.length === 0 && (
          <Empty title="No connectors known">The station tells of them with its first StatusNotification.</Empty>
        )}
      </section>

      <CommandPanel station={station} />
      <StationSettings stationId={id} />
      <RecentSessions stationId={id} />
      <ReservationList stationId={id} />
      <LocalListPanel stationId={id} />
      <section>
        <h2>Newest events</h2>
        <EventTail
          filter={{ stationId: id }}
          withStream={false}
          pageSize={RECENT_EVENTS}
          emptyHint="The station has not said anything."
        />
      </section>
      <MessageStatistics stationId={id} />
      <Identity station={station} />
    </>
  );
}

function RecentSessions({ stationId }: { readonly stationId: string }) {
  const { data, error, refresh } = useAnswer(sessionList, { filter: { stationIds: [stationId] }, first: RECENT_SESSIONS });
  const { note, merged } = useNewest(updatedAt);
  useLive(sessionChanged, { stationId }, (heard) => note(heard.map(({ sessionChanged: session }) => session)));
  const sessions = data
    ? merged(data.sessions.nodes)
        .toSorted((a, b) => (b.startedAt ?? '').localeCompare(a.startedAt ?? ''))
        .slice(0, RECENT_SESSIONS)
    : undefined;
  return (
    <section>
      <h2>Recent sessions</h2>
      {error && <Problem error={error} onRetry={refresh} />}
      {sessions?.length === 0 && <Empty title="Nobody has charged here yet" />}
      {sessions && sessions.length > 0 && (
        <>
          <SessionTable sessions={sessions} withStation={false} />
          <a href={to.sessions({ station: stationId })}>All sessions of this station</a>
        </>
      )}
    </section>
  );
}

function Identity({ station }: { readonly station: StationDetails }) {
  return (
    <section>
      <h2>Identity</h2>
      <Measures>
        <Measure name="Vendor">{station.vendor ?? UNKNOWN}</Measure>
        <Measure name="Model">{station.model ?? UNKNOWN}</Measure>
        <Measure name="Serial number">{station.serialNumber ?? UNKNOWN}</Measure>
        <Measure name="Firmware">
          {station.firmwareVersion ?? UNKNOWN}
          {station.firmwareStatus && ` (${spaced(station.firmwareStatus)})`}
        </Measure>
        <Measure name="OCPP">{station.ocppVersion ?? UNKNOWN}</Measure>
        <Measure name="Proves itself by">
          {station.authentication === 'basic' ? 'password' : (station.authentication ?? UNKNOWN)}
        </Measure>
        <Measure name="Address">{station.remoteAddress ?? UNKNOWN}</Measure>
        <Measure name="Booted">
          <Time at={station.bootedAt} />
          {station.bootReason && ` (${spaced(station.bootReason)})`}
        </Measure>
        <Measure name="Heartbeat">
          {station.heartbeatSeconds === null ? UNKNOWN : `every ${duration(station.heartbeatSeconds)}`}
        </Measure>
        <Measure name="Clock">{clockOf(station.clockSkewMs)}</Measure>
        <Measure name="First seen">
          <Time at={station.firstSeenAt} />
        </Measure>
      </Measures>
      <StationCredentials stationId={station.id} />
    </section>
  );
}

const TOLERATED_MS = 2_000;
function clockOf(skewMs: number | null): string {
  if (skewMs === null) return UNKNOWN;
  if (Math.abs(skewMs) < TOLERATED_MS) return 'right';
  return `${duration(Math.abs(skewMs) / 1000)} ${skewMs > 0 ? 'ahead' : 'behind'}`;
}
