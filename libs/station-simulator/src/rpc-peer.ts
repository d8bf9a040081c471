import { randomUUID } from 'node:crypto';
import { isJsonObject, parseJson, stringifyJson } from '@wattledger/kernel';
import type { Json, JsonObject } from '@wattledger/kernel';
import { fault } from './errors.ts';

/** What a station says to a call of the platform: a result, and what it does once the result has gone out; or a CALLERROR. */
export type Answer =
  | { readonly result: JsonObject; readonly afterwards?: () => void }
  | { readonly errorCode: string; readonly description: string };

export interface RpcPeerOptions {
  readonly send: (text: string) => void;
  /** Answers a call of the platform; undefined leaves it without any answer. */
  readonly answer: (action: string, payload: JsonObject) => Answer | undefined;
  readonly callTimeoutMs: number;
}

interface OutgoingCall {
  readonly id: string;
  readonly action: string;
  readonly payload: JsonObject;
  readonly resolve: (result: JsonObject) => void;
  readonly reject: (reason: Error) => void;
  timeout?: NodeJS.Timeout;
}

const CALL = 2;
const CALL_RESULT = 3;
const CALL_ERROR = 4;
const SEND = 6;

/**
 * The station's end of OCPP-J (OCPP 1.6J section 4, OCPP 2.x part 4): its own calls go out one after the other, the
 * platform's calls are answered at any time.
 */
export class RpcPeer {
  readonly #options: RpcPeerOptions;
  readonly #waiting: OutgoingCall[] = [];
  #inFlight: OutgoingCall | undefined;

  constructor(options: RpcPeerOptions) {
    this.#options = options;
  }

  /** Calls the platform. @throws Fault `call-timed-out`, `call-refused` or `connection-lost`. */
  call(action: string, payload: JsonObject, id: string = randomUUID()): Promise<JsonObject> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ id, action, payload, resolve, reject });
      this.#sendNext();
    });
  }

  /** An OCPP 2.1 SEND: nobody answers it. */
  send(action: string, payload: JsonObject): void {
    this.#options.send(stringifyJson([SEND, randomUUID(), action, payload]));
  }

  receive(text: string): void {
    const frame = readFrame(text);
    if (!frame) return;
    const [type, id, third, fourth] = frame;
    if (type === CALL && typeof third === 'string') this.#answer(String(id), third, isJsonObject(fourth) ? fourth : {});
    if (type === CALL_RESULT) this.#settle(id, ({ resolve }) => resolve(isJsonObject(third) ? third : {}));
    if (type === CALL_ERROR) {
      this.#settle(id, ({ action, reject }) =>
        reject(fault('call-refused', `The platform refused ${action}: ${String(third)} ${String(fourth ?? '')}`.trimEnd())),
      );
    }
  }

  /** Nothing more will come: whoever waits for an answer learns it. */
  close(): void {
    const abandoned = [...(this.#inFlight ? [this.#inFlight] : []), ...this.#waiting.splice(0)];
    this.#inFlight = undefined;
    for (const call of abandoned) {
      clearTimeout(call.timeout);
      call.reject(fault('connection-lost', `The connection closed before ${call.action} was answered`));
    }
  }

  #sendNext(): void {
    if (this.#inFlight) return;
    const call = this.#waiting.shift();
    if (!call) return;
    this.#inFlight = call;
    const timedOut = () =>
      this.#settle(call.id, () => call.reject(fault('call-timed-out', `${call.action} ${call.id} was not answered in time`)));
    call.timeout = setTimeout(timedOut, this.#options.callTimeoutMs);
    this.#options.send(stringifyJson([CALL, call.id, call.action, call.payload]));
  }

  /** Late and stray answers match no call in flight and are dropped. */
  #settle(id: Json | undefined, settle: (call: OutgoingCall) => void): void {
    const call = this.#inFlight;
    if (!call || call.id !== id) return;
    clearTimeout(call.timeout);
    this.#inFlight = undefined;
    settle(call);
    this.#sendNext();
  }

  #answer(id: string, action: string, payload: JsonObject): void {
    const answer = this.#options.answer(action, payload);
    if (!answer) return;
    if ('errorCode' in answer) {
      this.#options.send(stringifyJson([CALL_ERROR, id, answer.errorCode, answer.description, {}]));
      return;
    }
    this.#options.send(stringifyJson([CALL_RESULT, id, answer.result]));
    answer.afterwards?.();
  }
}

function readFrame(text: string): Json[] | undefined {
  try {
    const frame = parseJson(text);
    return Array.isArray(frame) ? frame : undefined;
  } catch {
    return undefined;
  }
}
