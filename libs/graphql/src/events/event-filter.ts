import { stationStream } from '@wattledger/charging';
import type { EventFilter as LogFilter, RecordedEvent } from '@wattledger/event-log';
import { ApiError } from '../errors.ts';
import type { EventFilter, EventsArgs } from './event.list.ts';

/** The one stream that a filter is about, if it is about one. @throws ApiError `ARGUMENTS_INVALID` */
export function streamIn({ stationId, stream }: EventFilter): string | undefined {
  if (stationId && stream && stream !== stationStream(stationId)) {
    throw new ApiError('ARGUMENTS_INVALID', 'Name either a station or a stream.');
  }
  return stationId ? stationStream(stationId) : (stream ?? undefined);
}

/** Whether events have to be looked for: all other pages begin at a place of the log, or of a stream, and take what is there. */
export function isSearch({ filter, afterPosition }: Pick<EventsArgs, 'filter' | 'afterPosition'>): boolean {
  const { stationId, stream, ...looks } = filter ?? {};
  const isGiven = (value: unknown): boolean => value !== undefined && value !== null;
  // A stream is read by its revisions; behind a position of the whole log it has to be found first.
  return Object.values(looks).some(isGiven) || (isGiven(afterPosition) && Boolean(stationId ?? stream));
}

/** The part of a filter that the log itself takes. Prefixes may let more through: {@link matches} has the last word. */
export function logFilterOf(filter: EventFilter): LogFilter {
  const stream = streamIn(filter);
  return { ...(stream && { streamPrefixes: [stream] }), ...(filter.types && { types: filter.types }) };
}

/** Whether an event is what a filter asks for. */
export function matches(filter: EventFilter, event: RecordedEvent): boolean {
  const stream = streamIn(filter);
  if (stream && event.stream !== stream) return false;
  if (filter.types && !filter.types.includes(event.type)) return false;
  const { actions, direction, messageId, commandId, actors, recordedFrom, recordedBefore } = filter;
  if (!(actors ?? actions ?? direction ?? messageId ?? commandId ?? recordedFrom ?? recordedBefore)) return true;
  const notes = event.metadata;
  return (
    (!actions || (notes.action !== undefined && actions.includes(notes.action))) &&
    (!actors || (notes.actor !== undefined && actors.includes(notes.actor))) &&
    (!direction || notes.direction === direction) &&
    (!messageId || notes.messageId === messageId) &&
    (!commandId || notes.commandId === commandId) &&
    (!recordedFrom || notes.recordedAt >= recordedFrom) &&
    (!recordedBefore || notes.recordedAt < recordedBefore)
  );
}
