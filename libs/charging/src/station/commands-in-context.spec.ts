import { describe, expect, it } from '@jest/globals';
import { Wire } from '../testing/wire.ts';

const meters = (wire: Wire, context: string, connectorId = 1) =>
  wire.calls('MeterValues', {
    connectorId,
    meterValue: [{ timestamp: wire.time(), sampledValue: [{ value: '61', measurand: 'SoC', unit: 'Percent', context }] }],
  });

const trigger = (wire: Wire, connectorId?: number) =>
  wire.isSent('TriggerMessage', { requestedMessage: 'MeterValues', connectorId }, 'c1');

const accepted = (wire: Wire, messageId: string) => wire.answers('TriggerMessage', messageId, { status: 'Accepted' }, 'c1');

describe('a command', () => {
  it('is sent and answered', () => {
    const wire = new Wire('1.6');
    wire.answers('Reset', wire.isSent('Reset', { type: 'Hard' }, 'c1'), { status: 'Accepted' });
    expect(wire.told('CommandSent')).toMatchObject([{ commandId: 'c1', action: 'Reset' }]);
    expect(wire.told('CommandAnswered')).toMatchObject([{ commandId: 'c1', accepted: true, answerStatus: 'Accepted' }]);
  });

  it.each([
    [{ status: 'Rejected' }, false],
    [{ status: 'Unlocked' }, true],
    [{ status: 'UnlockFailed' }, false],
    [{ status: 'Scheduled' }, true],
    [{ configurationKey: [{ key: 'HeartbeatInterval', readonly: false, value: '300' }] }, true],
    [{ setVariableResult: [{ attributeStatus: 'RebootRequired' }] }, true],
    [{ setVariableResult: [{ attributeStatus: 'UnknownVariable' }] }, false],
    [{ getVariableResult: [{ attributeStatus: 'UnknownVariable' }, { attributeStatus: 'Accepted' }] }, true],
  ])('that is answered with %j was accepted: %s', (answer, accepted) => {
    const wire = new Wire('2.0.1');
    wire.answers('SendIt', wire.isSent('SendIt', {}, 'c1'), answer);
    expect(wire.told('CommandAnswered')).toMatchObject([{ accepted }]);
  });

  it('can fail with an error of the station', () => {
    const wire = new Wire('1.6');
    wire.refuses('Reset', wire.isSent('Reset', { type: 'Hard' }, 'c1'), 'NotSupported');
    expect(wire.told('CommandFailed')).toMatchObject([{ commandId: 'c1', errorCode: 'NotSupported', errorDescription: 'no' }]);
  });

  it('can stay without an answer', () => {
    const wire = new Wire('1.6');
    wire.leavesUnanswered(wire.isSent('Reset', { type: 'Hard' }, 'c1'));
    expect(wire.told('CommandUnanswered')).toMatchObject([{ commandId: 'c1', cause: 'timed-out' }]);
    expect(wire.state.platformCalls).toEqual([]);
  });
});

describe('a request for the battery status', () => {
  it('gets the reading that it triggered', () => {
    const wire = new Wire('1.6');
    accepted(wire, trigger(wire, 1));
    meters(meters(wire.after(2), 'Trigger'), 'Sample.Periodic');
    expect(wire.told('CommandAnswered')).toMatchObject([{ awaitsReading: true }]);
    expect(wire.told('CommandReadingTaken')).toMatchObject([
      { commandId: 'c1', evseId: 1, readings: [{ measurand: 'SoC', value: 61 }] },
    ]);
  });

  it('takes the next reading of a station that does not mark them, until a marked one comes', () => {
    const wire = new Wire('1.6');
    accepted(wire, trigger(wire, 1));
    meters(meters(meters(wire, 'Sample.Periodic'), 'Sample.Periodic'), 'Trigger');
    expect(wire.told('CommandReadingTaken').map(({ readings }) => readings[0]?.context)).toEqual(['Sample.Periodic', 'Trigger']);
  });

  it('gets only readings of the place it names', () => {
    const wire = new Wire('1.6');
    accepted(wire, trigger(wire, 2));
    expect(meters(wire, 'Trigger', 1).told('CommandReadingTaken')).toEqual([]);
    expect(meters(wire, 'Trigger', 2).told('CommandReadingTaken')).toHaveLength(1);
  });

  it('takes a marked reading also before the answer, for the two may cross', () => {
    const wire = new Wire('1.6');
    const messageId = trigger(wire, 1);
    expect(meters(wire, 'Trigger').told('CommandReadingTaken')).toHaveLength(1);
    expect(accepted(wire, messageId).told('CommandAnswered')).toMatchObject([{ awaitsReading: false }]);
  });

  it('gets no reading when the station will not give one, or gives it much later', () => {
    const refused = new Wire('1.6');
    refused.answers('TriggerMessage', trigger(refused), { status: 'NotImplemented' }, 'c1');
    expect(meters(refused, 'Sample.Periodic').told('CommandReadingTaken')).toEqual([]);

    const late = new Wire('1.6');
    accepted(late, trigger(late));
    expect(meters(late.after(600), 'Sample.Periodic').told('CommandReadingTaken')).toEqual([]);
  });
});
