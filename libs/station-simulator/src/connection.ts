import type { ConnectionOptions as TlsConnectionOptions } from 'node:tls';
import type { JsonObject } from '@wattledger/kernel';
import { WebSocket } from 'ws';
import { fault } from './errors.ts';
import { RpcPeer } from './rpc-peer.ts';
import type { Answer } from './rpc-peer.ts';

/** TLS options as `node:tls` takes them: `ca`, `cert`, `key`, `rejectUnauthorized`, `servername` ... */
export type TlsOptions = Pick<
  TlsConnectionOptions,
  'ca' | 'cert' | 'key' | 'passphrase' | 'pfx' | 'rejectUnauthorized' | 'servername' | 'minVersion' | 'maxVersion' | 'ciphers'
>;

export interface ConnectionOptions {
  /** Where the platform listens, without the station id: `ws://localhost:9000/ocpp`. */
  readonly url: string;
  readonly id: string;
  readonly subprotocols: readonly string[];
  /** Sent as HTTP Basic authentication with the station id as user (OCPP security profile 1 and 2). */
  readonly password?: string;
  readonly tls?: TlsOptions;
  readonly callTimeoutMs: number;
  /** First and longest wait before connecting again; doubles in between. */
  readonly reconnectMs: { readonly first: number; readonly longest: number };
}

export interface ConnectionEvents {
  readonly opened: (peer: RpcPeer, subprotocol: string) => void;
  readonly lost: () => void;
  readonly refused: (reason: Error) => void;
  readonly answer: (action: string, payload: JsonObject) => Answer | undefined;
  readonly frame?: (direction: 'sent' | 'received', text: string) => void;
}

/** The socket of a station: connects, connects again with growing pauses, hands text frames to an {@link RpcPeer}. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #events: ConnectionEvents;
  #socket: WebSocket | undefined;
  #peer: RpcPeer | undefined;
  #wanted = false;
  #attempts = 0;
  #retry: NodeJS.Timeout | undefined;

  constructor(options: ConnectionOptions, events: ConnectionEvents) {
    this.#options = options;
    this.#events = events;
  }

  /** Present while the socket is open. */
  get peer(): RpcPeer | undefined {
    return this.#peer;
  }

  /** Keeps the station connected from now on. */
  open(): void {
    this.#wanted = true;
    clearTimeout(this.#retry);
    if (!this.#socket) this.#connect();
  }

  /** Says goodbye and stays away until {@link open}; resolves when the socket is closed. */
  async close(): Promise<void> {
    this.#wanted = false;
    clearTimeout(this.#retry);
    const socket = this.#socket;
    if (!socket) return;
    await new Promise<void>((resolve) => {
      const giveUp = setTimeout(() => socket.terminate(), 2_000);
      socket.once('close', () => {
        clearTimeout(giveUp);
        resolve();
      });
      socket.close(1000);
    });
  }

  /** Cuts the line without a closing handshake, as a power cut does; `returns: false` also stops the attempts to come back. */
  drop({ returns = true } = {}): void {
    this.#wanted = returns;
    if (!returns) clearTimeout(this.#retry);
    this.#socket?.terminate();
  }

  sendRaw(text: string): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#events.frame?.('sent', text);
    this.#socket.send(text);
  }

  #connect(): void {
    const { url, id, subprotocols, password, tls, callTimeoutMs } = this.#options;
    const socket = new WebSocket(`${url.replace(/\/$/, '')}/${encodeURIComponent(id)}`, [...subprotocols], {
      perMessageDeflate: false,
      ...(password === undefined ? {} : { auth: `${id}:${password}` }),
      ...tls,
    });
    this.#socket = socket;
    socket.on('open', () => {
      this.#attempts = 0;
      const peer = new RpcPeer({ send: (text) => this.sendRaw(text), answer: this.#events.answer, callTimeoutMs });
      this.#peer = peer;
      this.#events.opened(peer, socket.protocol);
    });
    socket.on('message', (data) => {
      const text = data.toString();
      this.#events.frame?.('received', text);
      this.#peer?.receive(text);
    });
    socket.on('error', (cause) => {
      if (!this.#peer)
        this.#events.refused(fault('connection-refused', `${id} at ${url}: ${cause.message}`, { cause, retryable: true }));
    });
    socket.on('close', () => this.#closed());
  }

  #closed(): void {
    const peer = this.#peer;
    this.#socket = undefined;
    this.#peer = undefined;
    peer?.close();
    if (peer) this.#events.lost();
    if (!this.#wanted) return;
    const { first, longest } = this.#options.reconnectMs;
    const pause = Math.min(first * 2 ** this.#attempts, longest);
    this.#attempts += 1;
    // Spread over half the pause, so that a fleet does not come back in one instant.
    this.#retry = setTimeout(() => this.open(), pause * (0.75 + Math.random() / 2));
  }
}
