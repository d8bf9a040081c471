import type { IncomingMessage, Server } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { Drivers } from '@wattledger/access';
import { idInStream } from '@wattledger/charging';
import type { EventLog } from '@wattledger/event-log';
import { getOperationAST, GraphQLError, OperationTypeNode, parse, specifiedRules, validate } from 'graphql';
import type { DocumentNode, ExecutionArgs } from 'graphql';
import { handleProtocols, makeServer } from 'graphql-ws';
import type { Context, SubscribePayload } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import { DRIVERS, ENTRANCE, ERROR_LOG, EVENT_LOG, ROWS, SETTINGS } from '../collaborators.ts';
import type { ErrorLog } from '../collaborators.ts';
import { ApiError } from '../errors.ts';
import { SearchBudget } from '../events/search-budget.ts';
import { tellErrors } from '../format-errors.ts';
import type { Entrance } from '../http-options.ts';
import { checkComplexity } from '../limits/complexity.ts';
import { limitRules } from '../limits/limit-rules.ts';
import { authenticate, expiryOf, nameOf } from '../request/authentication.ts';
import type { Authenticated, KeyCarrier } from '../request/authentication.ts';
import type { RequestContext } from '../request/context.ts';
import { Loaders } from '../rows/loaders.ts';
import type { Rows } from '../rows/rows.ts';
import type { GraphqlSettings } from '../settings.ts';
import { sendAway, serveSocket } from './serve-socket.ts';
import type { SocketExtra } from './serve-socket.ts';
import { refuseUpgrade, SocketDoor } from './socket-door.ts';

/** Close codes of the protocol: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md */
/** IANA's registry of close codes, "Try Again Later"; clients of the protocol do. */
const TRY_AGAIN_LATER = 1013;
const FORBIDDEN = 4403;
const TOO_MANY_REQUESTS = 4429;
const MINUTE_MS = 60_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const endsOfLogIns = ['LoggedOut', 'PasswordSet', 'AccountBlocked', 'AccountClosed'];

interface Connected extends SocketExtra {
  who?: Authenticated;
  carrier?: KeyCarrier;
  /** See {@link SocketDoor.letWait}. */
  admitted: () => void;
  expiry?: NodeJS.Timeout;
  /** When the present minute of {@link started} began. */
  minuteFrom?: number;
  started?: number;
}
type SocketContext = Context<Record<string, unknown>, Connected>;

/**
 * Subscriptions over `graphql-transport-ws`, on the same path as the queries.
 *
 * A socket is good for as long as the key that opened it: when the key is revoked, anywhere, it is closed.
 */
@Injectable()
export class SocketServer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly http: HttpAdapterHost;
  private readonly schemaHost: GraphQLSchemaHost;
  private readonly entrance: Entrance;
  private readonly door: SocketDoor;
  private readonly drivers: Drivers;
  private readonly log: EventLog;
  private readonly rows: Rows;
  private readonly settings: GraphqlSettings;
  private readonly errorLog: ErrorLog;
  private readonly sockets = new Map<string, Set<Connected>>();
  private readonly closing = new AbortController();
  private readonly server: WebSocketServer;

  constructor(
    http: HttpAdapterHost,
    schemaHost: GraphQLSchemaHost,
    @Inject(ENTRANCE) entrance: Entrance,
    @Inject(DRIVERS) drivers: Drivers,
    @Inject(EVENT_LOG) log: EventLog,
    @Inject(ROWS) rows: Rows,
    @Inject(SETTINGS) settings: GraphqlSettings,
    @Inject(ERROR_LOG) errorLog: ErrorLog,
  ) {
    this.http = http;
    this.schemaHost = schemaHost;
    this.entrance = entrance;
    this.door = new SocketDoor(entrance, settings);
    this.drivers = drivers;
    this.log = log;
    this.rows = rows;
    this.settings = settings;
    this.errorLog = errorLog;
    this.server = new WebSocketServer({
      noServer: true,
      maxPayload: settings.maxQueryBytes,
      perMessageDeflate: false,
      handleProtocols: (protocols) => handleProtocols(protocols),
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    const protocol = makeServer<Record<string, unknown>, Connected>({
      onConnect: (context) => this.admit(context),
      onSubscribe: (context, _id, payload) => this.prepare(context, payload),
      onNext: (_context, _id, _payload, _args, result) =>
        result.errors ? { ...result, errors: tellErrors(result.errors, this.errorLog).errors } : undefined,
      onError: (_context, _id, _payload, errors) => tellErrors(errors, this.errorLog).errors,
      onClose: ({ extra }) => this.forget(extra),
    });
    const http = this.http.httpAdapter.getHttpServer() as Server;
    http.on('upgrade', (request, socket, head) => {
      if (pathOf(request) === this.settings.path) {
        const refusal = this.door.refusalOf(request);
        if (refusal) return refuseUpgrade(socket, refusal);
        this.server.handleUpgrade(request, socket, head, (client) => {
          const extra = { socket: client, request, admitted: this.door.letWait(request) };
          client.once('close', extra.admitted);
          serveSocket(protocol, extra, this.errorLog);
        });
      } else if (http.listenerCount('upgrade') === 1) refuseUpgrade(socket, '404 Not Found');
    });
    await this.followRevocations();
  }

  beforeApplicationShutdown(): void {
    this.closing.abort();
    for (const client of this.server.clients) sendAway(client);
    this.server.close();
  }

  private async admit({ connectionParams, extra }: SocketContext): Promise<boolean> {
    const carrier = { ...extra.request.headers, ...connectionParams };
    const who = await this.authenticated(carrier, extra);
    if (!who) return false;
    extra.admitted();
    const name = nameOf(who);
    const ofSameKey = this.sockets.get(name) ?? new Set();
    if (ofSameKey.size >= this.settings.maxSocketsPerKey) {
      extra.socket.close(TOO_MANY_REQUESTS, `A key may hold ${this.settings.maxSocketsPerKey} sockets`);
      return false;
    }
    Object.assign(extra, { who, carrier });
    this.sockets.set(name, ofSameKey.add(extra));
    const expiresAt = expiryOf(who);
    if (expiresAt !== undefined) this.endWithLogIn(extra, expiresAt);
    // The key may have been revoked while it was being looked up, before this socket was known to hold it.
    return (await this.authenticated(carrier, extra)) !== undefined;
  }

  /** Whoever is not let in is told by the close code whether to come back. */
  private async authenticated(carrier: KeyCarrier, { socket, request }: Connected): Promise<Authenticated | undefined> {
    const { doors, strangers, proxies } = this.entrance;
    try {
      const who = await authenticate(doors, carrier);
      if (!who && strangers.knock(proxies.addressOf(request)) !== undefined) {
        socket.close(TOO_MANY_REQUESTS, 'Too many have come from this address without a good key');
      }
      return who;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const away = error.extensions.code === 'PROVIDER_UNREACHABLE';
      socket.close(away ? TRY_AGAIN_LATER : FORBIDDEN, error.message);
      return undefined;
    }
  }

  private endWithLogIn(extra: Connected, expiresAt: string): void {
    const left = Math.min(Math.max(0, Date.parse(expiresAt) - Date.now()), LONGEST_TIMER_MS);
    extra.expiry = setTimeout(() => extra.socket.close(FORBIDDEN, 'The log-in has expired'), left);
    extra.expiry.unref();
  }

  private forget(extra: Connected): void {
    if (!extra.who) return;
    clearTimeout(extra.expiry);
    const name = nameOf(extra.who);
    const sockets = this.sockets.get(name);
    sockets?.delete(extra);
    if (sockets?.size === 0) this.sockets.delete(name);
  }

  private prepare(
    context: SocketContext,
    { query, variables, operationName }: SubscribePayload,
  ): ExecutionArgs | readonly GraphQLError[] {
    const { schema } = this.schemaHost;
    const { who } = context.extra;
    try {
      this.checkRate(context);
      const document = parse(query);
      const flaws = validate(schema, document, [...specifiedRules, ...limitRules(this.settings)]);
      if (flaws.length > 0) return flaws;
      mustSubscribe(document, operationName);
      checkComplexity({ schema, document, variables }, this.settings);
      const searchBudget = new SearchBudget(this.settings.maxEventsSearched);
      const contextValue: RequestContext = { ...who, loaders: new Loaders(this.rows, false), searchBudget };
      return { schema, document, variableValues: variables, operationName, contextValue };
    } catch (error) {
      return [error instanceof GraphQLError ? error : new GraphQLError(String(error), { originalError: asError(error) })];
    }
  }

  /** @throws ApiError `RATE_LIMITED` */
  private checkRate({ subscriptions, extra }: SocketContext): void {
    const { maxSubscriptionsPerSocket, requestsPerMinute } = this.settings;
    if (Object.keys(subscriptions).length > maxSubscriptionsPerSocket) {
      throw new ApiError('RATE_LIMITED', `A socket carries at most ${maxSubscriptionsPerSocket} subscriptions at a time.`);
    }
    const now = performance.now();
    if (now - (extra.minuteFrom ?? -Infinity) > MINUTE_MS) Object.assign(extra, { minuteFrom: now, started: 0 });
    extra.started = (extra.started ?? 0) + 1;
    if (extra.started > requestsPerMinute) extra.socket.close(TOO_MANY_REQUESTS, 'Too many subscriptions were started');
  }

  private async followRevocations(): Promise<void> {
    const after = await this.log.head();
    const filter = { streamPrefixes: ['apikey-', 'account-'], types: ['ApiKeyRevoked', ...endsOfLogIns] };
    const follow = async () => {
      for await (const { events } of this.log.subscribe({ after, filter, signal: this.closing.signal })) {
        for (const { stream } of events) {
          const keyId = idInStream('apikey', stream);
          if (keyId !== undefined) this.closeSocketsOf(keyId);
          else await this.closeLoggedOut(stream);
        }
      }
    };
    follow().catch((err: unknown) => this.errorLog.error({ err }, 'revoked API keys can no longer be followed'));
  }

  private closeSocketsOf(keyId: string): void {
    for (const { socket } of this.sockets.get(keyId) ?? []) socket.close(FORBIDDEN, 'The API key was revoked');
  }

  /** Some of an account's log-ins have ended, or all. */
  private async closeLoggedOut(stream: string): Promise<void> {
    this.drivers.streams.forget(stream);
    for (const { socket, carrier } of this.sockets.get(stream.replace('account-', 'account:')) ?? []) {
      if (!(await authenticate(this.entrance.doors, carrier))) socket.close(FORBIDDEN, 'The log-in has ended');
    }
  }
}

/** @throws ApiError `SUBSCRIPTION_ONLY` */
function mustSubscribe(document: DocumentNode, operationName: string | null | undefined): void {
  const operation = getOperationAST(document, operationName);
  if (!operation) throw new GraphQLError('Name one of the operations in `operationName`.');
  if (operation.operation !== OperationTypeNode.SUBSCRIPTION) throw new ApiError('SUBSCRIPTION_ONLY');
}

const pathOf = ({ url = '' }: IncomingMessage): string => url.split('?', 1)[0] ?? '';
const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
