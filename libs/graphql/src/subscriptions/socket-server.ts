import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { Access, Drivers } from '@wattledger/access';
import { idInStream } from '@wattledger/charging';
import type { EventLog } from '@wattledger/event-log';
import { getOperationAST, GraphQLError, OperationTypeNode, parse, specifiedRules, validate } from 'graphql';
import type { DocumentNode, ExecutionArgs } from 'graphql';
import { handleProtocols, makeServer } from 'graphql-ws';
import type { Context, SubscribePayload } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { ACCESS, DRIVERS, ERROR_LOG, EVENT_LOG, ROWS, SETTINGS } from '../collaborators.ts';
import type { ErrorLog } from '../collaborators.ts';
import { ApiError } from '../errors.ts';
import { SearchBudget } from '../events/search-budget.ts';
import { tellErrors } from '../format-errors.ts';
import { checkComplexity } from '../limits/complexity.ts';
import { limitRules } from '../limits/limit-rules.ts';
import { authenticate, nameOf } from '../request/authentication.ts';
import type { Authenticated, KeyCarrier } from '../request/authentication.ts';
import type { RequestContext } from '../request/context.ts';
import { Loaders } from '../rows/loaders.ts';
import type { Rows } from '../rows/rows.ts';
import type { GraphqlSettings } from '../settings.ts';
import { serveSocket } from './serve-socket.ts';
import type { SocketExtra } from './serve-socket.ts';

/** Close codes of the protocol: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md */
const GOING_AWAY = 1001;
const FORBIDDEN = 4403;
const TOO_MANY_REQUESTS = 4429;
const MINUTE_MS = 60_000;
const LAST_WORDS_MS = 1_000;
const endsOfLogIns = ['LoggedOut', 'PasswordSet', 'AccountBlocked', 'AccountClosed'];

interface Connected extends SocketExtra {
  who?: Authenticated;
  carrier?: KeyCarrier;
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
  private readonly access: Access;
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
    @Inject(ACCESS) access: Access,
    @Inject(DRIVERS) drivers: Drivers,
    @Inject(EVENT_LOG) log: EventLog,
    @Inject(ROWS) rows: Rows,
    @Inject(SETTINGS) settings: GraphqlSettings,
    @Inject(ERROR_LOG) errorLog: ErrorLog,
  ) {
    this.http = http;
    this.schemaHost = schemaHost;
    this.access = access;
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
        this.server.handleUpgrade(request, socket, head, (client) => serveSocket(protocol, client, request, this.errorLog));
      } else if (http.listenerCount('upgrade') === 1) refuseUpgrade(socket);
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
    const who = await authenticate({ access: this.access, drivers: this.drivers }, carrier);
    if (!who) return false;
    Object.assign(extra, { who, carrier });
    const name = nameOf(who);
    this.sockets.set(name, (this.sockets.get(name) ?? new Set()).add(extra));
    if ('driver' in who) this.endWithLogIn(extra, who.driver.expiresAt);
    // The key may have been revoked while it was being looked up, before this socket was known to hold it.
    return (await authenticate({ access: this.access, drivers: this.drivers }, carrier)) !== undefined;
  }

  private endWithLogIn(extra: Connected, expiresAt: string): void {
    const left = Math.max(0, Date.parse(expiresAt) - Date.now());
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
      if (!(await authenticate({ access: this.access, drivers: this.drivers }, carrier)))
        socket.close(FORBIDDEN, 'The log-in has ended');
    }
  }
}

/** @throws ApiError `SUBSCRIPTION_ONLY` */
function mustSubscribe(document: DocumentNode, operationName: string | null | undefined): void {
  const operation = getOperationAST(document, operationName);
  if (!operation) throw new GraphQLError('Name one of the operations in `operationName`.');
  if (operation.operation !== OperationTypeNode.SUBSCRIPTION) throw new ApiError('SUBSCRIPTION_ONLY');
}

/** The port is closed when its sockets are; a client that does not answer is not waited for. */
function sendAway(client: WebSocket): void {
  client.close(GOING_AWAY, 'Going away');
  const timer = setTimeout(() => client.terminate(), LAST_WORDS_MS);
  client.once('close', () => clearTimeout(timer));
}

const pathOf = ({ url = '' }: IncomingMessage): string => url.split('?', 1)[0] ?? '';
const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

function refuseUpgrade(socket: Duplex): void {
  socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}
