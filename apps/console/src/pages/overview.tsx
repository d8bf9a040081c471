import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import { Badge } from '../components/badge.tsx';
import { Empty, Problem, Waiting } from '../components/notice.tsx';
import { SessionTable } from '../components/session-table.tsx';
import { Ago } from '../components/time.tsx';
import { count, kilowatts, UNKNOWN } from '../format/quantities.ts';
import { duration, midnight } from '../format/times.ts';
import { faultedConnectors, overview } from '../graphql/platform.ts';
import type { PlatformStatus } from '../graphql/platform.ts';
import { activeSessions, sessionChanged } from '../graphql/sessions.ts';
import type { SessionSummary } from '../graphql/sessions.ts';
import { stationChanged } from '../graphql/stations.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { useLive } from '../graphql/use-live.ts';
import { useNewest } from '../graphql/use-newest.ts';
import { useRefreshSoon } from '../graphql/use-refresh-soon.ts';
import { to } from '../route.ts';
import { useNow } from '../use-now.ts';

const COUNT_AGAIN_WITHIN_MS = 2_000;
const COUNT_AGAIN_EVERY_MS = 15_000;
const SHOWN_SESSIONS = 12;
const updatedAt = ({ updatedAt: at }: SessionSummary): string => at;

/** Is everything well, and if not, where to look. */
export function OverviewPage() {
  const since = midnight(useNow());
  const counts = useAnswer(overview, { midnight: since }, { everyMs: COUNT_AGAIN_EVERY_MS });
  const active = useAnswer(activeSessions, {});
  const faults = useAnswer(faultedConnectors, {});
  const { note, merged } = useNewest(updatedAt);
  const refreshSoon = useRefreshSoon(() => (counts.refresh(), faults.refresh()), COUNT_AGAIN_WITHIN_MS);
  useLive(sessionChanged, {}, (heard) => {
    note(heard.map(({ sessionChanged: session }) => session));
    refreshSoon();
  });
  useLive(stationChanged, {}, refreshSoon);

  const error = counts.error ?? active.error;
  if (!counts.data || !active.data) {
    return error ? (
      <Problem error={error} onRetry={() => (counts.refresh(), active.refresh())} />
    ) : (
      <Waiting what="the overview" />
    );
  }
  const { stations, connected, charging, faulted, today, platform } = counts.data;
  const going = merged(active.data.sessions.nodes).filter(({ state }) => state === 'ACTIVE');
  const power = going.reduce((sum, { powerW }) => sum + (powerW ?? 0), 0);
  const offline = stations.totalCount - connected.totalCount;
  return (
    <>
      <h1>Overview</h1>
      {error && <Problem error={error} onRetry={counts.refresh} />}
      <ul className="tiles">
        <Tile name="Stations connected" link={to.stations()} value={count(connected.totalCount)}>
          of {count(stations.totalCount)}
          {offline > 0 && (
            <>
              {' · '}
              <a href={to.stations({ connected: 'no' })}>{count(offline)} offline</a>
            </>
          )}
        </Tile>
        <Tile name="Charging now" link={to.sessions({ state: 'ACTIVE' })} value={count(charging.totalCount)}>
          sessions that go on
        </Tile>
        <Tile name="Live power" value={kilowatts(power)}>
          <PowerTrend watts={power} />
        </Tile>
        <Tile name="Sessions today" link={to.sessions({ started: 'today' })} value={count(today.totalCount)}>
          since midnight
        </Tile>
        <Tile name="Faulted connectors" value={count(faulted.totalCount)} alarming={faulted.totalCount > 0}>
          {faulted.totalCount > 0 ? 'see below' : 'none'}
        </Tile>
        <ProjectionTile projection={platform.projection} />
      </ul>

      {faults.data && faults.data.connectors.nodes.length > 0 && (
        <section>
          <h2>Faults</h2>
          <ul className="rows">
            {faults.data.connectors.nodes.map((connector) => (
              <li key={`${connector.stationId} ${connector.evseId} ${connector.connectorId}`}>
                <a href={to.station(connector.stationId)}>{connector.stationId}</a>
                <span>
                  EVSE {connector.evseId}, connector {connector.connectorId}
                </span>
                <Badge tone="bad">{connector.errorCode ?? 'faulted'}</Badge>
                <span className="muted">{[connector.errorInfo, connector.vendorErrorCode].filter(Boolean).join(' · ')}</span>
                <Ago at={connector.statusAt} />
              </li>
            ))}
          </ul>
        </section>
      )}

      <section>
        <h2>Charging now</h2>
        {stations.totalCount === 0 ? (
          <Empty title="No station has connected yet">
            Point a charging station at this platform’s OCPP address, <code>ws://…:9000/ocpp/&lt;station id&gt;</code>, or try it
            with <code>npx wattledger simulate</code>.
          </Empty>
        ) : going.length === 0 ? (
          <Empty title="Nobody is charging">Sessions appear here as soon as they start.</Empty>
        ) : (
          <SessionTable sessions={going.slice(0, SHOWN_SESSIONS)} running />
        )}
        {going.length > SHOWN_SESSIONS && (
          <a href={to.sessions({ state: 'ACTIVE' })}>All {count(charging.totalCount)} sessions</a>
        )}
      </section>
    </>
  );
}

interface TileProps {
  readonly name: string;
  readonly value: string;
  readonly link?: string;
  readonly alarming?: boolean;
  readonly children: ReactNode;
}

const Tile = ({ name, value, link, alarming, children }: TileProps) => (
  <li className={alarming ? 'tile alarming' : 'tile'}>
    <h2>{link ? <a href={link}>{name}</a> : name}</h2>
    <p className="tile-value">{value}</p>
    <div className="tile-note">{children}</div>
  </li>
);

function ProjectionTile({ projection }: { readonly projection: PlatformStatus['projection'] }) {
  if (!projection) {
    return (
      <Tile name="Projection lag" value={UNKNOWN} alarming>
        The projector is not running: what is shown here stands still.
      </Tile>
    );
  }
  const parked = projection.parked.length;
  return (
    <Tile name="Projection lag" value={duration(projection.lagSeconds)} alarming={parked > 0 || projection.lagSeconds > 10}>
      {parked > 0
        ? `${parked} stopped: ${projection.parked.map((stopped) => stopped.projection).join(', ')}`
        : `${projection.upToDate ? 'up to date' : 'catching up'} · ${count(projection.eventsProjected)} events`}
    </Tile>
  );
}

const TREND_SAMPLES = 60;
const TREND_EVERY_MS = 2_000;

/** The power of the last two minutes, as far as this page has been open. */
function PowerTrend({ watts }: { readonly watts: number }) {
  const [samples, setSamples] = useState<readonly number[]>([watts]);
  const newest = useRef(watts);
  useEffect(() => {
    newest.current = watts;
  }, [watts]);
  useEffect(() => {
    const timer = setInterval(() => setSamples((before) => [...before, newest.current].slice(-TREND_SAMPLES)), TREND_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  const most = Math.max(1, ...samples);
  const points = samples.map((sample, index) => `${(index / (TREND_SAMPLES - 1)) * 100},${24 - (sample / most) * 22}`).join(' ');
  return (
    <svg className="trend" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true">
      <polyline points={points} fill="none" vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
