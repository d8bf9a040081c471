import {
  AccessDeniedError,
  convertToCommandError,
  MaxAppendSizeExceededError,
  NotLeaderError,
  StreamDeletedError,
} from '@eventstore/db-client';
import { Fault, faultsOf } from '@wattledger/kernel';
import type { ErrorCatalogue } from '@wattledger/kernel';

/** What can go wrong between the platform and an EventStoreDB server. */
export const eventStoreErrors = {
  'event-store-address-malformed': {
    meaning: 'WATTLEDGER_EVENTSTORE_URL is no EventStoreDB connection string, or names a certificate file that cannot be read.',
    remedy: 'Write it like esdb://user:password@host:2113?tls=true; see "Connection string" in the EventStoreDB documentation.',
  },
  'event-store-unavailable': {
    meaning: 'The EventStoreDB server cannot be reached, is starting, or is going down.',
    remedy: 'Check that the server runs and that its address and certificates are right; the platform keeps trying.',
  },
  'event-store-timeout': {
    meaning: 'The EventStoreDB server did not answer in time.',
    remedy:
      'Check the load and the disk of the server. An append that timed out may be repeated with the same events: they are stored once.',
  },
  'event-store-not-leader': {
    meaning: 'The node asked is not the leader of its cluster, and no leader took over in time.',
    remedy: 'Wait for the election to end; check that a majority of the nodes runs.',
  },
  'event-store-overloaded': {
    meaning: 'More appends wait for the EventStoreDB server than the platform is willing to hold.',
    remedy: 'Slow down and try again; if it lasts, the server is too slow for this load.',
  },
  'event-store-failed': {
    meaning: 'The EventStoreDB server ran into an error of its own.',
    remedy: 'Read the log of the server; the platform keeps trying.',
  },
  'event-store-access-denied': {
    meaning: 'The EventStoreDB server does not know these credentials, or they may not do this.',
    remedy: 'Correct the user and the password in WATTLEDGER_EVENTSTORE_URL, or grant the user access to all streams.',
  },
  'event-store-append-too-large': {
    meaning: 'The events of one append are larger than the EventStoreDB server takes.',
    remedy: 'Raise MaxAppendSize of the server (1 MB unless set).',
  },
  'event-store-stream-deleted': {
    meaning: 'The stream was tombstoned in EventStoreDB and can never be written again.',
    remedy: 'Restore the store from a backup: the platform never deletes streams.',
  },
  'event-store-refused': {
    meaning: 'The EventStoreDB server refused a request.',
    remedy: 'Report it with the message: the platform and this version of the server do not understand each other.',
  },
} satisfies ErrorCatalogue;

export type EventStoreErrorCode = keyof typeof eventStoreErrors;

const retryable: ReadonlySet<EventStoreErrorCode> = new Set([
  'event-store-unavailable',
  'event-store-timeout',
  'event-store-not-leader',
  'event-store-overloaded',
  'event-store-failed',
]);

const fault = faultsOf(eventStoreErrors);

/** A fault of this catalogue; its code decides whether trying again can help. */
export const eventStoreFault = (code: EventStoreErrorCode, details?: string, cause?: unknown): Fault =>
  fault(code, details && `${eventStoreErrors[code].meaning} (${details})`, { retryable: retryable.has(code), cause });

/** By gRPC status code (gRPC, "Status codes and their use in gRPC"). UNKNOWN is also what an election looks like from outside. */
const codeOfStatus: Readonly<Record<number, EventStoreErrorCode>> = {
  1: 'event-store-unavailable', // CANCELLED: the server is going down
  2: 'event-store-failed', // UNKNOWN
  4: 'event-store-timeout', // DEADLINE_EXCEEDED
  7: 'event-store-access-denied', // PERMISSION_DENIED
  8: 'event-store-unavailable', // RESOURCE_EXHAUSTED
  10: 'event-store-timeout', // ABORTED
  13: 'event-store-failed', // INTERNAL
  14: 'event-store-unavailable', // UNAVAILABLE
  16: 'event-store-access-denied', // UNAUTHENTICATED
};

interface StatusError extends Error {
  readonly code: number;
  readonly details: string;
}

const isStatusError = (error: unknown): error is StatusError =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'number' &&
  'details' in error &&
  typeof error.details === 'string';

/** What a failed call means. The exception that EventStoreDB names in the trailers counts more than the status code. */
export function faultOf(error: unknown): Fault {
  if (error instanceof Fault) return error;
  const message = error instanceof Error ? error.message : String(error);
  // The client gives up looking for a leader with a plain Error.
  if (!isStatusError(error)) {
    return eventStoreFault(
      message.startsWith('Failed to discover') ? 'event-store-unavailable' : 'event-store-refused',
      message,
      error,
    );
  }
  const named = convertToCommandError(error);
  if (named instanceof NotLeaderError) return eventStoreFault('event-store-not-leader', error.details, error);
  if (named instanceof AccessDeniedError) return eventStoreFault('event-store-access-denied', error.details, error);
  if (named instanceof MaxAppendSizeExceededError) return eventStoreFault('event-store-append-too-large', error.details, error);
  if (named instanceof StreamDeletedError) return eventStoreFault('event-store-stream-deleted', error.details, error);
  return eventStoreFault(codeOfStatus[error.code] ?? 'event-store-refused', error.details, error);
}
