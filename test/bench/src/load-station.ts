import { WebSocket } from 'ws';
import type { Say, Script, Telling } from './scripts.ts';

/** Where the stations of a load generator report to. */
export interface Listener {
  /** One call was answered, so many milliseconds after it was sent. */
  readonly answered: (milliseconds: number) => void;
  readonly failed: (what: string) => void;
}

/** A station with one call outstanding: the answer of one is the beginning of the next. */
export class LoadStation {
  readonly #listener: Listener;
  readonly #script: Script;
  readonly #telling: Telling;
  readonly #socket: WebSocket;
  #said = 0;
  #sentAt = 0;
  #current: Say | undefined;
  #step = 0;
  #prelude: { next: number; done: () => void } | undefined;
  #going = false;

  private constructor(socket: WebSocket, stationId: string, script: Script, listener: Listener, clockMs?: number) {
    this.#socket = socket;
    this.#script = script;
    this.#listener = listener;
    this.#telling = { stationId, transactionId: 0, energyWh: 10_000, socPercent: 20, seqNo: 0, clockMs };
    socket.on('message', (data) => this.#heard(String(data)));
    socket.on('close', () => {
      if (this.#current) listener.failed('connection lost');
    });
    socket.on('error', (error) => listener.failed(error.message));
  }

  /** @param clockMs what its clock shows, where it lives faster than we do */
  static connect(
    url: string,
    stationId: string,
    subprotocol: string,
    script: Script,
    listener: Listener,
    clockMs?: number,
  ): Promise<LoadStation> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(`${url}/${stationId}`, [subprotocol], { perMessageDeflate: false, skipUTF8Validation: true });
      socket.once('error', reject);
      socket.once('open', () => {
        socket.off('error', reject);
        resolve(new LoadStation(socket, stationId, script, listener, clockMs));
      });
    });
  }

  /** Says what comes before the loop; resolves when all of it is answered. */
  begin(): Promise<void> {
    return new Promise((done) => {
      this.#prelude = { next: 0, done };
      this.#next();
    });
  }

  /** Says the loop over and over until {@link rest}. */
  go(): void {
    this.#going = true;
    this.#next();
  }

  /** Says nothing new; what is outstanding may still be answered. */
  rest(): void {
    this.#going = false;
  }

  get isOutstanding(): boolean {
    return this.#current !== undefined;
  }

  close(): void {
    this.#current = undefined;
    this.#socket.terminate();
  }

  #next(): void {
    if (this.#prelude) {
      const say = this.#script.prelude[this.#prelude.next];
      this.#prelude.next += 1;
      if (say) return this.#say(say);
      const { done } = this.#prelude;
      this.#prelude = undefined;
      return done();
    }
    if (!this.#going) return;
    const say = this.#script.loop[this.#step];
    this.#step = (this.#step + 1) % this.#script.loop.length;
    if (say) this.#say(say);
  }

  #say(say: Say): void {
    this.#current = say;
    this.#said += 1;
    this.#sentAt = performance.now();
    this.#socket.send(`[2,"${this.#said}","${say.action}",${say.payload(this.#telling)}]`);
  }

  #heard(text: string): void {
    if (text.startsWith('[2,')) return this.#decline(text);
    const say = this.#current;
    if (!say) return;
    const milliseconds = performance.now() - this.#sentAt;
    if (!text.startsWith(`[3,"${this.#said}"`)) {
      if (!text.startsWith(`[4,"${this.#said}"`)) return;
      this.#listener.failed(text.slice(0, 200));
    } else if (say.hears) {
      const [, , answer] = JSON.parse(text);
      say.hears(this.#telling, answer);
    }
    this.#current = undefined;
    this.#listener.answered(milliseconds);
    this.#next();
  }

  /** The platform may ask for something; a station that only makes load does not offer it. */
  #decline(call: string): void {
    const [, id] = JSON.parse(call);
    this.#socket.send(JSON.stringify([4, id, 'NotSupported', 'This station only makes load', {}]));
  }
}
