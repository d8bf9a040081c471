import { once } from 'node:events';
import { status as grpcStatus } from '@grpc/grpc-js';
import type { handleBidiStreamingCall, handleClientStreamingCall, Metadata, StatusObject } from '@grpc/grpc-js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import statusMessages from '@eventstore/db-client/generated/status_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { AppendReq, AppendResp, BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import anyMessages from 'google-protobuf/google/protobuf/any_pb.js';
import type { Expected, MemoryStore, ProposedEvent, WriteResult } from './memory-store.ts';
import { refusal } from './moods.ts';
import type { Moods } from './moods.ts';
import type { Wire } from './wire.ts';

/** What the services of the test server share. */
export interface ServerParts {
  readonly store: MemoryStore;
  readonly moods: Moods;
  readonly wire: Wire;
  /** Bytes; more in one append is refused. */
  readonly maxAppendSize: number;
  /** The error for a call with these headers, if its credentials are wrong. */
  unauthorized(headers: Metadata): StatusObject | undefined;
}

const TOO_LARGE = 'too large';
type Result = WriteResult | typeof TOO_LARGE;

type Proposed = AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage;

const proposedEvent = (message: Proposed): ProposedEvent => ({
  id: message.getId()?.getString() ?? '',
  type: message.getMetadataMap().get('type') ?? '',
  contentType: message.getMetadataMap().get('content-type') ?? '',
  metadata: message.getCustomMetadata_asU8(),
  data: message.getData_asU8(),
});

/** Carries an append out as the server's mood has it; undefined when nothing is to be answered. */
async function carryOut(
  { store, moods, wire, maxAppendSize }: ServerParts,
  stream: string,
  expected: Expected,
  events: readonly ProposedEvent[],
): Promise<Result | undefined> {
  const size = events.reduce((sum, event) => sum + event.data.length + event.metadata.length, 0);
  if (size > maxAppendSize) return TOO_LARGE;
  const fate = moods.fateOfAppend();
  if (fate === 'refused as wrong revision') return { written: false, current: store.stream(stream).length - 1 };
  if (fate === 'dropped before it is written') {
    wire.cut();
    return undefined;
  }
  const result = store.append(stream, expected, events);
  if (fate === 'dropped after it is written') {
    wire.cut();
    return undefined;
  }
  if (moods.leavesUnanswered(events.map(({ type }) => type))) return undefined;
  await moods.delay();
  return result;
}

const streamOf = (options?: AppendReq.Options | BatchAppendReq.Options): string =>
  Buffer.from(options?.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8');

function expectedOf(options: AppendReq.Options | BatchAppendReq.Options): Expected {
  if (options.hasNoStream()) return 'no-stream';
  if (options.hasStreamExists()) return 'stream-exists';
  if (options.hasAny()) return 'any';
  return Number('getRevision' in options ? options.getRevision() : options.getStreamPosition());
}

/** `Append`: a stream of requests, one answer. */
export function appendService(parts: ServerParts): handleClientStreamingCall<AppendReq, AppendResp> {
  return (call, callback) => {
    const refused = parts.unauthorized(call.metadata) ?? parts.moods.refusalOfAppend(parts.wire);
    if (refused) return callback(refused);
    void (async (requests: AsyncIterable<AppendReq>) => {
      const events: ProposedEvent[] = [];
      let options: AppendReq.Options | undefined;
      for await (const request of requests) {
        options = request.getOptions() ?? options;
        const message = request.getProposedMessage();
        if (message) events.push(proposedEvent(message));
      }
      if (options === undefined) return callback(refusal(grpcStatus.INVALID_ARGUMENT, 'options missing'));
      const result = await carryOut(parts, streamOf(options), expectedOf(options), events);
      if (result === TOO_LARGE) return callback(tooLarge(parts.maxAppendSize));
      if (result) callback(null, appendAnswer(result));
    })(call).catch(() => undefined); // the client has left
  };
}

const tooLarge = (maxAppendSize: number): StatusObject =>
  refusal(grpcStatus.INVALID_ARGUMENT, `Maximum Append Size of ${maxAppendSize} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(maxAppendSize),
  });

function appendAnswer(result: WriteResult): AppendResp {
  const response = new streams.AppendResp();
  if (!result.written) {
    const wrong = new streams.AppendResp.WrongExpectedVersion();
    if (result.current < 0) wrong.setCurrentNoStream(new shared.Empty());
    else wrong.setCurrentRevision(String(result.current));
    return response.setWrongExpectedVersion(wrong);
  }
  const success = new streams.AppendResp.Success().setCurrentRevision(String(result.revision));
  if (result.position === undefined) success.setNoPosition(new shared.Empty());
  else {
    const position = String(result.position);
    success.setPosition(new streams.AppendResp.Position().setCommitPosition(position).setPreparePosition(position));
  }
  return response.setSuccess(success);
}

/** `BatchAppend`: any number of appends in one call, each answered under its correlation id. */
export function batchAppendService(parts: ServerParts): handleBidiStreamingCall<BatchAppendReq, BatchAppendResp> {
  return (call) => {
    void (async (requests: AsyncIterable<BatchAppendReq>) => {
      const refused = parts.unauthorized(call.metadata);
      if (refused) return void call.emit('error', refused);
      const open = new Map<string, { options: BatchAppendReq.Options; events: ProposedEvent[] }>();
      for await (const request of requests) {
        const refusedNow = parts.moods.refusalOfAppend(parts.wire);
        if (refusedNow) return void call.emit('error', refusedNow);
        const correlationId = request.getCorrelationId()?.getString() ?? '';
        const options = request.getOptions();
        if (options) open.set(correlationId, { options, events: [] });
        const append = open.get(correlationId);
        append?.events.push(...request.getProposedMessagesList().map(proposedEvent));
        if (!append || !request.getIsFinal()) continue;
        open.delete(correlationId);
        void carryOut(parts, streamOf(append.options), expectedOf(append.options), append.events).then(async (result) => {
          if (!result || call.cancelled) return;
          const answer = batchAnswer(result, parts.maxAppendSize).setCorrelationId(request.getCorrelationId());
          answer.setStreamIdentifier(append.options.getStreamIdentifier());
          if (!call.write(answer)) await once(call, 'drain').catch(() => undefined);
        });
      }
      call.end();
    })(call).catch(() => undefined); // the client has left
  };
}

function batchAnswer(result: Result, maxAppendSize: number): BatchAppendResp {
  const response = new streams.BatchAppendResp();
  if (result === TOO_LARGE) {
    const details = new shared.MaximumAppendSizeExceeded().setMaxappendsize(maxAppendSize);
    return response.setError(batchError(INVALID_ARGUMENT, 'MaximumAppendSizeExceeded', details.serializeBinary()));
  }
  if (!result.written) {
    const details = new shared.WrongExpectedVersion();
    if (result.current < 0) details.setCurrentNoStream(new shared.Empty());
    else details.setCurrentStreamRevision(String(result.current));
    return response.setError(batchError(FAILED_PRECONDITION, 'WrongExpectedVersion', details.serializeBinary()));
  }
  const success = new streams.BatchAppendResp.Success().setCurrentRevision(String(result.revision));
  if (result.position === undefined) success.setNoPosition(new shared.Empty());
  else {
    const position = String(result.position);
    success.setPosition(new shared.AllStreamPosition().setCommitPosition(position).setPreparePosition(position));
  }
  return response.setSuccess(success);
}

const INVALID_ARGUMENT = 3;
const FAILED_PRECONDITION = 9;

function batchError(code: 3 | 9, name: string, details: Uint8Array) {
  const packed = new anyMessages.Any();
  packed.pack(details, `event_store.client.${name}`);
  return new statusMessages.Status().setCode(code).setMessage(name).setDetails(packed);
}
