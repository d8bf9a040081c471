import { stringifyJson } from '@wattledger/kernel';
import type { JsonObject } from '@wattledger/kernel';
import type { PlatformLink } from './platform-link.ts';

/** What broken stations do to a platform; for its tests. */
export class Misbehaviour {
  readonly #link: PlatformLink;
  /** While true the platform's calls get no answer. */
  ignoresCalls = false;

  constructor(link: PlatformLink) {
    this.#link = link;
  }

  /** Sends any text as one frame. */
  sendRaw(text: string): void {
    this.#link.sendRaw(text);
  }

  /** Sends the same call, with the same message id, so many times without waiting for an answer. */
  repeatCall(id: string, action: string, payload: JsonObject, times = 2): void {
    const text = stringifyJson([2, id, action, payload]);
    for (let time = 0; time < times; time += 1) this.sendRaw(text);
  }

  /** Cuts the line without a closing handshake; the station comes back by itself unless told otherwise. */
  dropSocket(options?: { readonly returns?: boolean }): void {
    this.#link.drop(options);
  }
}
