import { useState } from 'react';
import { spaced } from '../format/words.ts';
import type { LoggedEvent } from '../graphql/events.ts';
import { to } from '../route.ts';
import { Badge } from './badge.tsx';
import { Time } from './time.tsx';

const arrows = {
  FROM_STATION: { sign: '→', name: 'from the station' },
  TO_STATION: { sign: '←', name: 'to the station' },
} as const;

const STATION_STREAM = 'station-';
const stationOf = (stream: string): string | undefined =>
  stream.startsWith(STATION_STREAM) ? stream.slice(STATION_STREAM.length) : undefined;

/** One event; its payload when it is opened. */
export function EventRow({ event, withStream }: { readonly event: LoggedEvent; readonly withStream: boolean }) {
  const [open, setOpen] = useState(false);
  const arrow = event.direction && arrows[event.direction];
  return (
    <li className="event">
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <span
            className={`arrow ${event.direction ?? 'inside'}`}
            role="img"
            aria-label={arrow?.name ?? 'inside the platform'}
            title={arrow?.name ?? 'inside the platform'}
          >
            {arrow?.sign ?? '•'}
          </span>
          <span className="event-time">
            <Time at={event.recordedAt} />
          </span>
          <span className="event-name">
            {event.type}
            {event.flags.length > 0 && (
              <Badge tone="warning">{event.flags.length === 1 ? 'deviation' : `${event.flags.length} deviations`}</Badge>
            )}
          </span>
          <span className="event-preview" aria-hidden="true">
            {open ? '' : previewOf(event)}
          </span>
          {withStream && <span className="event-stream">{event.stream}</span>}
        </summary>
        {open && <EventDetails event={event} />}
      </details>
    </li>
  );
}

const PREVIEW_CHARACTERS = 240;

/** The beginning of the payload, for a glance. */
const previewOf = ({ payload }: LoggedEvent): string => {
  const text = JSON.stringify(payload) ?? '';
  return text === '{}' ? '' : text.slice(0, PREVIEW_CHARACTERS).replaceAll('"', '');
};

/** All that the log keeps of an event. */
export function EventDetails({ event }: { readonly event: LoggedEvent }) {
  const station = stationOf(event.stream);
  return (
    <div className="event-details">
      <p className="event-facts">
        {station === undefined ? <span>Stream {event.stream}</span> : <a href={to.station(station)}>Station {station}</a>}
        <a href={to.event(event)}>revision {event.revision}</a>
        <span>position {event.position}</span>
        {event.ocppVersion && <span>OCPP {event.ocppVersion}</span>}
        {event.kind && <span>{spaced(event.kind)}</span>}
        {event.messageId && <span>message {event.messageId}</span>}
        {event.actor && <span>by {event.actor}</span>}
        <span title="Hash over this event and the one before it">hash {event.hash}</span>
      </p>
      {event.flags.length > 0 && (
        <ul className="flags">
          {event.flags.map((flag) => (
            <li key={flag}>{flag}</li>
          ))}
        </ul>
      )}
      <pre tabIndex={0} aria-label="Payload">
        {JSON.stringify(event.payload, null, 2)}
      </pre>
    </div>
  );
}
