import { randomUUID } from 'node:crypto';
import type { JsonObject } from '@wattledger/kernel';
import { Fault } from '@wattledger/kernel';
import type { RpcPeer } from './rpc-peer.ts';

/** A message about a transaction: it must arrive, in order, however long the connection is away. */
export interface TransactionMessage {
  readonly action: string;
  /** Built when it is sent first, because an OCPP 1.6 transaction learns its id from the answer to its first message. */
  readonly payload: () => JsonObject;
  readonly answered?: (answer: JsonObject) => void;
}

interface Entry {
  readonly message: TransactionMessage;
  readonly id: string;
  payload?: JsonObject;
  refusals: number;
  readonly settle: () => void;
}

/** How often a message the platform refuses is tried (OCPP 1.6 `TransactionMessageAttempts`), and the pause in between. */
export interface Retries {
  readonly attempts: number;
  readonly pauseMs: number;
}

/**
 * The queue of transaction messages (OCPP 1.6 section 3.7.2, OCPP 2.0.1 E04).
 *
 * A message whose answer was lost with the connection is repeated word for word under the same message id.
 */
export class Outbox {
  readonly #entries: Entry[] = [];
  readonly #retries: Retries;
  readonly #failed: (reason: Error) => void;
  #peer: RpcPeer | undefined;
  #sending = false;

  constructor(retries: Retries, failed: (reason: Error) => void) {
    this.#retries = retries;
    this.#failed = failed;
  }

  get length(): number {
    return this.#entries.length;
  }

  /** Resolves once the platform has answered, or the message was given up. */
  push(message: TransactionMessage): Promise<void> {
    return new Promise((settle) => {
      this.#entries.push({ message, id: randomUUID(), refusals: 0, settle });
      void this.#pump();
    });
  }

  resume(peer: RpcPeer): void {
    this.#peer = peer;
    void this.#pump();
  }

  pause(): void {
    this.#peer = undefined;
  }

  async #pump(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    for (let entry = this.#entries[0]; entry && this.#peer; entry = this.#entries[0]) await this.#deliver(entry, this.#peer);
    this.#sending = false;
  }

  async #deliver(entry: Entry, peer: RpcPeer): Promise<void> {
    entry.payload ??= entry.message.payload();
    try {
      const answer = await peer.call(entry.message.action, entry.payload, entry.id);
      this.#entries.shift();
      entry.message.answered?.(answer);
      entry.settle();
    } catch (cause) {
      if (!(cause instanceof Fault)) throw cause;
      if (cause.code === 'connection-lost') {
        if (this.#peer === peer) this.#peer = undefined;
        return;
      }
      entry.refusals += 1;
      this.#failed(cause);
      if (entry.refusals < this.#retries.attempts) {
        await new Promise((resolve) => setTimeout(resolve, this.#retries.pauseMs * entry.refusals));
        return;
      }
      this.#entries.shift();
      entry.settle();
    }
  }
}
