import type { JsonObject } from '@wattledger/kernel';
import { meters16, start16, stop16, transactionEvent } from './frames.ts';
import { RawStation } from './raw-station.ts';
import { inTime } from './until.ts';

type Protocol = 'ocpp1.6' | 'ocpp2.0.1' | 'ocpp2.1';

interface Call {
  readonly id: string;
  readonly action: string;
  readonly payload: JsonObject;
}

/**
 * A station that charges one car after the other, as fast as it is answered, and keeps books.
 *
 * Like a real one it repeats, over the next line, the call that was never answered.
 */
export class ChargingStation {
  readonly id: string;
  /** The message ids of the calls that were answered. */
  readonly acknowledged: string[] = [];
  /** Register at start and stop of every session whose start and stop were both answered, by transaction. */
  readonly finished = new Map<string, { readonly startWh: number; readonly stopWh: number }>();
  /** The message ids of the calls that asked it to clear its cache. */
  readonly heard: string[] = [];
  private readonly protocol: Protocol;
  private readonly patienceMs: number;
  private readonly story: Generator<Call, never, JsonObject>;
  private unanswered: Call;
  private sessions = 0;

  /** @param patienceMs after which it takes a line for dead that brings no answer */
  constructor(id: string, protocol: Protocol, patienceMs = 60_000) {
    this.id = id;
    this.protocol = protocol;
    this.patienceMs = patienceMs;
    this.story = protocol === 'ocpp1.6' ? this.charges16() : this.charges2();
    this.unanswered = this.story.next({}).value;
  }

  /** Sessions that were at least begun. */
  get begun(): number {
    return this.sessions;
  }

  /**
   * Connects and charges until the line ends or is taken for dead, and then rejects.
   *
   * @param onAnswer is told of every answer; says false when it is enough
   */
  async charge(ocppUrl: string, onAnswer: () => unknown): Promise<void> {
    const line = await RawStation.connect(`${ocppUrl}/${this.id}`, [this.protocol]);
    void this.obey(line);
    try {
      do {
        const { id, action, payload } = this.unanswered;
        const answer = await inTime(
          `the answer to ${this.id}, which takes its line for dead`,
          line.get(action, payload, id),
          this.patienceMs,
        );
        this.acknowledged.push(id);
        this.unanswered = this.story.next(answer).value;
      } while ((await onAnswer()) !== false);
      await line.close();
    } finally {
      line.cut();
    }
  }

  private async obey(line: RawStation): Promise<void> {
    const gone = line.gone().then(() => 'gone' as const);
    for (;;) {
      const call = await Promise.race([line.nextCall().catch(() => undefined), gone]);
      if (call === 'gone') return;
      if (!call) continue;
      this.heard.push(call.id);
      line.answer(call, { status: 'Accepted' });
    }
  }

  private call(what: string, action: string, payload: JsonObject): Call {
    return { id: `${this.id} ${this.sessions} ${what}`, action, payload };
  }

  private *charges16(): Generator<Call, never, JsonObject> {
    for (;;) {
      this.sessions += 1;
      const { startWh, stopWh, at } = this.plan();
      const started = yield this.call('start', 'StartTransaction', start16(`CAR-${this.sessions}`, startWh, at(0)));
      const transactionId = Number(started['transactionId']);
      yield this.call('meter', 'MeterValues', meters16(startWh + 10, 50, at(1), transactionId));
      yield this.call('stop', 'StopTransaction', stop16(transactionId, stopWh, at(2)));
      this.finished.set(String(transactionId), { startWh, stopWh });
    }
  }

  private *charges2(): Generator<Call, never, JsonObject> {
    for (;;) {
      this.sessions += 1;
      const { startWh, stopWh, at } = this.plan();
      const id = `${this.id}-${this.sessions}`;
      const moment = (event: 'Started' | 'Updated' | 'Ended', seqNo: number, registerWh: number): Call =>
        this.call(
          event,
          'TransactionEvent',
          transactionEvent({ event, id, seqNo, timestamp: at(seqNo), registerWh, token: 'CAR' }),
        );
      yield moment('Started', 0, startWh);
      yield moment('Updated', 1, startWh + 10);
      yield moment('Ended', 2, stopWh);
      this.finished.set(id, { startWh, stopWh });
    }
  }

  private plan(): { startWh: number; stopWh: number; at: (seconds: number) => string } {
    const begin = Date.now();
    const startWh = this.sessions * 1_000;
    return { startWh, stopWh: startWh + 100 + this.sessions, at: (seconds) => new Date(begin + seconds).toISOString() };
  }
}
