import { describe, expect, it } from '@jest/globals';
import type { Json, JsonObject } from '@wattledger/kernel';
import { StationMemory } from './station-memory.ts';

const RECEIVED = '2026-05-01T12:00:00.000Z';
const start = { connectorId: 1, idTag: 'sealed:AAAAAAAAAAAAAAAAAAAAAA:x', timestamp: RECEIVED, meterStart: 1_000 };

/** Tells a memory what the stream of a station holds, an exchange at a time. */
class Story {
  readonly memory = new StationMemory();
  private revision = -1;

  exchange(messageId: string, action: string, call: JsonObject, answer: JsonObject, ocppVersion = '1.6'): this {
    const notes = { action, messageId, ocppVersion, connectionEpoch: 1 } as const;
    this.tell(`${action}Received`, { ...notes, direction: 'fromStation', kind: 'call', receivedAt: RECEIVED }, call);
    this.tell(`${action}Answered`, { ...notes, direction: 'toStation', kind: 'result' }, answer);
    return this;
  }

  tell(type: string, notes: Parameters<StationMemory['remember']>[0]['notes'], data: Json): void {
    this.revision += 1;
    this.memory.remember({ type, revision: this.revision, notes, data });
  }
}

describe('what the gateway remembers of a station', () => {
  it('is where the answer to a call lies, until the station has rebooted', () => {
    const { memory } = new Story().exchange('7', 'StatusNotification', { connectorId: 1 }, {});
    expect(memory.exchange('7', 'StatusNotification')).toMatchObject({ callRevision: 0, answerRevision: 1 });
    expect(memory.exchange('7', 'MeterValues')).toBeUndefined();
    const rebooted = new Story().exchange('7', 'StatusNotification', {}, {}).exchange('8', 'BootNotification', {}, {});
    expect(rebooted.memory.exchange('7', 'StatusNotification')).toBeUndefined();
  });

  it('is the id that a start got, whoever sealed the token and whatever id the message has', () => {
    const { memory } = new Story().exchange('1', 'StartTransaction', start, {
      transactionId: 77,
      idTagInfo: { status: 'Accepted' },
    });
    expect(memory.transactionStartedBy({ ...start, idTag: 'sealed:AAAAAAAAAAAAAAAAAAAAAA:y' })).toBe(77);
    expect(memory.transactionStartedBy({ ...start, meterStart: 1_001 })).toBeUndefined();
    expect(memory.knowsTransaction(77)).toBe(true);
  });

  it('is a running transaction, until it ends', () => {
    const story = new Story().exchange('1', 'StartTransaction', start, { transactionId: 77, idTagInfo: { status: 'Accepted' } });
    expect(story.memory.transaction('77')).toMatchObject({ startedAt: RECEIVED, evseId: 1, registers: { meterStartWh: 1_000 } });
    story.exchange('2', 'StopTransaction', { transactionId: 77, meterStop: 5_000, timestamp: RECEIVED }, {});
    expect(story.memory.transaction('77')).toBeUndefined();
  });

  it('follows the register of a 2.x transaction', () => {
    const event = (eventType: string, value: number, seqNo: number) => ({
      eventType,
      timestamp: RECEIVED,
      triggerReason: 'MeterValuePeriodic',
      seqNo,
      transactionInfo: { transactionId: 't1' },
      evse: { id: 1, connectorId: 1 },
      meterValue: [{ timestamp: RECEIVED, sampledValue: [{ value, measurand: 'Energy.Active.Import.Register' }] }],
    });
    const story = new Story()
      .exchange('1', 'TransactionEvent', event('Started', 100, 0), {}, '2.0.1')
      .exchange('2', 'TransactionEvent', event('Updated', 250, 1), {}, '2.0.1');
    expect(story.memory.transaction('t1')).toMatchObject({ registers: { meterStartWh: 100, meterLatestWh: 250 } });
  });

  it('is the id of a start only while that was not stopped: a clock that stands still starts another session', () => {
    const story = new Story().exchange('1', 'StartTransaction', start, { transactionId: 77, idTagInfo: { status: 'Accepted' } });
    story.exchange('2', 'StopTransaction', { transactionId: 77, meterStop: 1_000, timestamp: RECEIVED }, {});
    expect(story.memory.transactionStartedBy(start)).toBeUndefined();
  });

  it('is how often a transaction was told to stop, and what the station made of it', () => {
    const story = new Story().exchange('1', 'StartTransaction', start, { transactionId: 77, idTagInfo: { status: 'Accepted' } });
    const stop = () => story.memory.transaction('77')?.stop;
    const command = { action: 'RemoteStopTransaction', ocppVersion: '1.6', commandId: 'c1' } as const;
    const decided = { transactionId: '77', progress: { updatedAt: RECEIVED }, votes: [] };
    story.tell('SessionStopDecided', {}, decided);
    story.tell('RemoteStopTransactionSent', { ...command, direction: 'toStation', kind: 'call' }, { transactionId: 77 });
    expect(stop()).toEqual({ attempts: 1, at: RECEIVED, commandId: 'c1' });
    const answered = { ...command, direction: 'fromStation', kind: 'result' } as const;
    story.tell('RemoteStopTransactionConfirmed', answered, { status: 'Accepted' });
    expect(stop()?.failed).toBeUndefined();
    story.tell('RemoteStopTransactionConfirmed', answered, { status: 'Rejected' });
    expect(stop()?.failed).toBe(true);
    story.tell('SessionStopDecided', {}, decided);
    expect(stop()).toEqual({ attempts: 2, at: RECEIVED });
    story.tell('RemoteStopTransactionSent', { ...command, direction: 'toStation', kind: 'call' }, { transactionId: 77 });
    story.tell('CallUnanswered', { commandId: 'c1' }, { cause: 'timed-out' });
    expect(stop()?.failed).toBe(true);
  });

  it('loses the oldest of too many running transactions, whatever their ids', () => {
    const story = new Story();
    for (let id = 500; id > 420; id -= 1)
      story.exchange(String(id), 'StartTransaction', start, { transactionId: id, idTagInfo: { status: 'Accepted' } });
    expect(story.memory.transaction('421')).toBeDefined();
    expect(story.memory.transaction('500')).toBeUndefined();
    expect(StationMemory.fromJson(story.memory.toJson()).transaction('421')).toBeDefined();
  });

  it('stays small, however much is said, and survives being written down', () => {
    const story = new Story();
    for (let id = 0; id < 500; id += 1) {
      story.exchange(
        String(id),
        'StartTransaction',
        { ...start, meterStart: id },
        { transactionId: id, idTagInfo: { status: 'Accepted' } },
      );
      story.tell(
        'ResetSent',
        { direction: 'toStation', kind: 'call', action: 'Reset', messageId: `m${id}`, commandId: `c${id}` },
        {},
      );
    }
    const json = JSON.stringify(story.memory.toJson());
    expect(json.length).toBeLessThan(30_000);
    const again = StationMemory.fromJson(JSON.parse(json) as JsonObject);
    expect(again.hasSent('c499')).toBe(true);
    expect(again.transactionStartedBy({ ...start, meterStart: 499 })).toBe(499);
    expect(again.toJson()).toEqual(story.memory.toJson());
  });

  it('does not trip over data that makes no sense', () => {
    const story = new Story();
    for (const data of [null, 'text', [], { transactionId: {} }, 7] as Json[]) {
      for (const action of ['StartTransaction', 'StopTransaction', 'TransactionEvent', 'BootNotification']) {
        story.exchange('1', action, data as JsonObject, data as JsonObject);
      }
    }
    expect(story.memory.epoch).toBe(0);
  });
});
