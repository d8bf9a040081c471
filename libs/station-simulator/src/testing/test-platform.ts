import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { isJsonObject } from '@wattledger/kernel';
import type { Json, JsonObject } from '@wattledger/kernel';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { simulatedVersions } from '../dialect.ts';
import type { SimulatedVersion } from '../dialect.ts';
import { deviationsOf } from './official-schemas.ts';

const LOOKS_EVERY_MS = 5;

/** A call as a station sent it. */
export interface ReceivedCall {
  readonly stationId: string;
  readonly id: string;
  readonly action: string;
  readonly payload: JsonObject;
}

/** How an action is answered; undefined leaves the call without an answer, a list is sent as a CALLERROR. */
export type TestAnswer = (
  payload: JsonObject,
  call: ReceivedCall,
) => JsonObject | readonly [errorCode: string, description: string] | undefined;

interface Client {
  readonly socket: WebSocket;
  readonly version: SimulatedVersion;
  readonly authorization: string | undefined;
  readonly pending: Map<string, { readonly action: string; readonly resolve: (answer: Json[]) => void }>;
}

/** A platform of few lines for specs: accepts every station, remembers every call, checks each frame by the official schemas. */
export class TestPlatform {
  readonly calls: ReceivedCall[] = [];
  /** Departures of the stations' frames from the official schemas. */
  readonly deviations: string[] = [];
  readonly answers = new Map<string, TestAnswer>();
  readonly #server: WebSocketServer;
  readonly #clients = new Map<string, Client>();
  #transactions = 0;
  connections = 0;

  private constructor(server: WebSocketServer) {
    this.#server = server;
    server.on('connection', (socket, request) => this.#connected(socket, request));
  }

  static async start(): Promise<TestPlatform> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    const platform = new TestPlatform(server);
    await new Promise((resolve) => server.once('listening', resolve));
    return platform;
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/ocpp`;
  }

  async stop(): Promise<void> {
    for (const { socket } of this.#clients.values()) socket.terminate();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Payloads of all calls of an action, oldest first. */
  received(action: string): JsonObject[] {
    return this.calls.filter((call) => call.action === action).map(({ payload }) => payload);
  }

  authorizationOf(stationId: string): string | undefined {
    return this.#clients.get(stationId)?.authorization;
  }

  /** Cuts a station's line. */
  drop(stationId: string): void {
    this.#clients.get(stationId)?.socket.terminate();
  }

  /** Calls a station; gives its CALLRESULT's payload, or `[errorCode, description]` of its CALLERROR. */
  async call(stationId: string, action: string, payload: JsonObject): Promise<JsonObject | readonly [string, string]> {
    const client = this.#clients.get(stationId);
    if (!client) throw new Error(`${stationId} is not connected`);
    const id = randomUUID();
    const [type, , third, fourth] = await new Promise<Json[]>((resolve) => {
      client.pending.set(id, { action, resolve });
      client.socket.send(JSON.stringify([2, id, action, payload]));
    });
    return type === 3 && isJsonObject(third) ? third : [String(third), String(fourth)];
  }

  /** Resolves once the condition holds; it may look at the platform and at the stations. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await sleep(LOOKS_EVERY_MS);
  }

  #connected(socket: WebSocket, request: IncomingMessage): void {
    const stationId = decodeURIComponent((request.url ?? '').split('/').at(-1) ?? '');
    const version = simulatedVersions.find((one) => socket.protocol === `ocpp${one}`) ?? '1.6';
    const client: Client = { socket, version, authorization: request.headers.authorization, pending: new Map() };
    this.#clients.set(stationId, client);
    this.connections += 1;
    socket.on('message', (data) => this.#heard(stationId, client, data.toString()));
  }

  #heard(stationId: string, client: Client, text: string): void {
    const frame: Json = JSON.parse(text);
    if (!Array.isArray(frame)) return;
    const [type, id, third, fourth] = frame;
    if (type === 2 && typeof third === 'string' && isJsonObject(fourth)) {
      this.deviations.push(...deviationsOf(client.version, third, 'request', fourth));
      this.#answer(client, { stationId, id: String(id), action: third, payload: fourth });
    } else {
      const call = client.pending.get(String(id));
      client.pending.delete(String(id));
      if (call && type === 3) this.deviations.push(...deviationsOf(client.version, call.action, 'response', third));
      call?.resolve(frame);
    }
  }

  #answer({ socket, version }: Client, call: ReceivedCall): void {
    this.calls.push(call);
    const answer = (this.answers.get(call.action) ?? ((payload) => this.#usualAnswer(version, call.action, payload)))(
      call.payload,
      call,
    );
    if (answer === undefined) return;
    const isError = Array.isArray(answer);
    socket.send(JSON.stringify(isError ? [4, call.id, ...answer, {}] : [3, call.id, answer]));
  }

  #usualAnswer(version: SimulatedVersion, action: string, payload: JsonObject): JsonObject {
    const accepted = { status: 'Accepted' };
    switch (action) {
      case 'BootNotification':
        return { status: 'Accepted', currentTime: new Date().toISOString(), interval: 300 };
      case 'Heartbeat':
        return { currentTime: new Date().toISOString() };
      case 'Authorize':
        return version === '1.6' ? { idTagInfo: accepted } : { idTokenInfo: accepted };
      case 'StartTransaction':
        return { transactionId: (this.#transactions += 1), idTagInfo: accepted };
      case 'TransactionEvent':
        return payload['eventType'] === 'Started' ? { idTokenInfo: accepted } : {};
      default:
        return {};
    }
  }
}
