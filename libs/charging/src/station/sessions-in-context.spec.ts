import { describe, expect, it } from '@jest/globals';
import { Wire } from '../testing/wire.ts';

const ACCEPTED = { idTagInfo: { status: 'Accepted' } };

const starts = (wire: Wire, transactionId: number, more: object = {}) =>
  wire.calls(
    'StartTransaction',
    { connectorId: 1, idTag: 'sealed:ana:1', meterStart: 1_000, timestamp: wire.time(), ...more },
    { transactionId, ...ACCEPTED },
  );
const stops = (wire: Wire, transactionId: number, more: object = {}) =>
  wire.calls('StopTransaction', { transactionId, meterStop: 8_500, timestamp: wire.time(), ...more }, ACCEPTED);
const meters = (wire: Wire, more: object = {}, timestamp = wire.time()) =>
  wire.calls('MeterValues', { connectorId: 1, meterValue: [{ timestamp, sampledValue: [{ value: '2000' }] }], ...more });
const boots = (wire: Wire) =>
  wire.calls('BootNotification', { chargePointVendor: 'Acme', chargePointModel: 'Wall' }, { status: 'Accepted', interval: 300 });

describe('a session of an OCPP 1.6 station', () => {
  it('is named by the station and the id that our answer gives it', () => {
    const wire = stops(starts(new Wire('1.6'), 7).after(600), 7);
    expect(wire.sessionStory).toEqual(['SessionStarted oak-1:7', 'SessionEnded oak-1:7']);
    expect(wire.told('SessionStarted')).toMatchObject([{ evseId: 1, connectorId: 1, meterStartWh: 1_000 }]);
  });

  it('starts once though the start is told again because the answer was lost', () => {
    const wire = new Wire('1.6');
    const timestamp = wire.time();
    starts(starts(starts(wire, 7, { timestamp }).after(60), 7, { timestamp }).after(60), 8, { timestamp, idTag: 'sealed:ana:2' });
    expect(wire.sessionStory).toEqual(['SessionStarted oak-1:7']);
    expect(stops(wire, 8).sessionStory).toEqual(['SessionStarted oak-1:7', 'SessionEnded oak-1:7']);
  });

  it('is another one when another driver starts at the same time', () => {
    const wire = starts(new Wire('1.6'), 7);
    starts(wire, 8, { idTag: 'sealed:ben:1' });
    expect(wire.sessionStory).toContain('SessionStarted oak-1:8');
  });

  it('ends once, however often the station says so', () => {
    const wire = starts(new Wire('1.6'), 7).after(600);
    stops(stops(stops(wire, 7), 7), 7);
    expect(wire.told('SessionEnded')).toHaveLength(1);
  });

  it('is kept though nobody ever heard of its start', () => {
    const wire = stops(new Wire('1.6'), 99);
    expect(wire.told('SessionEnded')).toMatchObject([{ sessionId: 'oak-1:99', meterStopWh: 8_500 }]);
  });

  it.each([-1, 0])('is found by a stop with the id %d that an offline start left behind', (placeholder) => {
    const wire = stops(starts(new Wire('1.6'), 7).after(600), placeholder);
    expect(wire.sessionStory).toEqual(['SessionStarted oak-1:7', 'SessionEnded oak-1:7']);
    expect(stops(wire, placeholder).told('SessionEnded')).toHaveLength(1);
  });

  it('is found by its driver where several could be meant', () => {
    const wire = starts(new Wire('1.6'), 7);
    starts(wire, 8, { connectorId: 2, idTag: 'sealed:ben:1' }).after(600);
    expect(stops(wire, -1, { idTag: 'sealed:ben:9' }).sessionStory.at(-1)).toBe('SessionEnded oak-1:8');
  });

  it('becomes one of its own when a stop without a usable id fits none, and still counts once', () => {
    const wire = new Wire('1.6');
    const timestamp = wire.time();
    stops(stops(wire, -1, { timestamp }).after(5), -1, { timestamp });
    expect(wire.told('SessionEnded')).toMatchObject([{ sessionId: `oak-1:-1@${timestamp}` }]);
  });
});

describe('a connector', () => {
  it('is taken by the session that starts and freed by its end', () => {
    const wire = stops(starts(new Wire('1.6'), 7).after(600), 7);
    expect(wire.told('ConnectorTaken')).toMatchObject([{ evseId: 1, connectorId: 1, sessionId: 'oak-1:7' }]);
    expect(wire.told('ConnectorFreed')).toMatchObject([{ evseId: 1, connectorId: 1, sessionId: 'oak-1:7' }]);
  });

  it('serves one session at a time: a new one shows that the stop of the old one was lost', () => {
    const wire = starts(starts(new Wire('1.6'), 7).after(3_600), 8);
    expect(wire.told('SessionInterrupted')).toMatchObject([
      { sessionId: 'oak-1:7', because: 'another-session-on-the-connector' },
    ]);
    expect(wire.told('ConnectorTaken').at(-1)).toMatchObject({ sessionId: 'oak-1:8' });
  });

  it('keeps its present session when an older one is replayed', () => {
    const wire = starts(new Wire('1.6').after(3_600), 8);
    starts(wire, 7, { timestamp: wire.time(-3_000), meterStart: 500 });
    expect(wire.told('SessionInterrupted')).toMatchObject([{ sessionId: 'oak-1:7' }]);
    expect(wire.told('ConnectorTaken')).toMatchObject([{ sessionId: 'oak-1:8' }]);
    expect(stops(wire, 7, { timestamp: wire.time(-600) }).sessionStory.at(-1)).toBe('SessionEnded oak-1:7');
  });
});

describe('a restart', () => {
  it('interrupts what was running, and a stop that is replayed later still ends it', () => {
    const wire = boots(starts(new Wire('1.6'), 7).after(600));
    expect(wire.told('SessionInterrupted')).toMatchObject([{ sessionId: 'oak-1:7', because: 'station-restarted' }]);
    stops(wire.after(5), 7, { timestamp: wire.time(-300) });
    expect(wire.sessionStory).toEqual(['SessionStarted oak-1:7', 'SessionInterrupted oak-1:7', 'SessionEnded oak-1:7']);
  });

  it('is taken back when the session shows that it goes on', () => {
    const wire = meters(boots(starts(new Wire('1.6'), 7).after(600)).after(60), { transactionId: 7 });
    expect(wire.sessionStory.at(-1)).toBe('SessionResumed oak-1:7');
    expect(wire.told('ConnectorTaken')).toHaveLength(2);
  });

  it('is none when we asked for the BootNotification', () => {
    const wire = starts(new Wire('1.6'), 7);
    wire.answers('TriggerMessage', wire.isSent('TriggerMessage', { requestedMessage: 'BootNotification' }), {
      status: 'Accepted',
    });
    expect(boots(wire).told('SessionInterrupted')).toEqual([]);
    expect(boots(wire).told('SessionInterrupted')).toHaveLength(1);
  });
});

describe('readings', () => {
  it.each([{}, { transactionId: 0 }, { transactionId: -1 }, { transactionId: 555 }])(
    'with %j belong to the session of their connector',
    (named) => {
      expect(meters(starts(new Wire('1.6'), 7).after(60), named).told('MetersRead')).toMatchObject([{ sessionId: 'oak-1:7' }]);
    },
  );

  it('belong to no session while none is running', () => {
    expect(meters(new Wire('1.6')).told('MetersRead')[0]?.sessionId).toBeUndefined();
    const ended = stops(starts(new Wire('1.6'), 7).after(60), 7).after(60);
    expect(meters(ended).told('MetersRead').at(-1)?.sessionId).toBeUndefined();
  });

  it('with the id of a session that is over belong to that one', () => {
    const wire = stops(starts(new Wire('1.6'), 7).after(600), 7);
    expect(meters(wire, { transactionId: 7 }, wire.time(-60)).told('MetersRead')).toMatchObject([{ sessionId: 'oak-1:7' }]);
  });

  it('of a stop come with the place of its session', () => {
    const transactionData = [{ timestamp: '2026-05-01T12:09:00Z', sampledValue: [{ value: '8400' }] }];
    const wire = stops(starts(new Wire('1.6'), 7).after(600), 7, { transactionData });
    expect(wire.told('MetersRead')).toMatchObject([{ sessionId: 'oak-1:7', evseId: 1, connectorId: 1 }]);
  });

  it('that are replayed are marked as outdated', () => {
    const wire = meters(meters(new Wire('1.6').after(7_200)).after(1), {}, '2026-05-01T12:00:00Z');
    expect(wire.told('MetersRead').map(({ outdated }) => outdated)).toEqual([false, true]);
  });
});

describe('what the platform decides about a session', () => {
  it('finds it also after its end', () => {
    const wire = stops(starts(new Wire('1.6'), 7).after(600), -1).prices('7', '3.15');
    expect(wire.told('SessionPriced')).toMatchObject([{ sessionId: 'oak-1:7', amount: '3.15' }]);
  });
});
