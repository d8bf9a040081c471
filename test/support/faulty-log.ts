import type { AppendOutcome, EventLog, EventToStore, ExpectedRevision } from '@wattledger/event-log';
import { Fault } from '@wattledger/kernel';

/** What happens to an append: the log is away before it is written, or after it was written and before anyone was told. */
export type LogFault = 'not-written' | 'answer-lost';

/** A log that breaks on command, as a full disk or a lost connection would. Only streams of one kind are hit: those of stations. */
export class FaultyLog implements EventLog {
  readonly readStream: EventLog['readStream'];
  readonly readAll: EventLog['readAll'];
  readonly subscribe: EventLog['subscribe'];
  readonly head: EventLog['head'];
  readonly readStreamMetadata: EventLog['readStreamMetadata'];
  readonly writeStreamMetadata: EventLog['writeStreamMetadata'];
  readonly truncate: EventLog['truncate'];
  readonly close: EventLog['close'];
  /** Asked before every append to a stream that is hit. */
  fault: (events: readonly EventToStore[]) => LogFault | undefined = () => undefined;
  /** Asked before every reading of a stream that is hit: whether it fails. */
  isUnreadable: () => boolean = () => false;
  /** Which streams are hit; the metadata of one are in a stream `$$<name>`. */
  hits = 'station-';
  private readonly log: EventLog;

  constructor(log: EventLog) {
    this.log = log;
    this.readStream = (stream, options) => {
      if (stream.startsWith(this.hits) && this.isUnreadable()) throw unwritable();
      return log.readStream(stream, options);
    };
    this.readAll = (...asked) => log.readAll(...asked);
    this.subscribe = (...asked) => log.subscribe(...asked);
    this.head = () => log.head();
    this.readStreamMetadata = (...asked) => log.readStreamMetadata(...asked);
    this.writeStreamMetadata = (stream, metadata) => {
      if (`$$${stream}`.startsWith(this.hits) && this.fault([])) throw unwritable();
      return log.writeStreamMetadata(stream, metadata);
    };
    this.truncate = (...asked) => log.truncate(...asked);
    this.close = () => log.close();
  }

  /** The next appends fail, then all is well again. */
  failNext(times: number, fault: LogFault = 'not-written'): void {
    let left = times;
    this.fault = () => (left-- > 0 ? fault : undefined);
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly EventToStore[]): Promise<AppendOutcome> {
    const fault = stream.startsWith(this.hits) ? this.fault(events) : undefined;
    if (fault === 'not-written') throw unwritable();
    const outcome = await this.log.append(stream, expected, events);
    if (fault === 'answer-lost') throw unwritable();
    return outcome;
  }
}

const unwritable = () =>
  new Fault('log-unwritable', 'The disk of this spec is full', { remedy: 'Wait for the next append.', retryable: true });
