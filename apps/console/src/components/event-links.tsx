import type { EventPlace } from '../graphql/decisions.ts';
import { to } from '../route.ts';

/** The events behind something, each a link to what the log says. */
export function EventLinks({ label, events }: { readonly label: string; readonly events: readonly EventPlace[] }) {
  if (events.length === 0) return null;
  return (
    <p className="event-links">
      <span className="muted">{label}</span>
      {events.map((event) => (
        <a key={event.id} href={to.event(event)} title={`${event.stream}, revision ${event.revision}`}>
          {event.type}
        </a>
      ))}
    </p>
  );
}
