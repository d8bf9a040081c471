import { EventDetails } from '../components/event-row.tsx';
import { Empty, Problem, Waiting } from '../components/notice.tsx';
import { Time } from '../components/time.tsx';
import { oneEvent } from '../graphql/events.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { eventPlaceOf, to } from '../route.ts';

/** One event, as the log keeps it, with a way to its neighbours. */
export function EventPage({ id }: { readonly id: string }) {
  const { stream, revision } = eventPlaceOf(id) ?? { stream: id, revision: 0 };
  const { data, error, refresh } = useAnswer(oneEvent, { stream, revision });
  if (!data) return error ? <Problem error={error} onRetry={refresh} /> : <Waiting what="the event" />;
  const { event } = data;
  return (
    <>
      <header className="page-head">
        <h1>{event?.type ?? 'No such event'}</h1>
        {event && (
          <span className="muted">
            recorded <Time at={event.recordedAt} />
          </span>
        )}
      </header>
      {error && <Problem error={error} onRetry={refresh} />}
      <nav className="toolbar" aria-label={`Events of ${stream}`}>
        {revision > 0 && <a href={to.event({ stream, revision: revision - 1 })}>‹ Before it</a>}
        {event && <a href={to.event({ stream, revision: revision + 1 })}>After it ›</a>}
        <a href={to.events({ stream })}>All of {stream}</a>
      </nav>
      {event ? (
        <div className="card">
          <EventDetails event={event} />
        </div>
      ) : (
        <Empty title={`The stream ${stream} has no event ${revision}`}>It may not have happened yet.</Empty>
      )}
    </>
  );
}
