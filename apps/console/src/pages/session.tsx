import { SessionBadge } from '../components/badge.tsx';
import { BatteryPanel } from '../components/battery-panel.tsx';
import { EventRow } from '../components/event-row.tsx';
import { Measure, Measures } from '../components/measures.tsx';
import { Empty, Problem, Waiting } from '../components/notice.tsx';
import { SessionReasons } from '../components/session-reasons.tsx';
import { SessionCurve } from '../components/session-curve.tsx';
import { Time } from '../components/time.tsx';
import { kilowattHours, money, percent, runningCost, UNKNOWN } from '../format/quantities.ts';
import { duration } from '../format/times.ts';
import { inWords, spaced } from '../format/words.ts';
import { sessionDetails, sessionDetailsChanged, sessionEvents } from '../graphql/sessions.ts';
import type { SessionDetails } from '../graphql/sessions.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { useLive } from '../graphql/use-live.ts';
import { useNewest } from '../graphql/use-newest.ts';
import { useRefreshSoon } from '../graphql/use-refresh-soon.ts';
import { to } from '../route.ts';
import { useNow } from '../use-now.ts';

const PROOF_WITHIN_MS = 3_000;
const updatedAt = ({ updatedAt: at }: SessionDetails): string => at;

/** One session: what was charged, what it cost, and the events that prove it. */
export function SessionPage({ id }: { readonly id: string }) {
  const { data, error, refresh } = useAnswer(sessionDetails, { id });
  const proof = useAnswer(sessionEvents, { id });
  const { note, newest } = useNewest(updatedAt);
  const refreshProof = useRefreshSoon(proof.refresh, PROOF_WITHIN_MS);
  useLive(sessionDetailsChanged, { id }, (heard) => {
    note(heard.map(({ sessionChanged: session }) => session));
    refreshProof();
  });

  if (!data) return error ? <Problem error={error} onRetry={refresh} /> : <Waiting what="the session" />;
  if (!data.session) {
    return (
      <Empty title="There is no such session">
        Check the link, or <a href={to.sessions()}>see all sessions</a>.
      </Empty>
    );
  }
  const session = newest(data.session);
  const events = proof.data?.session?.events;
  return (
    <>
      <header className="page-head">
        <h1>
          Session <span className="identity">{session.transactionId}</span>
        </h1>
        <SessionBadge state={session.state} />
        <span className="muted">
          at <a href={to.station(session.stationId)}>{session.stationId}</a>, EVSE {session.evseId ?? UNKNOWN}, connector{' '}
          {session.connectorId ?? UNKNOWN}
        </span>
      </header>
      {error && <Problem error={error} onRetry={refresh} />}
      <Facts session={session} />
      <section>
        <h2>Battery</h2>
        {session.battery ? (
          <div className="card">
            <BatteryPanel battery={session.battery} charging={session.state === 'ACTIVE'} />
            <SessionCurve sessionId={session.id} battery={session.battery} />
          </div>
        ) : (
          <Empty title="The station tells nothing of the battery">Many AC stations do not know its state of charge.</Empty>
        )}
      </section>
      <SessionReasons
        key={session.state}
        session={session}
        events={events ?? []}
        onChanged={() => (refresh(), proof.refresh())}
      />
      <section>
        <h2>Events that prove it</h2>
        {proof.error && <Problem error={proof.error} onRetry={proof.refresh} />}
        {!events && !proof.error && <Waiting what="its events" />}
        {events && (
          <ol className="events">
            {events.map((event) => (
              <EventRow key={event.position} event={event} withStream={false} />
            ))}
          </ol>
        )}
      </section>
    </>
  );
}

function Facts({ session }: { readonly session: SessionDetails }) {
  const now = useNow();
  const { startedAt, endedAt, state } = session;
  const running = state === 'ACTIVE' && startedAt !== null ? (now.getTime() - Date.parse(startedAt)) / 1000 : null;
  const seconds = session.durationSeconds ?? running;
  const meterEnd = session.meterStopWh ?? session.meterLatestWh;
  return (
    <div className="card">
      <Measures>
        <Measure name="Energy">
          <strong className="large">{kilowattHours(session.energyWh)}</strong>
        </Measure>
        <Measure name={state === 'ACTIVE' ? 'Cost so far' : 'Cost'}>
          <strong className="large">
            {session.costAmount === null ? runningCost(session.announcedCost) : money(session.costAmount, session.costCurrency)}
          </strong>
        </Measure>
        <Measure name="Duration">
          <strong className="large">{seconds === null ? UNKNOWN : duration(seconds)}</strong>
        </Measure>
        <Measure name="State of charge">
          <strong className="large">
            {percent(session.socStart)} → {percent(session.socLatest)}
          </strong>
        </Measure>
        <Measure name="Started">
          <Time at={startedAt} />
          {session.startTrigger && ` (${spaced(session.startTrigger)})`}
        </Measure>
        <Measure name={state === 'INTERRUPTED' ? 'Last sign of life' : 'Ended'}>
          <Time at={endedAt} />
          {session.stopTrigger && ` (${spaced(session.stopTrigger)})`}
        </Measure>
        {state === 'ACTIVE' && (
          <Measure name="Charging state">{session.chargingState ? spaced(session.chargingState) : UNKNOWN}</Measure>
        )}
        {state === 'ENDED' && (
          <Measure name="Stop reason">{session.stopReason ? spaced(session.stopReason) : 'not told'}</Measure>
        )}
        {state === 'INTERRUPTED' && (
          <Measure name="Interrupted because">
            {session.interruptedBecause ? inWords(session.interruptedBecause) : UNKNOWN}
          </Measure>
        )}
        <Measure name="Meter">
          {kilowattHours(session.meterStartWh)} → {kilowattHours(meterEnd)}
        </Measure>
        <Measure name="Token">
          {session.token && session.tokenSubject ? (
            <a href={to.token(session.tokenSubject)}>{session.token}</a>
          ) : (
            (session.token ?? UNKNOWN)
          )}
          {session.tokenType && <span className="muted"> {session.tokenType}</span>}
        </Measure>
        <Measure name="Meter values">{session.signed ? 'signed; see the events' : 'not signed'}</Measure>
        {session.offline && <Measure name="Told late">Partly: the station had no connection.</Measure>}
      </Measures>
    </div>
  );
}
