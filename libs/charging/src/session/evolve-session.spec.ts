import { describe, expect, it } from '@jest/globals';
import type { FactSource, StationFact } from '../station/index.ts';
import { Wire } from '../testing/wire.ts';
import {
  sessionCostAnnounced,
  sessionEnded,
  sessionInterrupted,
  sessionMetered,
  sessionPriced,
  sessionResumed,
  sessionStarted,
  sessionUpdated,
} from './index.ts';
import type { SessionState } from './index.ts';

const source: FactSource = { stationId: 'oak-1', eventId: 'e', position: 1, revision: 0, receivedAt: '2026-05-01T12:00:00.000Z' };

function evolve(session: SessionState | undefined, fact: StationFact): SessionState | undefined {
  switch (fact.type) {
    case 'SessionStarted':
      return sessionStarted(session, fact, source);
    case 'SessionUpdated':
      return sessionUpdated(session, fact);
    case 'SessionEnded':
      return sessionEnded(session, fact, source);
    case 'SessionInterrupted':
      return session && sessionInterrupted(session, fact);
    case 'SessionResumed':
      return session && sessionResumed(session, fact);
    case 'MetersRead':
      return session && sessionMetered(session, fact);
    case 'SessionPriced':
      return session && sessionPriced(session, fact);
    case 'CostAnnounced':
      return session && sessionCostAnnounced(session, fact);
    default:
      return session;
  }
}

const sessionOf = ({ facts }: Wire, sessionId = 'oak-1:7'): SessionState | undefined =>
  facts
    .filter((fact) => 'sessionId' in fact && fact.sessionId === sessionId)
    .reduce<SessionState | undefined>((session, fact) => evolve(session, fact), undefined);

const starts = (wire: Wire, meterStart = 1_000) =>
  wire.calls(
    'StartTransaction',
    { connectorId: 1, idTag: 'sealed:ana:1', meterStart, timestamp: wire.time() },
    { transactionId: 7, idTagInfo: { status: 'Accepted' } },
  );
const stops = (wire: Wire, meterStop: number, more: object = {}) =>
  wire.calls('StopTransaction', { transactionId: 7, meterStop, timestamp: wire.time(), ...more }, {});
const meters = (wire: Wire, value: string, more: object = {}, timestamp = wire.time()) =>
  wire.calls('MeterValues', {
    connectorId: 1,
    transactionId: 7,
    meterValue: [{ timestamp, sampledValue: [{ value, ...more }] }],
  });
const soc = (wire: Wire, percent: number) => meters(wire, String(percent), { measurand: 'SoC', unit: 'Percent', location: 'EV' });

describe('a charging session', () => {
  it('sells the difference between its start and stop register', () => {
    const wire = stops(starts(new Wire('1.6')).after(1_800), 8_500, { reason: 'EVDisconnected' });
    expect(sessionOf(wire)).toMatchObject({
      state: 'ended',
      energyWh: 7_500,
      durationSeconds: 1_800,
      stopReason: 'EVDisconnected',
      tokenSubject: 'ana',
    });
  });

  it('shows while it charges what the meter has gained', () => {
    const wire = meters(starts(new Wire('1.6')).after(600), '2.5', { unit: 'kWh' });
    expect(sessionOf(wire)).toMatchObject({ state: 'active', energyWh: 1_500, meterLatestWh: 2_500 });
  });

  it('counts from its first reading where readings and start are of two registers', () => {
    const wire = starts(new Wire('1.6'), 0).after(600);
    meters(meters(wire, '812000').after(600), '815000');
    expect(sessionOf(wire)).toMatchObject({ energyWh: 3_000 });
    expect(sessionOf(stops(wire, 3_600))).toMatchObject({ energyWh: 3_600 });
  });

  it('falls back on its readings when the stop register lies before the start', () => {
    const wire = starts(new Wire('1.6'), 812_000).after(600);
    meters(meters(wire, '812000').after(600), '815000');
    expect(sessionOf(stops(wire, 3_000))).toMatchObject({ energyWh: 3_000 });
  });

  it('sells stop minus start, whatever readings marked as its begin and end say', () => {
    const marked = (wire: Wire, value: string, context: string) => ({
      timestamp: wire.time(),
      sampledValue: [{ value, context }],
    });
    const wire = starts(new Wire('1.6'), 1_000).after(600);
    const transactionData = [marked(wire, '1200', 'Transaction.Begin'), marked(wire, '4100', 'Transaction.End')];
    expect(sessionOf(stops(wire, 4_000, { transactionData }))).toMatchObject({
      meterStartWh: 1_000,
      meterStopWh: 4_000,
      meterStopFrom: 'stop',
      energyWh: 3_000,
    });
  });

  it('sells stop minus start also where a reading marked as its end came before the stop', () => {
    const wire = starts(new Wire('1.6'), 1_000).after(600);
    meters(wire, '3900', { context: 'Transaction.End' });
    expect(sessionOf(stops(wire, 4_000))).toMatchObject({ meterStopWh: 4_000, energyWh: 3_000 });
  });

  it('believes a start that is told after its end more than the readings of its end', () => {
    const wire = new Wire('1.6').after(600);
    const begin = { timestamp: wire.time(-600), sampledValue: [{ value: '1200', context: 'Transaction.Begin' }] };
    stops(wire, 4_000, { transactionData: [begin] });
    expect(sessionOf(wire)).toMatchObject({ meterStartWh: 1_200, energyWh: 2_800 });
    const start = { connectorId: 1, idTag: 'sealed:ana:1', meterStart: 1_000, timestamp: wire.time(-600) };
    wire.calls('StartTransaction', start, { transactionId: 7, idTagInfo: { status: 'Accepted' } });
    expect(sessionOf(wire)).toMatchObject({ meterStartWh: 1_000, energyWh: 3_000 });
  });

  it('sells nothing when its register ran backwards and no reading says better', () => {
    const wire = starts(new Wire('1.6'), 1_000).after(600);
    expect(sessionOf(stops(wire, 900))).toMatchObject({ meterStartWh: 1_000, meterStopWh: 900, energyWh: 0 });
  });

  it('keeps the charge of the battery at its start and end', () => {
    const wire = soc(soc(soc(starts(new Wire('1.6')).after(60), 40).after(600), 55).after(600), 61);
    expect(sessionOf(wire)).toMatchObject({ socStart: 40, socLatest: 61 });
  });

  it.each([1_000, 25 * 86_400, 250_000_000_000])('goes on after a reading that lies %d seconds ahead', (seconds) => {
    const wire = starts(new Wire('1.6')).after(600);
    const ahead = new Date(Math.min(Date.parse(wire.time()) + seconds * 1_000, Date.parse('9999-12-31T23:59:59Z'))).toISOString();
    meters(soc(meters(wire, '2000', {}, ahead), 40).after(600), '3000');
    expect(sessionOf(wire)).toMatchObject({ energyWh: 2_000, meterLatestWh: 3_000, meterLatestAt: wire.time() });
    expect(sessionOf(stops(wire.after(600), 4_000))).toMatchObject({
      energyWh: 3_000,
      durationSeconds: 1_800,
      endedAt: wire.time(),
    });
  });

  it('is told once though its start lies a day ahead and is told again', () => {
    const wire = new Wire('1.6');
    const start = { connectorId: 1, idTag: 'sealed:ana:1', meterStart: 5, timestamp: wire.time(86_400) };
    const answer = (transactionId: number) => ({ transactionId, idTagInfo: { status: 'Accepted' } });
    wire.calls('StartTransaction', start, answer(7)).after(30).calls('StartTransaction', start, answer(8));
    expect(wire.sessionStory).toEqual(['SessionStarted oak-1:7']);
    expect(sessionOf(wire)).toMatchObject({ startedAt: wire.time(-30) });
  });

  it('is not changed once it has ended', () => {
    const wire = stops(starts(new Wire('1.6')).after(600), 8_500);
    const ended = sessionOf(wire);
    meters(stops(wire.after(600), 9_900), '99999');
    expect(sessionOf(wire)).toEqual(ended);
  });

  it('takes readings that come late but were taken in it', () => {
    const wire = stops(starts(new Wire('1.6')).after(600), 8_500);
    meters(wire, '61', { measurand: 'SoC', unit: 'Percent' }, wire.time(-10));
    meters(wire, 'c2lnbmVk', { format: 'SignedData' }, wire.time(1));
    expect(sessionOf(wire)).toMatchObject({ socLatest: 61, energyWh: 7_500, signed: true });
  });

  it('finds begin and end in the data of its stop, in whatever order they lie there', () => {
    const at = (timestamp: string, value: string, context: string) => ({ timestamp, sampledValue: [{ value, context }] });
    const wire = new Wire('1.6').after(600);
    const transactionData = [at(wire.time(), '4000', 'Transaction.End'), at(wire.time(-600), '1500', 'Transaction.Begin')];
    expect(sessionOf(stops(wire, 4_000, { transactionData }))).toMatchObject({ state: 'ended', energyWh: 2_500 });
  });

  it('that is interrupted ends, for now, with its last sign of life', () => {
    const wire = meters(starts(new Wire('1.6')).after(600), '3000');
    const lastSign = wire.time();
    wire.after(3_600).calls('BootNotification', { chargePointVendor: 'A', chargePointModel: 'B' });
    expect(sessionOf(wire)).toMatchObject({
      state: 'interrupted',
      interruptedBecause: 'station-restarted',
      endedAt: lastSign,
      energyWh: 2_000,
      durationSeconds: 600,
    });
    meters(wire.after(60), '3500');
    expect(sessionOf(wire)).toMatchObject({ state: 'active', endedAt: undefined, durationSeconds: undefined });
    expect(sessionOf(stops(wire, 4_000))).toMatchObject({ state: 'ended', energyWh: 3_000, interruptedBecause: undefined });
  });

  it('costs what the platform charged', () => {
    expect(sessionOf(starts(new Wire('1.6')).prices('7', '3.15'))).toMatchObject({ costAmount: '3.15', costCurrency: 'EUR' });
  });
});

describe('a charging session of OCPP 2.x', () => {
  const event = (wire: Wire, eventType: string, seqNo: number, kWh: number, context: string, more: object = {}) =>
    wire.calls('TransactionEvent', {
      eventType,
      seqNo,
      timestamp: wire.time(),
      triggerReason: 'CablePluggedIn',
      evse: { id: 1 },
      transactionInfo: { transactionId: '7', chargingState: eventType, stoppedReason: 'EVDisconnected' },
      meterValue: [{ timestamp: wire.time(), sampledValue: [{ value: kWh, context, unitOfMeasure: { unit: 'kWh' } }] }],
      ...more,
    });

  it('is metered by the readings of its begin and end', () => {
    const wire = event(new Wire('2.0.1'), 'Started', 0, 100.1, 'Transaction.Begin', {
      idToken: { idToken: 'sealed:ana:1', type: 'ISO14443' },
    });
    event(wire.after(600), 'Updated', 1, 101.5, 'Sample.Periodic');
    event(wire.after(600), 'Ended', 2, 103.2, 'Transaction.End');
    expect(sessionOf(wire)).toMatchObject({
      state: 'ended',
      meterStartWh: 100_100,
      meterStopWh: 103_200,
      energyWh: 3_100,
      tokenSubject: 'ana',
      tokenType: 'ISO14443',
    });
  });

  it('does not fall back to an older charging state', () => {
    const wire = event(new Wire('2.0.1'), 'Started', 0, 1, 'Transaction.Begin').after(120);
    event(wire, 'Updated', 2, 2, 'Sample.Periodic', { transactionInfo: { transactionId: '7', chargingState: 'SuspendedEV' } });
    event(wire, 'Updated', 1, 1.5, 'Sample.Periodic', { transactionInfo: { transactionId: '7', chargingState: 'Charging' } });
    expect(sessionOf(wire)).toMatchObject({ chargingState: 'SuspendedEV' });
  });

  it('that is told backwards says the same in the end', () => {
    const wire = new Wire('2.0.1').after(1_200);
    const ended = { timestamp: wire.time() };
    const begun = { timestamp: wire.time(-1_200) };
    const reading = (timestamp: string, value: number, context: string) => ({
      meterValue: [{ timestamp, sampledValue: [{ value, context, unitOfMeasure: { unit: 'kWh' } }] }],
    });
    event(wire, 'Ended', 1, 0, '', { ...ended, ...reading(ended.timestamp, 103.2, 'Transaction.End') });
    event(wire, 'Started', 0, 0, '', { ...begun, ...reading(begun.timestamp, 100.1, 'Transaction.Begin') });
    expect(sessionOf(wire)).toMatchObject({ state: 'ended', energyWh: 3_100, durationSeconds: 1_200 });
  });
});
