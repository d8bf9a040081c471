import type { StoredEvent } from '@wattledger/event-log';

/** Which traces the events of a batch belong to. */
export interface CommittedTraces {
  /** When the batch was begun, in milliseconds since 1970. */
  readonly startedAt: number;
  /** The spans in which its events were recorded, as W3C Trace Context writes them. */
  readonly traceparents: readonly string[];
}

/** OpenTelemetry keeps no more links of one span. */
const MOST = 128;
const TRACEPARENT = /"traceparent":"([\w-]{55})"/;

/** `undefined` where none of the events was traced. Read from the text: most envelopes are never parsed. */
export function tracesOf(events: readonly StoredEvent[]): CommittedTraces | undefined {
  const traceparents = new Set<string>();
  for (const { metadata } of events) {
    const traceparent = TRACEPARENT.exec(metadata)?.[1];
    if (traceparent !== undefined) traceparents.add(traceparent);
    if (traceparents.size === MOST) break;
  }
  return traceparents.size === 0 ? undefined : { startedAt: Date.now(), traceparents: [...traceparents] };
}
