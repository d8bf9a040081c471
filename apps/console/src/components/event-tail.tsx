import { useEventTail } from '../graphql/use-event-tail.ts';
import type { EventFilter } from '../graphql/events.ts';
import { EventRow } from './event-row.tsx';
import { Empty, Problem, Waiting } from './notice.tsx';

interface Props {
  readonly filter: EventFilter;
  readonly withStream: boolean;
  /** How many are shown at first, and more by each look further back. */
  readonly pageSize: number;
  readonly emptyHint: string;
}

/** The newest events, as they are recorded. Give it a `key` that changes with the filter. */
export function EventTail({ filter, withStream, pageSize, emptyHint }: Props) {
  const { events, waiting, paused, pause, resume, older, error, loading } = useEventTail(filter, pageSize);
  if (error && events.length === 0) return <Problem error={error} />;
  return (
    <>
      <div className="toolbar">
        <button type="button" aria-pressed={paused} onClick={paused ? resume : pause}>
          {paused ? 'Resume' : 'Pause'}
        </button>
        <span className="muted" role="status">
          {paused ? `Paused; ${waiting === 0 ? 'nothing new' : `${waiting} new`}` : 'New events appear on top.'}
        </span>
      </div>
      {error && <Problem error={error} />}
      {loading && events.length === 0 ? (
        <Waiting what="events" />
      ) : events.length === 0 ? (
        <Empty title="No events yet">{emptyHint}</Empty>
      ) : (
        <ol className="events">
          {events.map((event) => (
            <EventRow key={event.position} event={event} withStream={withStream} />
          ))}
        </ol>
      )}
      {older && (
        <button type="button" onClick={older} disabled={loading}>
          {loading ? 'Looking further back …' : 'Show older events'}
        </button>
      )}
    </>
  );
}
