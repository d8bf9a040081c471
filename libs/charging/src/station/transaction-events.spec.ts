import { describe, expect, it } from '@jest/globals';
import { Wire } from '../testing/wire.ts';

const event = (wire: Wire, eventType: string, seqNo: number, more: object = {}, timestamp = wire.time()) =>
  wire.calls('TransactionEvent', {
    eventType,
    seqNo,
    timestamp,
    triggerReason: 'MeterValuePeriodic',
    transactionInfo: { transactionId: 'tx-1', chargingState: 'Charging' },
    evse: { id: 1, connectorId: 1 },
    ...more,
  });

describe('a session of an OCPP 2.x station', () => {
  it('is told by its TransactionEvents', () => {
    const wire = event(new Wire('2.0.1'), 'Started', 0);
    event(event(wire.after(60), 'Updated', 1).after(60), 'Ended', 2);
    expect(wire.sessionStory).toEqual(['SessionStarted oak-1:tx-1', 'SessionUpdated oak-1:tx-1', 'SessionEnded oak-1:tx-1']);
  });

  it('opens with whatever comes first', () => {
    const wire = new Wire('2.1').after(120);
    event(wire, 'Updated', 1);
    event(wire, 'Started', 0, {}, wire.time(-60));
    event(wire, 'Ended', 2);
    expect(wire.sessionStory).toEqual(['SessionUpdated oak-1:tx-1', 'SessionStarted oak-1:tx-1', 'SessionEnded oak-1:tx-1']);
  });

  it('learns of its start also after its end', () => {
    const wire = new Wire('2.0.1').after(120);
    event(wire, 'Ended', 2);
    event(wire, 'Started', 0, {}, wire.time(-60));
    event(wire, 'Started', 0, {}, wire.time(-60));
    expect(wire.sessionStory).toEqual(['SessionEnded oak-1:tx-1', 'SessionStarted oak-1:tx-1']);
  });

  it('takes every event once, though its answer was lost', () => {
    const wire = event(new Wire('2.0.1'), 'Started', 0);
    const meterValue = [{ timestamp: wire.time(), sampledValue: [{ value: 5 }] }];
    const timestamp = wire.time(60);
    wire.after(60);
    event(event(wire, 'Updated', 1, { meterValue }, timestamp).after(30), 'Updated', 1, { meterValue }, timestamp);
    expect(wire.told('SessionUpdated')).toHaveLength(1);
    expect(wire.told('MetersRead')).toHaveLength(1);
  });

  it('takes all events of a station that numbers them all alike', () => {
    const wire = event(new Wire('2.0.1'), 'Started', 0).after(60);
    event(event(wire, 'Updated', 0).after(60), 'Updated', 0);
    expect(wire.told('SessionUpdated')).toHaveLength(2);
  });

  it('knows which of its events are behind the times', () => {
    const wire = event(new Wire('2.0.1'), 'Started', 0).after(120);
    event(wire, 'Updated', 2);
    event(wire, 'Updated', 1, {}, wire.time(-60));
    expect(wire.told('SessionUpdated').map(({ outdated }) => outdated)).toEqual([false, true]);
  });

  it('is not changed by events after its end', () => {
    const wire = event(event(new Wire('2.0.1'), 'Started', 0).after(60), 'Ended', 1);
    event(wire.after(60), 'Updated', 2);
    expect(wire.told('SessionUpdated')).toEqual([]);
  });

  it('takes its EVSE when the station gets to know it', () => {
    const wire = event(new Wire('2.0.1'), 'Started', 0, { evse: undefined }).after(5);
    expect(wire.told('ConnectorTaken')).toEqual([]);
    event(wire, 'Updated', 1, { evse: { id: 2, connectorId: 1 } });
    expect(wire.told('ConnectorTaken')).toMatchObject([{ evseId: 2, connectorId: 1, sessionId: 'oak-1:tx-1' }]);
    event(wire.after(60), 'Ended', 2, { evse: undefined });
    expect(wire.told('SessionEnded')).toMatchObject([{ evseId: 2, connectorId: 1 }]);
    expect(wire.told('ConnectorFreed')).toMatchObject([{ evseId: 2, connectorId: 1 }]);
  });

  it('is a new one when the station counts its transactions anew', () => {
    const wire = event(event(new Wire('2.0.1'), 'Started', 0).after(60), 'Ended', 1).after(86_400);
    const at = wire.time();
    event(event(wire, 'Started', 0).after(60), 'Ended', 1);
    expect(wire.sessionStory.slice(2)).toEqual([`SessionStarted oak-1:tx-1@${at}`, `SessionEnded oak-1:tx-1@${at}`]);
  });

  it('has its cost announced by the answer to its event', () => {
    const wire = event(new Wire('2.0.1'), 'Started', 0).after(60);
    wire.calls(
      'TransactionEvent',
      {
        eventType: 'Updated',
        seqNo: 1,
        timestamp: wire.time(),
        triggerReason: 'MeterValuePeriodic',
        transactionInfo: { transactionId: 'tx-1' },
      },
      { totalCost: 1.25 },
    );
    expect(wire.told('CostAnnounced')).toMatchObject([{ sessionId: 'oak-1:tx-1', totalCost: 1.25 }]);
  });
});
