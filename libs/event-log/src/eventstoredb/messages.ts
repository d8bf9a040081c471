import shared from '@eventstore/db-client/generated/shared_pb.js';
import type { UUID } from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { AppendReq, BatchAppendReq, ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { Direction, EventFilter, EventToStore, ExpectedRevision, Position, StoredEvent } from '../event-log.ts';

/** A batch is sent in messages of about this many bytes: servers take messages of some megabytes only. */
const MESSAGE_BYTES = 1_000_000;
/** How many events a server looks at before it says how far it has come. */
const SEARCH_WINDOW = 500;
export const NO_LIMIT = Number.MAX_SAFE_INTEGER;

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
const text = (data: Uint8Array): string => Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8');

function uuid(id: string): UUID {
  return new shared.UUID().setString(id);
}

/** The server writes ids in either of two ways, whichever was asked for. */
export function idOf(id: UUID | undefined): string {
  const structured = id?.getStructured();
  if (structured === undefined) return id?.getString() ?? '';
  const hex = [structured.getMostSignificantBits(), structured.getLeastSignificantBits()]
    .map((half) => BigInt.asUintN(64, BigInt(half)).toString(16).padStart(16, '0'))
    .join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const identifier = (stream: string) => new shared.StreamIdentifier().setStreamName(bytes(stream));

function propose<Message extends AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage>(
  message: Message,
  event: EventToStore,
): Message {
  message.setId(uuid(event.id));
  message.getMetadataMap().set('type', event.type).set('content-type', 'application/json');
  message.setCustomMetadata(bytes(event.metadata));
  message.setData(bytes(event.data));
  return message;
}

/** One append as messages of a BatchAppend call. */
export function batchAppendRequests(
  correlationId: string,
  stream: string,
  expected: ExpectedRevision,
  events: readonly EventToStore[],
): BatchAppendReq[] {
  const options = new streams.BatchAppendReq.Options().setStreamIdentifier(identifier(stream));
  if (expected === 'any') options.setAny(new shared.Empty());
  else if (expected === 'no-stream') options.setNoStream(new shared.Empty());
  else options.setStreamPosition(String(expected));

  const request = () => new streams.BatchAppendReq().setCorrelationId(uuid(correlationId));
  const requests = [request().setOptions(options)];
  let size = 0;
  for (const event of events) {
    if (size > MESSAGE_BYTES) {
      requests.push(request());
      size = 0;
    }
    size += event.data.length + event.metadata.length;
    requests.at(-1)?.addProposedMessages(propose(new streams.BatchAppendReq.ProposedMessage(), event));
  }
  requests.at(-1)?.setIsFinal(true);
  return requests;
}

/** One append as messages of an Append call. */
export function appendRequests(stream: string, expected: ExpectedRevision, events: readonly EventToStore[]): AppendReq[] {
  const options = new streams.AppendReq.Options().setStreamIdentifier(identifier(stream));
  if (expected === 'any') options.setAny(new shared.Empty());
  else if (expected === 'no-stream') options.setNoStream(new shared.Empty());
  else options.setRevision(String(expected));
  return [
    new streams.AppendReq().setOptions(options),
    ...events.map((event) => new streams.AppendReq().setProposedMessage(propose(new streams.AppendReq.ProposedMessage(), event))),
  ];
}

const readOptions = (direction: Direction) =>
  new streams.ReadReq.Options()
    .setReadDirection(direction === 'backwards' ? BACKWARDS : FORWARDS)
    .setResolveLinks(false)
    .setUuidOption(new streams.ReadReq.Options.UUIDOption().setString(new shared.Empty()));

const FORWARDS = 0;
const BACKWARDS = 1;

export interface StreamRead {
  readonly stream: string;
  readonly direction: Direction;
  readonly from?: number;
  readonly count?: number;
}

export function readStreamRequest({ stream, direction, from, count = NO_LIMIT }: StreamRead): ReadReq {
  const which = new streams.ReadReq.Options.StreamOptions().setStreamIdentifier(identifier(stream));
  if (from !== undefined) which.setRevision(String(from));
  else if (direction === 'backwards') which.setEnd(new shared.Empty());
  else which.setStart(new shared.Empty());
  const options = readOptions(direction).setStream(which).setCount(String(count)).setNoFilter(new shared.Empty());
  return new streams.ReadReq().setOptions(options);
}

export interface WholeRead {
  readonly direction: Direction;
  /** The server gives the event at this position again when it reads forwards. */
  readonly from?: Position;
  readonly filter?: EventFilter;
  readonly count?: number;
}

function wholeOptions({ direction, from, filter }: WholeRead): ReadReq.Options {
  const where = new streams.ReadReq.Options.AllOptions();
  if (from !== undefined) {
    const position = String(from);
    where.setPosition(new streams.ReadReq.Options.Position().setCommitPosition(position).setPreparePosition(position));
  } else if (direction === 'backwards') where.setEnd(new shared.Empty());
  else where.setStart(new shared.Empty());
  return readOptions(direction).setAll(where).setFilter(serverFilter(filter));
}

export function readAllRequest(read: WholeRead): ReadReq {
  return new streams.ReadReq().setOptions(wholeOptions(read).setCount(String(read.count ?? NO_LIMIT)));
}

/** Follows the log; the event at `from` is not given again. */
export function subscribeRequest(from: Position | undefined, filter?: EventFilter): ReadReq {
  const options = wholeOptions({ direction: 'forwards', from, filter });
  return new streams.ReadReq().setOptions(options.setSubscription(new streams.ReadReq.Options.SubscriptionOptions()));
}

/**
 * The part of a filter that the server applies. It filters by stream or by type, not by both, and by beginnings only;
 * {@link wanted} does the rest. Without a wish the system's own events (`$...`) are kept away.
 */
function serverFilter(filter: EventFilter = {}): ReadReq.Options.FilterOptions {
  const expression = new streams.ReadReq.Options.FilterOptions.Expression();
  const options = new streams.ReadReq.Options.FilterOptions().setMax(SEARCH_WINDOW).setCheckpointintervalmultiplier(1);
  const { streamPrefixes = [], types = [] } = filter;
  if (types.length > 0 && (streamPrefixes.length === 0 || streamPrefixes.some(isCategory))) {
    return options.setEventType(expression.setPrefixList([...types]));
  }
  if (streamPrefixes.length > 0) return options.setStreamIdentifier(expression.setPrefixList([...streamPrefixes]));
  return options.setEventType(expression.setRegex('^[^$]'));
}

/** All streams of a kind, such as all stations: of these the types let less through. One stream is less than all events of a type. */
const isCategory = (streamPrefix: string): boolean => streamPrefix.endsWith('-');

/** Whether what is wanted may be rare. The store's own events, which are always passed over, never stand so close. */
export const isSearch = ({ streamPrefixes = [], types = [] }: EventFilter = {}): boolean =>
  streamPrefixes.length > 0 || types.length > 0;

/** True when the server's filter lets through nothing that is not wanted: then its count is the reader's limit. */
export const filteredByServer = (filter: EventFilter = {}): boolean => !filter.types?.length;

/** Whether a filter lets an event through. Events of the store itself are never wanted. */
export const wanted = (event: StoredEvent, { streamPrefixes, types }: EventFilter = {}): boolean =>
  !event.type.startsWith('$') &&
  !event.stream.startsWith('$') &&
  (streamPrefixes?.some((prefix) => event.stream.startsWith(prefix)) ?? true) &&
  (types?.includes(event.type) ?? true);

/** The event in a response, where it holds one. */
export function eventOf(response: ReadResp): StoredEvent | undefined {
  const recorded = response.getEvent()?.getEvent();
  if (recorded === undefined) return undefined;
  return {
    id: idOf(recorded.getId()),
    stream: text(recorded.getStreamIdentifier()?.getStreamName_asU8() ?? new Uint8Array()),
    revision: Number(recorded.getStreamRevision()),
    position: Number(recorded.getCommitPosition()),
    type: recorded.getMetadataMap().get('type') ?? '',
    metadata: text(recorded.getCustomMetadata_asU8()),
    data: text(recorded.getData_asU8()),
  };
}
