import shared from '@eventstore/db-client/generated/shared_pb.js';
import type { Status } from '@eventstore/db-client/generated/status_pb.js';
import type { AppendResp, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { Fault } from '@wattledger/kernel';
import { eventStoreFault } from './errors.ts';
import type { EventStoreErrorCode } from './errors.ts';

/** What a server says about an append. It leaves the position out where it only recognised an append it had before. */
export type AppendAnswer =
  | { readonly outcome: 'appended'; readonly revision: number; readonly position?: number }
  | { readonly outcome: 'conflict'; readonly actualRevision: number };

interface Success {
  hasPosition(): boolean;
  getPosition(): { getCommitPosition(): string } | undefined;
  getCurrentRevision(): string;
}

const NO_REVISION = 2n ** 64n - 1n;

const appended = (success: Success): AppendAnswer => ({
  outcome: 'appended',
  revision: Number(success.getCurrentRevision()),
  position: success.hasPosition() ? Number(success.getPosition()?.getCommitPosition()) : undefined,
});

const conflict = (hasRevision: boolean, revision: string): AppendAnswer => ({
  outcome: 'conflict',
  actualRevision: hasRevision && BigInt(revision) !== NO_REVISION ? Number(revision) : -1,
});

/** @throws Fault when the server could not carry the append out. */
export function answerOfAppend(response: AppendResp): AppendAnswer {
  const success = response.getSuccess();
  if (success) return appended(success);
  const wrong = response.getWrongExpectedVersion();
  if (wrong) return conflict(wrong.hasCurrentRevision(), wrong.getCurrentRevision());
  throw eventStoreFault('event-store-refused', 'an append was answered with neither success nor conflict');
}

/** The faults that travel inside a BatchAppend call, by the type of their details (`shared.proto`). */
const codeOfDetails: Readonly<Record<string, EventStoreErrorCode>> = {
  'event_store.client.AccessDenied': 'event-store-access-denied',
  'event_store.client.StreamDeleted': 'event-store-stream-deleted',
  'event_store.client.Timeout': 'event-store-timeout',
  'event_store.client.Unknown': 'event-store-failed',
  'event_store.client.InvalidTransaction': 'event-store-refused',
  'event_store.client.MaximumAppendSizeExceeded': 'event-store-append-too-large',
  'event_store.client.BadRequest': 'event-store-refused',
  // Not ready, too busy, or an election: only the message says which.
  'google.protobuf.Empty': 'event-store-unavailable',
};

/** @throws Fault when the server could not carry the append out. */
export function answerOfBatch(response: BatchAppendResp): AppendAnswer {
  const success = response.getSuccess();
  if (success) return appended(success);
  const error = response.getError();
  const wrong = error?.getDetails()?.unpack(shared.WrongExpectedVersion.deserializeBinary, WRONG_EXPECTED_VERSION);
  if (wrong) return conflict(wrong.hasCurrentStreamRevision(), wrong.getCurrentStreamRevision());
  throw faultOfStatus(error);
}

const WRONG_EXPECTED_VERSION = 'event_store.client.WrongExpectedVersion';

const faultOfStatus = (error: Status | undefined): Fault =>
  eventStoreFault(codeOfDetails[error?.getDetails()?.getTypeName() ?? ''] ?? 'event-store-refused', error?.getMessage());
