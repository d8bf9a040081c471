import { once } from 'node:events';
import { isJsonObject, parseJson, stringifyJson } from '@wattledger/kernel';
import type { Json, JsonObject } from '@wattledger/kernel';
import { WebSocket } from 'ws';
import type { ClientOptions, RawData } from 'ws';
import { inTime } from './until.ts';

/** A frame as it was on the wire, seen from the station. */
export interface WireFrame {
  readonly direction: 'sent' | 'received';
  readonly text: string;
}

/** What a call got: the payload of its CALLRESULT, or the code of its CALLERROR. */
export type RawAnswer = { readonly result: JsonObject } | { readonly error: string; readonly description: string };

/** A call of the platform's, as the station sees it. */
export interface IncomingCall {
  readonly id: string;
  readonly action: string;
  readonly payload: JsonObject;
}

interface Listener {
  readonly wants: (frame: readonly Json[]) => boolean;
  readonly take: (frame: readonly Json[]) => void;
}

/** How a station shows its password. */
export const basic = (user: string, password: string | Buffer): ClientOptions => ({
  headers: {
    authorization: `Basic ${Buffer.concat([Buffer.from(`${user}:`), Buffer.from(password)]).toString('base64')}`,
  },
});

/** A station that says exactly what a spec tells it to say, right or wrong. */
export class RawStation {
  readonly wire: WireFrame[] = [];
  private readonly socket: WebSocket;
  private readonly unheard: (readonly Json[])[] = [];
  private readonly listeners: Listener[] = [];
  private readonly ending: Promise<{ code: number; reason: string }>;
  private lastId = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: RawData) => this.hear(String(data)));
    socket.on('error', () => undefined);
    this.ending = new Promise((resolve) => socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })));
  }

  /** @param url with the station's id */
  static async connect(
    url: string,
    protocols: readonly string[] = ['ocpp1.6'],
    options: ClientOptions = {},
  ): Promise<RawStation> {
    const socket = new WebSocket(url, [...protocols], { perMessageDeflate: false, ...options });
    const station = new RawStation(socket);
    await inTime(`the handshake at ${url}`, once(socket, 'open'));
    return station;
  }

  /** The status with which a handshake is refused. */
  static async refusal(url: string, protocols: readonly string[] = ['ocpp1.6'], options: ClientOptions = {}): Promise<number> {
    const socket = new WebSocket(url, [...protocols], options);
    socket.on('error', () => undefined);
    const [, response] = await inTime(`${url} to be refused`, once(socket, 'unexpected-response'));
    socket.terminate();
    return response.statusCode;
  }

  /** What the platform chose; the empty text when nothing was offered. */
  get protocol(): string {
    return this.socket.protocol;
  }

  /** Says a text, as it is. */
  say(text: string | Buffer): void {
    if (typeof text === 'string') this.wire.push({ direction: 'sent', text });
    this.socket.send(text);
  }

  /** Calls, and waits for the answer. */
  call(action: string, payload: JsonObject, id = this.newId()): Promise<RawAnswer> {
    return this.ask(stringifyJson([2, id, action, payload]), id);
  }

  /** Calls, and expects a CALLRESULT. */
  async get(action: string, payload: JsonObject, id?: string): Promise<JsonObject> {
    const answer = await this.call(action, payload, id);
    if ('error' in answer) throw new Error(`${action} was refused: ${answer.error} ${answer.description}`);
    return answer.result;
  }

  /** Says a text, and waits for the answer that carries this id. */
  ask(text: string, id: string | number): Promise<RawAnswer> {
    this.say(text);
    return this.answerTo(id, text);
  }

  /** Waits for the answer that carries this id, or takes the one that has come. */
  async answerTo(id: string | number, asked: string = String(id)): Promise<RawAnswer> {
    const what = `the answer to ${asked.slice(0, 200)}`;
    const [type, , second, third] = await this.hears(what, ([kind, to]) => (kind === 3 || kind === 4) && to === id);
    if (type === 4) return { error: String(second), description: String(third) };
    return { result: isJsonObject(second) ? second : {} };
  }

  /** The platform's next call that nobody has taken yet. */
  async nextCall(): Promise<IncomingCall> {
    const [, id, action, payload] = await this.hears('a call of the platform', ([type]) => type === 2);
    return { id: String(id), action: String(action), payload: isJsonObject(payload) ? payload : {} };
  }

  answer(call: IncomingCall, payload: JsonObject): void {
    this.say(stringifyJson([3, call.id, payload]));
  }

  refuse(call: IncomingCall, errorCode: string): void {
    this.say(stringifyJson([4, call.id, errorCode, 'as this spec wants it', {}]));
  }

  /** Answers and calls that came in and that nobody waited for. */
  get unexpected(): readonly (readonly Json[])[] {
    return this.unheard;
  }

  /** Says goodbye, unless the line has ended already. */
  async close(): Promise<void> {
    if (this.socket.readyState === WebSocket.CLOSED) return;
    this.socket.resume();
    this.socket.close(1000);
    await this.closed();
  }

  /** Hears nothing more, neither frames nor pings nor a goodbye, as behind a line that is half open. It can still speak. */
  deaf(): void {
    this.socket.pause();
  }

  /** The line is cut: the platform is not told. */
  cut(): void {
    this.socket.terminate();
  }

  /** Settles when the line has ended, however late that is. */
  async gone(): Promise<void> {
    await this.ending;
  }

  /** Settles when the line has ended, however it ended. */
  closed(): Promise<{ code: number; reason: string }> {
    return inTime('the line to end', this.ending);
  }

  /** Settles when the platform has looked at everything said so far. */
  async settled(): Promise<void> {
    const pong = once(this.socket, 'pong');
    this.socket.ping();
    await inTime('a pong', pong);
  }

  newId(): string {
    this.lastId += 1;
    return `m${this.lastId}`;
  }

  private hears(what: string, wants: Listener['wants']): Promise<readonly Json[]> {
    const already = this.unheard.findIndex(wants);
    if (already !== -1) return Promise.resolve(this.unheard.splice(already, 1)[0] ?? []);
    const heard = new Promise<readonly Json[]>((take) => this.listeners.push({ wants, take }));
    const hungUp = this.ending.then(({ code }) => Promise.reject(new Error(`The line ended (${code}) before ${what} came`)));
    return inTime(what, Promise.race([heard, hungUp]));
  }

  private hear(text: string): void {
    this.wire.push({ direction: 'received', text });
    const frame = parseJson(text) as readonly Json[];
    const listener = this.listeners.findIndex(({ wants }) => wants(frame));
    if (listener === -1) this.unheard.push(frame);
    else this.listeners.splice(listener, 1)[0]?.take(frame);
  }
}
