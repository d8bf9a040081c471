import { once } from 'node:events';
import { status } from '@grpc/grpc-js';
import type { handleServerStreamingCall, ServerWritableStream } from '@grpc/grpc-js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerParts } from './append-service.ts';
import type { KeptEvent } from './memory-store.ts';
import { refusal } from './moods.ts';

type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

/** The calls that follow the log just now, so that they can be ended on command. */
export type Subscriptions = Set<ReadCall>;

/** `Read`: streams and everything, both ways, with filters; and subscriptions to everything. */
export function readService(parts: ServerParts, subscriptions: Subscriptions): handleServerStreamingCall<ReadReq, ReadResp> {
  return (call) => {
    const refused = parts.unauthorized(call.metadata) ?? parts.moods.refusalOfCall();
    if (refused) return void call.emit('error', refused);
    void answer(parts, call, subscriptions).catch(() => undefined); // the client has left
  };
}

async function answer({ store, moods }: ServerParts, call: ReadCall, subscriptions: Subscriptions): Promise<void> {
  const options = call.request.getOptions() ?? new streams.ReadReq.Options();
  const ofStream = options.getStream();
  if (options.hasSubscription()) {
    if (ofStream) return void call.emit('error', refusal(status.UNIMPLEMENTED, 'subscriptions to one stream'));
    return follow(store, call, options, subscriptions);
  }
  const backwards = options.getReadDirection() === BACKWARDS;
  let events: readonly KeptEvent[];
  if (ofStream) {
    const name = Buffer.from(ofStream.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8');
    if (store.stream(name).length === 0) {
      const notFound = new streams.ReadResp.StreamNotFound().setStreamIdentifier(ofStream.getStreamIdentifier());
      call.write(new streams.ReadResp().setStreamNotFound(notFound));
      return void call.end();
    }
    events = fromRevision(store.readable(name), ofStream, backwards);
  } else {
    events = fromPosition(store.all, options.getAll(), backwards).filter(filterOf(options));
    await moods.search();
  }
  for (const event of events.slice(0, Number(options.getCount()))) await send(call, readEvent(event));
  call.end();
}

const BACKWARDS = 1;

function fromRevision(events: readonly KeptEvent[], options: ReadReq.Options.StreamOptions, backwards: boolean) {
  const revision = options.hasRevision() ? Number(options.getRevision()) : undefined;
  if (!backwards) return events.filter((event) => event.revision >= (revision ?? 0));
  return events.filter((event) => event.revision <= (revision ?? Number.POSITIVE_INFINITY)).toReversed();
}

/** Forwards the event at the position is given, backwards it is not. */
function fromPosition(all: readonly KeptEvent[], options: ReadReq.Options.AllOptions | undefined, backwards: boolean) {
  const given = options?.getPosition();
  const position = given ? Number(given.getCommitPosition()) : undefined;
  if (!backwards) return options?.hasEnd() ? [] : all.filter((event) => event.position >= (position ?? 0));
  if (options?.hasStart()) return [];
  return all.filter((event) => event.position < (position ?? Number.POSITIVE_INFINITY)).toReversed();
}

function filterOf(options: ReadReq.Options): (event: KeptEvent) => boolean {
  const filter = options.getFilter();
  const expression = filter?.getStreamIdentifier() ?? filter?.getEventType();
  if (!filter || !expression) return () => true;
  const prefixes = expression.getPrefixList();
  const regex = new RegExp(expression.getRegex(), 'u');
  const matches = (name: string): boolean =>
    prefixes.length > 0 ? prefixes.some((prefix) => name.startsWith(prefix)) : regex.test(name);
  return filter.hasStreamIdentifier() ? (event) => matches(event.stream) : (event) => matches(event.type);
}

/** Confirms, gives the events behind the position, says that it has caught up, and goes on with what is appended. */
async function follow(
  store: ServerParts['store'],
  call: ReadCall,
  options: ReadReq.Options,
  subscriptions: Subscriptions,
): Promise<void> {
  const all = options.getAll();
  const after = all?.getPosition() ? Number(all.getPosition()?.getCommitPosition()) : -1;
  const window = (options.getFilter()?.getMax() || 32) * (options.getFilter()?.getCheckpointintervalmultiplier() || 1);
  const matches = filterOf(options);
  let changed = Promise.withResolvers<void>();
  const stop = store.onAppend(() => changed.resolve());
  const leave = (): void => changed.resolve();
  call.on('cancelled', leave).on('close', leave);
  subscriptions.add(call);
  try {
    await send(
      call,
      new streams.ReadResp().setConfirmation(new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId('1')),
    );
    let next = all?.hasEnd() ? store.all.length : store.all.findIndex((event) => event.position > after);
    if (next < 0) next = store.all.length;
    let unmentioned = 0;
    for (let first = true; !call.cancelled && subscriptions.has(call); first = false) {
      for (let event = store.all[next]; event && subscriptions.has(call); event = store.all[next]) {
        next += 1;
        unmentioned = matches(event) ? 0 : unmentioned + 1;
        if (unmentioned === 0) await send(call, readEvent(event));
        else if (unmentioned % window === 0) await send(call, checkpoint(event));
      }
      if (first) await send(call, new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp()));
      changed = Promise.withResolvers<void>();
      if (next === store.all.length && !call.cancelled && subscriptions.has(call)) await changed.promise;
    }
  } finally {
    stop();
    subscriptions.delete(call);
  }
}

/** @throws when the client has left. */
async function send(call: ReadCall, response: ReadResp): Promise<void> {
  if (call.cancelled) throw new Error('the client has left');
  if (call.write(response)) return;
  const waiting = new AbortController();
  const options = { signal: waiting.signal };
  const left = once(call, 'cancelled', options);
  left.catch(() => undefined);
  await Promise.race([once(call, 'drain', options), left]).finally(() => waiting.abort());
}

const checkpoint = ({ position }: KeptEvent): ReadResp =>
  new streams.ReadResp().setCheckpoint(
    new streams.ReadResp.Checkpoint().setCommitPosition(String(position)).setPreparePosition(String(position)),
  );

/** Between the year 1 and 1970, in units of 100 ns. */
const TICKS_BEFORE_1970 = 621_355_968_000_000_000n;

function readEvent(event: KeptEvent): ReadResp {
  const position = String(event.position);
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(event.id))
    .setStreamIdentifier(new shared.StreamIdentifier().setStreamName(Buffer.from(event.stream, 'utf8')))
    .setStreamRevision(String(event.revision))
    .setCommitPosition(position)
    .setPreparePosition(position)
    .setCustomMetadata(event.metadata)
    .setData(event.data);
  recorded
    .getMetadataMap()
    .set('type', event.type)
    .set('content-type', event.contentType)
    .set('created', String(TICKS_BEFORE_1970 + BigInt(event.created.getTime()) * 10_000n));
  return new streams.ReadResp().setEvent(new streams.ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(position));
}
