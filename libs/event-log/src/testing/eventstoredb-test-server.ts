import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import type { Metadata, StatusObject } from '@grpc/grpc-js';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import type { IServerFeaturesServer } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { IStreamsServer } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { appendService, batchAppendService } from './eventstoredb/append-service.ts';
import type { ServerParts } from './eventstoredb/append-service.ts';
import { MemoryStore } from './eventstoredb/memory-store.ts';
import { Moods, refusal } from './eventstoredb/moods.ts';
import { readService } from './eventstoredb/read-service.ts';
import type { Subscriptions } from './eventstoredb/read-service.ts';
import { selfSignedCertificate } from './eventstoredb/self-signed-certificate.ts';
import { Wire } from './eventstoredb/wire.ts';

export interface EventStoreTestServerOptions {
  /** Asked of every call; the server then speaks TLS, without which clients do not send credentials. */
  readonly credentials?: { readonly username: string; readonly password: string };
  /** Bytes of one append; EventStoreDB's 1 MB unless set. */
  readonly maxAppendSize?: number;
  /** False: a server from before 21.6, which takes appends one call at a time. */
  readonly batches?: boolean;
  /** The address that clients connect to; this machine's own unless set. */
  readonly host?: string;
}

/**
 * A small EventStoreDB in memory that speaks the client's own protocol over a real socket, and misbehaves on command.
 * A command with a count is used up by that many appends.
 */
export interface EventStoreTestServer {
  readonly connectionString: string;
  /** The connection breaks before the append is written. */
  dropBeforeWrite(count?: number): void;
  /** The append is written, and the connection breaks before the answer. */
  dropAfterWrite(count?: number): void;
  /** The next append with an event of this type is written, and never answered. Settles when it is written. */
  leaveUnanswered(type: string): Promise<void>;
  /** The append is answered with a wrong-expected-version that is not true. */
  wrongRevision(count?: number): void;
  /** The append is sent to another node: this one, under the same address. */
  notLeader(count?: number): void;
  /** Appends are written at once, and answered so much later. */
  delay(ms: number): void;
  /** A reading of everything with a filter says nothing before so much time is over. */
  searchFor(ms: number): void;
  /** Everything arrives and is carried out, nothing is answered, until `silent(false)`: then all answers come. */
  silent(on?: boolean): void;
  /** Every call fails with UNAVAILABLE, as while a server starts. */
  unavailable(on?: boolean): void;
  /** Ends the subscriptions that are open, as a server does that goes down. */
  endSubscriptions(): void;
  /** Breaks every connection; new ones are welcome. */
  cutConnections(): void;
  /** Like {@link kill}, until `unreachable(false)`; attempts to connect are counted meanwhile. */
  unreachable(on?: boolean): void;
  /** How often clients have tried to connect. */
  connectionAttempts(): number;
  /** Goes away with everything that was under way; the data stays. */
  kill(): Promise<void>;
  /** Comes back under the same address. */
  restart(): Promise<void>;
  /** How many calls have failed because the server was made unavailable. */
  refusedCalls(): number;
  /** How many subscriptions are open now. */
  subscriptions(): number;
  /** Lets go of what no stream shows any more, as operators have servers do from time to time; nobody may be reading meanwhile. */
  scavenge(): void;
  /** The ids in a stream, as the server has them. */
  idsIn(stream: string): string[];
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';

/** Starts a server on a free port of this machine. */
export async function startEventStoreTestServer(options: EventStoreTestServerOptions = {}): Promise<EventStoreTestServer> {
  const { credentials, maxAppendSize = 1_048_576, batches = true, host = HOST } = options;
  const secured = credentials && { ...selfSignedCertificate(), folder: await mkdtemp(join(tmpdir(), 'event-store-')) };
  const authority = secured && join(secured.folder, 'authority.pem');
  if (secured && authority) await writeFile(authority, secured.certificate);

  const server = new Server({ 'grpc.max_receive_message_length': 16 * 1024 * 1024 });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(
      `${HOST}:0`,
      secured
        ? ServerCredentials.createSsl(null, [
            { private_key: Buffer.from(secured.key), cert_chain: Buffer.from(secured.certificate) },
          ])
        : ServerCredentials.createInsecure(),
      (error, bound) => (error ? reject(error) : resolve(bound)),
    );
  });
  const wire = new Wire(port, host);
  const [store, moods] = [new MemoryStore(), new Moods()];
  const open: Subscriptions = new Set();
  const parts: ServerParts = { store, moods, wire, maxAppendSize, unauthorized: guard(credentials) };
  addServices(server, parts, open, batches);
  // A real server is never empty: its own streams come first.
  store.append('$users', 'any', [
    {
      id: crypto.randomUUID(),
      type: '$User',
      contentType: 'application/json',
      metadata: Buffer.of(),
      data: Buffer.from('"admin"'),
    },
  ]);
  await wire.connect();

  const user = credentials ? `${encodeURIComponent(credentials.username)}:${encodeURIComponent(credentials.password)}@` : '';
  const query = authority ? `tls=true&tlsCAFile=${encodeURIComponent(authority)}` : 'tls=false';
  return {
    connectionString: `esdb://${user}${secured ? 'localhost' : host}:${wire.port}?${query}`,
    dropBeforeWrite: (count = 1) => void (moods.left.dropBefore = count),
    dropAfterWrite: (count = 1) => void (moods.left.dropAfter = count),
    leaveUnanswered: (type) => new Promise((resolve) => void moods.unanswered.set(type, resolve)),
    wrongRevision: (count = 1) => void (moods.left.wrongRevision = count),
    notLeader: (count = 1) => void (moods.left.notLeader = count),
    delay: (ms) => void (moods.delayMs = ms),
    searchFor: (ms) => void (moods.searchMs = ms),
    silent: (on = true) => wire.mute(on),
    unavailable: (on = true) => void (moods.unavailable = on),
    endSubscriptions: () => {
      for (const call of open) call.emit('error', refusal(status.CANCELLED, 'the server is going down'));
      open.clear();
    },
    cutConnections: () => wire.cut(),
    unreachable: (on = true) => wire.refuse(on),
    connectionAttempts: () => wire.attempts,
    kill: () => wire.disconnect(),
    restart: () => wire.connect(),
    refusedCalls: () => moods.refused,
    subscriptions: () => open.size,
    scavenge: () => store.scavenge(),
    idsIn: (stream) => store.stream(stream).map((event) => event.id),
    stop: async () => {
      await wire.disconnect();
      server.forceShutdown();
      if (secured) await rm(secured.folder, { recursive: true, force: true });
    },
  };
}

function guard(credentials: EventStoreTestServerOptions['credentials']): (headers: Metadata) => StatusObject | undefined {
  if (!credentials) return () => undefined;
  const right = `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
  return (headers) => {
    const [given] = headers.get('authorization');
    if (given === right) return undefined;
    return given === undefined
      ? refusal(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' })
      : refusal(status.UNAUTHENTICATED, 'Unauthenticated');
  };
}

function addServices(server: Server, parts: ServerParts, open: Subscriptions, batches: boolean): void {
  const unsupported = refusal(status.UNIMPLEMENTED, 'not part of the test server');
  const streamsServer: IStreamsServer = {
    read: readService(parts, open),
    append: appendService(parts),
    batchAppend: batchAppendService(parts),
    delete: (_call, callback) => callback(unsupported),
    tombstone: (_call, callback) => callback(unsupported),
  };
  const featuresServer: IServerFeaturesServer = {
    getSupportedMethods: (_call, callback) => {
      const refused = parts.moods.refusalOfCall();
      if (refused) return callback(refused);
      // Real servers name methods in lower case.
      const names = ['read', 'append', ...(batches ? ['batchappend'] : [])];
      const methods = names.map((name) =>
        new features.SupportedMethod().setServiceName('event_store.client.streams.streams').setMethodName(name),
      );
      callback(null, new features.SupportedMethods().setEventStoreServerVersion('23.10.0').setMethodsList(methods));
    },
  };
  server.addService(StreamsService, streamsServer);
  server.addService(ServerFeaturesService, featuresServer);
}
