import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel, ClientDuplexStream } from '@grpc/grpc-js';
import { EventStoreDBClient } from '@eventstore/db-client';
import type { ChannelCredentialOptions } from '@eventstore/db-client';
import { parseConnectionString } from '@eventstore/db-client/dist/Client/parseConnectionString.js';
import type { ConnectionOptions } from '@eventstore/db-client/dist/Client/parseConnectionString.js';
import { ServerFeaturesClient } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import { StreamsClient, StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type {
  AppendReq,
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
  ReadReq,
  ReadResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import { eventStoreFault, faultOf } from './errors.ts';

export type BatchAppendCall = ClientDuplexStream<BatchAppendReq, BatchAppendResp>;

/**
 * The client's connection (discovery, TLS, credentials, keep-alive, change of leader), spoken to in the messages of the
 * protocol. `DECISIONS.md` says why the client's own append, read and subscribe are passed by.
 */
export class EventStoreConnection extends EventStoreDBClient {
  /** @throws Fault `event-store-address-malformed`; the text is not repeated in it, as it may hold a password. */
  static connect(connectionString: string): EventStoreConnection {
    const { hosts, dnsDiscover, defaultCredentials, ...options } = parsed(connectionString);
    const channel = channelCredentials(options);
    const [host] = hosts;
    if (host === undefined) throw eventStoreFault('event-store-address-malformed', 'no host');
    if (!channel.insecure && isIP(host.address) > 0) {
      throw eventStoreFault('event-store-address-malformed', `with TLS the server needs a name, not the address ${host.address}`);
    }
    if (dnsDiscover) return new EventStoreConnection({ ...options, discover: host }, channel, defaultCredentials);
    if (hosts.length > 1) return new EventStoreConnection({ ...options, endpoints: hosts }, channel, defaultCredentials);
    return new EventStoreConnection({ ...options, endpoint: host }, channel, defaultCredentials);
  }

  private newestChannel: Channel | undefined;
  /** When the next connection may be tried. */
  private mayConnect: Promise<unknown> = Promise.resolve();
  private readonly channelOfClient = this.getChannel;
  /**
   * The client keeps its channel to itself; closing needs it, and must not open a new one. It also opens a new one for every call that
   * fails: while the server is away they wait for the same next attempt, however many calls there are.
   */
  protected override getChannel = async (): Promise<Channel> => {
    if (this.newestChannel?.getConnectivityState(false) === SHUT_DOWN) await this.mayConnect;
    const channel = await this.channelOfClient();
    if (channel !== this.newestChannel) {
      this.newestChannel = channel;
      this.mayConnect = sleep(BETWEEN_CONNECTIONS_MS * (0.5 + Math.random()), undefined, { ref: false });
    }
    return channel;
  };

  /** Whether the server has the method BatchAppend (21.6 and up). */
  async takesBatches(deadlineMs: number): Promise<boolean> {
    const methods = await this.execute(
      ServerFeaturesClient,
      'getSupportedMethods',
      (client) =>
        new Promise<SupportedMethods | undefined>((resolve, reject) => {
          const [metadata, options] = this.callArguments({ deadline: deadlineMs });
          client.getSupportedMethods(new shared.Empty(), metadata, options, (error, response) => {
            if (error === null) resolve(response);
            else if (error.code === UNIMPLEMENTED) resolve(undefined);
            else reject(error);
          });
        }),
    );
    const batchAppend = StreamsService.batchAppend.path.toLowerCase();
    return (methods?.getMethodsList() ?? []).some(
      (method) => `/${method.getServiceName()}/${method.getMethodName()}`.toLowerCase() === batchAppend,
    );
  }

  /** One call that carries any number of appends, answered in any order. */
  openBatchAppend(): Promise<BatchAppendCall> {
    return this.GRPCStreamCreator(StreamsClient, 'batchAppend', (client) =>
      client.batchAppend(...this.callArguments({ requiresLeader: true }, { deadline: Infinity })),
    )();
  }

  /** One append as a call of its own, for servers without batches. */
  appendAlone(requests: readonly AppendReq[], deadlineMs: number): Promise<AppendResp> {
    return this.execute(
      StreamsClient,
      'append',
      (client) =>
        new Promise<AppendResp>((resolve, reject) => {
          const [metadata, options] = this.callArguments({ requiresLeader: true, deadline: deadlineMs });
          const call = client.append(metadata, options, (error, response) =>
            error === null ? resolve(response) : reject(error),
          );
          call.on('error', reject);
          for (const request of requests) call.write(request);
          call.end();
        }),
    );
  }

  /**
   * The responses to a read, at the reader's pace; of a subscription for ever. Ends with its signal.
   *
   * @throws Fault when the call fails, or the server says nothing for `patienceMs` (a subscription: before its confirmation).
   */
  async *read(request: ReadReq, patienceMs: number, signal?: AbortSignal): AsyncGenerator<ReadResp> {
    if (signal?.aborted) return;
    const follows = request.getOptions()?.hasSubscription() ?? false;
    const call = await this.GRPCStreamCreator(StreamsClient, 'read', (client) =>
      client.read(request, ...this.callArguments({}, { deadline: Infinity })),
    )().catch((error: unknown) => Promise.reject(faultOf(error)));
    const cancel = (): void => call.cancel();
    if (signal?.aborted) return cancel();
    let silent = false;
    const watch = (): NodeJS.Timeout =>
      setTimeout(() => {
        silent = true;
        cancel();
      }, patienceMs);

    signal?.addEventListener('abort', cancel);
    let watchdog: NodeJS.Timeout | undefined = watch();
    try {
      for await (const response of responses(call)) {
        clearTimeout(watchdog);
        yield response;
        watchdog = follows ? undefined : watch();
      }
    } catch (error) {
      if (signal?.aborted) return;
      throw silent ? eventStoreFault('event-store-timeout') : faultOf(error);
    } finally {
      clearTimeout(watchdog);
      signal?.removeEventListener('abort', cancel);
      cancel();
    }
  }

  /** Ends every call and lets go of the server. */
  async disconnect(): Promise<void> {
    await this.dispose();
    this.newestChannel?.close();
  }
}

const UNIMPLEMENTED = 12;
/** gRPC's `connectivityState.SHUTDOWN`: the client has closed it after a failure. */
const SHUT_DOWN = 4;
/** Cut at random, so that processes do not come back all at once. */
const BETWEEN_CONNECTIONS_MS = 500;

const responses = (call: AsyncIterable<ReadResp>): AsyncIterable<ReadResp> => call;

function parsed(connectionString: string): ConnectionOptions {
  try {
    return parseConnectionString(connectionString);
  } catch {
    throw eventStoreFault('event-store-address-malformed');
  }
}

function channelCredentials(
  options: ConnectionOptions | Omit<ConnectionOptions, 'hosts' | 'dnsDiscover'>,
): ChannelCredentialOptions {
  if (options.tls === false) return { insecure: true };
  if ((options.userCertFile === undefined) !== (options.userKeyFile === undefined)) {
    throw eventStoreFault('event-store-address-malformed', 'userCertFile and userKeyFile must be given together');
  }
  const file = (path: string | undefined): Buffer | undefined => {
    try {
      return path === undefined ? undefined : readFileSync(path);
    } catch (error) {
      throw eventStoreFault('event-store-address-malformed', `cannot read ${path}`, error);
    }
  };
  return {
    insecure: false,
    rootCertificate: file(options.tlsCAFile),
    userCertFile: file(options.userCertFile),
    userKeyFile: file(options.userKeyFile),
  };
}
