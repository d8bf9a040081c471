import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@wattledger/kernel';
import { errorCodeFor, errorCodesOf } from './error-codes.ts';
import type { Fact } from './facts.ts';
import { readFrame } from './frame.ts';
import { interpret } from './interpret/index.ts';
import type { OcppVersion } from './message.ts';
import { stationCalls, weAnswer } from './testing/index.ts';
import { validate } from './validate.ts';
import { writeCall, writeError, writeResult } from './write-frame.ts';

// What stations in the field have done to other systems, as frames. The numbers are those of the list of traps;
// traps that need a socket, a log or a fold have their specs there.

const receivedAt = '2026-03-01T10:00:00.000Z';

/** A call of a station: its frame, the tier it is served in, and the facts it makes. */
function serve(version: OcppVersion, text: string) {
  const frame = readFrame(text, version);
  if (frame.kind !== 'call') return { frame };
  const validation = validate(version, frame.action, 'request', frame.payload);
  const deviations = validation.tier === 'understood' ? validation.deviations : [];
  const message = { ...stationCalls(version, frame.action, frame.payload), deviations };
  return { frame, tier: validation.tier, deviations, facts: interpret(message, { receivedAt }) };
}

const call = (action: string, payload: JsonObject) => JSON.stringify([2, '1', action, payload]);

function startedBy(request: JsonObject, answer: JsonObject): readonly Fact[] {
  return interpret(weAnswer('1.6', 'StartTransaction', answer), {
    receivedAt,
    call: stationCalls('1.6', 'StartTransaction', request),
  });
}

describe('the RPC layer', () => {
  it('trap 12: a stray result is a frame of its own, told apart by its id', () => {
    expect(readFrame('[3,"an-id-we-never-used",{"status":"Accepted"}]', '1.6')).toMatchObject({
      kind: 'result',
      messageId: 'an-id-we-never-used',
    });
  });

  it('trap 14: two calls under one id can be compared by what they say, however they are printed', () => {
    const first = readFrame('[2,"1","StartTransaction",{"connectorId":1,"idTag":"A","meterStart":0,"timestamp":"t"}]', '1.6');
    const again = readFrame(
      '[2, "1", "StartTransaction", {"connectorId": 1, "idTag": "A", "meterStart": 0, "timestamp": "t"}]',
      '1.6',
    );
    const other = readFrame('[2,"1","StartTransaction",{"connectorId":1,"idTag":"B","meterStart":0,"timestamp":"t"}]', '1.6');
    const textOf = (frame: typeof first) => (frame.kind === 'call' ? frame.payloadText : undefined);
    expect(textOf(again)).toBe(textOf(first));
    expect(textOf(other)).not.toBe(textOf(first));
  });

  it.each([
    ['[2,7,"Heartbeat",{}]', '7', '[3,7,{}]', ['messageId type']],
    ['[2,1.50,"Heartbeat",{}]', '1.50', '[3,1.50,{}]', ['messageId type']],
    ['[2,9223372036854775807,"Heartbeat",{}]', '9223372036854775807', '[3,9223372036854775807,{}]', ['messageId type']],
    ['[2,"","Heartbeat",{}]', '', '[3,"",{}]', ['messageId minLength']],
    ['[2,"not a uuid","Heartbeat",{}]', 'not a uuid', '[3,"not a uuid",{}]', []],
  ])('trap 15: %s is answered under the id as it came', (text, messageId, answer, deviations) => {
    const frame = readFrame(text, '1.6');
    expect(frame).toMatchObject({ kind: 'call', messageId, deviations });
    expect(writeResult(frame.messageIdJson, {})).toBe(answer);
  });

  it('trap 15: an id that is longer than a UUID is served', () => {
    const id = 'x'.repeat(37);
    expect(readFrame(JSON.stringify([2, id, 'Heartbeat', {}]), '2.0.1')).toMatchObject({
      kind: 'call',
      messageId: id,
      deviations: ['messageId maxLength'],
    });
  });

  it('trap 15: an id that cannot be read is answered as -1', () => {
    const frame = readFrame('[2,{"id":1},"Heartbeat",{}]', '2.0.1');
    expect(frame).toMatchObject({ kind: 'unreadable', messageId: '-1', errorCode: 'RpcFrameworkError', mayAnswer: true });
    expect(writeError(frame.messageIdJson, { errorCode: 'RpcFrameworkError' })).toBe('[4,"-1","RpcFrameworkError","",{}]');
  });

  it.each(['[2,"1","Heartbeat",null]', '[2,"1","Heartbeat"]'])('trap 16: %s has the payload {}', (text) => {
    expect(serve('1.6', text)).toMatchObject({ tier: 'valid', frame: { payload: {}, payloadText: '{}' } });
  });

  it('trap 16: an empty text frame is no call, and gets no answer', () => {
    expect(readFrame('', '1.6')).toMatchObject({ kind: 'unreadable', problem: 'frame-empty', mayAnswer: false });
    expect(readFrame(' \r\n', '2.1')).toMatchObject({ kind: 'unreadable', problem: 'frame-empty', mayAnswer: false });
  });

  it('trap 16: truncated JSON is answered under the id that its beginning still shows', () => {
    const text = '[2,"19223201","BootNotification",{"chargePointVendor":"Ac';
    expect(readFrame(text, '1.6')).toMatchObject({
      kind: 'unreadable',
      problem: 'frame-not-json',
      messageId: '19223201',
      messageIdJson: '"19223201"',
      errorCode: 'FormationViolation',
      mayAnswer: true,
    });
    expect(readFrame('[2,"1922', '2.0.1')).toMatchObject({ messageId: '-1', errorCode: 'RpcFrameworkError', mayAnswer: true });
  });

  it.each([
    '[4,"1","NotImplemented",""]',
    '[4,"1","NotImplemented"]',
    '[4,"1","NotImplemented","",{}]',
    '[4,"1","NotImplemented",null,null]',
  ])('trap 16: %s is an error like any other', (text) => {
    expect(readFrame(text, '1.6')).toMatchObject({
      kind: 'error',
      messageId: '1',
      errorCode: 'NotImplemented',
      payload: { errorCode: 'NotImplemented', errorDescription: '', errorDetails: {} },
    });
  });

  it('trap 17: each version has its own spelling of an error', () => {
    expect(
      (['1.6', '2.0.1', '2.1'] as const).map((version) => [errorCodeFor(version, 'format'), errorCodeFor(version, 'occurrence')]),
    ).toEqual([
      ['FormationViolation', 'OccurenceConstraintViolation'],
      ['FormatViolation', 'OccurrenceConstraintViolation'],
      ['FormatViolation', 'OccurrenceConstraintViolation'],
    ]);
    expect(errorCodesOf['1.6']).not.toContain('RpcFrameworkError');
    expect(errorCodesOf['2.1']).toContain('RpcFrameworkError');
  });

  it('trap 19: SEND and CALLRESULTERROR are read in 2.1', () => {
    const payload = { id: 1, pending: 0, basetime: receivedAt, data: [{ t: 0, v: '61' }] };
    expect(readFrame(JSON.stringify([6, 's1', 'NotifyPeriodicEventStream', payload]), '2.1')).toMatchObject({
      kind: 'send',
      payload,
    });
    expect(validate('2.1', 'NotifyPeriodicEventStream', 'request', payload).tier).toBe('valid');
    expect(readFrame('[5,"1","TypeConstraintViolation","interval is a text",{}]', '2.1')).toMatchObject({
      kind: 'resultError',
      errorCode: 'TypeConstraintViolation',
    });
  });
});

describe('payloads outside their schema', () => {
  it('trap 20: a serial number that is too long does not keep a station out', () => {
    const boot = { chargePointVendor: 'Acme', chargePointModel: 'One', chargePointSerialNumber: 'S'.repeat(40) };
    expect(serve('1.6', call('BootNotification', boot))).toMatchObject({
      tier: 'understood',
      deviations: ['/chargePointSerialNumber maxLength'],
      facts: [{ type: 'StationBooted', serialNumber: 'S'.repeat(40) }],
    });
  });

  it('trap 20: nor does an empty vendor', () => {
    expect(serve('1.6', call('BootNotification', { chargePointVendor: '', chargePointModel: 'One' }))).toMatchObject({
      facts: [{ type: 'StationBooted', vendor: '', model: 'One' }],
    });
  });

  it.each([
    ['an unknown unit', { value: '50', unit: 'Hz', measurand: 'Frequency' }, { value: 50, unit: 'Hz' }],
    ['an unknown context', { value: '5', context: 'Sample.Whenever' }, { value: 5, context: 'Sample.Whenever' }],
    ['a number for a text', { value: 1500, unit: 'Wh' }, { value: 1500, unit: 'Wh' }],
  ])('trap 20: %s does not lose a reading', (_what, sampled, reading) => {
    const meterValue = [{ timestamp: receivedAt, sampledValue: [sampled] }];
    expect(serve('1.6', call('MeterValues', { connectorId: 1, meterValue }))).toMatchObject({
      tier: 'understood',
      facts: [{ type: 'MetersRead', readings: [reading] }],
    });
  });

  it.each(['Celcius', 'Celsius'])('trap 20: %s is a temperature', (unit) => {
    const meterValue = [{ timestamp: receivedAt, sampledValue: [{ value: '21', measurand: 'Temperature', unit }] }];
    expect(serve('1.6', call('MeterValues', { connectorId: 1, meterValue }))).toMatchObject({
      tier: 'valid',
      facts: [{ readings: [{ value: 21, unit: 'Celsius' }] }],
    });
  });

  it('trap 20: a setting that is no text is read as one', () => {
    const answer = { configurationKey: [{ key: 'SupportedFeatureProfiles', readonly: true, value: true }] };
    expect(validate('1.6', 'GetConfiguration', 'response', answer)).toMatchObject({
      tier: 'understood',
      payload: { configurationKey: [{ value: 'true' }] },
    });
  });

  it('trap 21: 8.1 A, 16.1 A and 21.4 A are multiples of 0.1', () => {
    const chargingSchedulePeriod = [8.1, 16.1, 21.4].map((limit, index) => ({ startPeriod: index, limit }));
    const csChargingProfiles = {
      chargingProfileId: 1,
      stackLevel: 0,
      chargingProfilePurpose: 'TxProfile',
      chargingProfileKind: 'Relative',
      chargingSchedule: { chargingRateUnit: 'A', chargingSchedulePeriod },
    };
    expect(validate('1.6', 'SetChargingProfile', 'request', { connectorId: 1, csChargingProfiles }).tier).toBe('valid');
  });

  it('trap 22: connector 0 and EVSE 0 are the whole station', () => {
    const status16 = { connectorId: 0, status: 'Available', errorCode: 'NoError' };
    expect(serve('1.6', call('StatusNotification', status16)).facts).toMatchObject([{ evseId: 0, connectorId: 0 }]);
    const meterValue = [{ timestamp: receivedAt, sampledValue: [{ value: 1 }] }];
    expect(serve('2.0.1', call('MeterValues', { evseId: 0, meterValue })).facts).toMatchObject([{ evseId: 0 }]);
  });

  it('trap 23: unknown properties are flagged, repeated keys kept in the text', () => {
    expect(serve('1.6', call('Heartbeat', { vendorUptime: 5 }))).toMatchObject({
      tier: 'understood',
      deviations: ['/vendorUptime additionalProperties'],
    });
    expect(serve('1.6', '[2,"1","Authorize",{"idTag":"A","idTag":"B"}]')).toMatchObject({
      tier: 'valid',
      frame: { payload: { idTag: 'B' }, payloadText: '{"idTag":"A","idTag":"B"}', lossless: false },
    });
  });

  it('trap 24: a 64-bit transaction id keeps every digit', () => {
    const text = `[2,"1","StopTransaction",{"transactionId":9223372036854775807,"meterStop":1,"timestamp":"${receivedAt}"}]`;
    expect(serve('1.6', text)).toMatchObject({
      tier: 'valid',
      frame: { payloadText: expect.stringContaining('"transactionId":9223372036854775807'), lossless: true },
      facts: [{ type: 'SessionEnded', transactionId: '9223372036854775807' }],
    });
  });
});

describe('transactions and metering', () => {
  it('trap 25: a repeated StartTransaction makes the same facts again', () => {
    const request = { connectorId: 1, idTag: 'A', meterStart: 10, timestamp: receivedAt };
    const answer = { transactionId: 5, idTagInfo: { status: 'Accepted' } };
    expect(startedBy(request, answer)).toEqual(startedBy({ ...request }, { ...answer }));
  });

  it('trap 26: the stop of an unknown transaction, even -1, is a fact', () => {
    expect(serve('1.6', call('StopTransaction', { transactionId: -1, meterStop: 5, timestamp: receivedAt }))).toMatchObject({
      tier: 'valid',
      facts: [{ type: 'SessionEnded', transactionId: '-1', meterStopWh: 5 }],
    });
  });

  it('trap 27: what is replayed after an outage keeps its own time', () => {
    const event = {
      eventType: 'Ended',
      timestamp: '2026-02-28T22:00:00Z',
      triggerReason: 'EVDeparted',
      seqNo: 4,
      offline: true,
      transactionInfo: { transactionId: 'tx' },
    };
    expect(serve('2.0.1', call('TransactionEvent', event)).facts).toMatchObject([
      { at: '2026-02-28T22:00:00.000Z', offline: true },
    ]);
  });

  it('trap 28: an update that comes before its start is a fact, and numbered', () => {
    const event = {
      eventType: 'Updated',
      timestamp: receivedAt,
      triggerReason: 'Trigger',
      seqNo: 1,
      transactionInfo: { transactionId: 'tx' },
    };
    expect(serve('2.1', call('TransactionEvent', event)).facts).toMatchObject([
      { type: 'SessionUpdated', transactionId: 'tx', seqNo: 1 },
    ]);
  });

  it.each([undefined, 0, -1, '0'])(
    'trap 29: meter values with transactionId %p belong to no transaction and are kept',
    (transactionId) => {
      const meterValue = [{ timestamp: receivedAt, sampledValue: [{ value: '5' }] }];
      const payload = { connectorId: 1, meterValue, ...(transactionId !== undefined && { transactionId }) };
      const [fact] = serve('1.6', call('MeterValues', payload)).facts ?? [];
      expect(fact).toMatchObject({ type: 'MetersRead', evseId: 1, readings: [{ value: 5 }] });
      expect(fact).not.toHaveProperty('transactionId', expect.anything());
    },
  );

  it('trap 30: kWh and Wh in one message come out alike', () => {
    const sampledValue = [
      { value: '12.5', unit: 'kWh' },
      { value: '12500', unit: 'Wh' },
    ];
    expect(
      serve('1.6', call('MeterValues', { connectorId: 1, meterValue: [{ timestamp: receivedAt, sampledValue }] })).facts,
    ).toMatchObject([
      {
        readings: [
          { value: 12_500, unit: 'Wh' },
          { value: 12_500, unit: 'Wh' },
        ],
      },
    ]);
  });

  it('trap 31: transactionData out of order, or a second after the stop, keeps its times and comes before the end', () => {
    const value = (timestamp: string, context: string, signed: boolean) => ({
      timestamp,
      sampledValue: [{ value: '1', context, ...(signed && { format: 'SignedData' }) }],
    });
    const transactionData = [
      value('2026-03-01T09:00:00Z', 'Transaction.Begin', false),
      value('2026-03-01T09:30:00Z', 'Transaction.End', false),
      value('2026-03-01T09:00:00Z', 'Transaction.Begin', true),
      value('2026-03-01T09:30:01Z', 'Transaction.End', true),
    ];
    const payload = { transactionId: 5, meterStop: 1, timestamp: '2026-03-01T09:30:00Z', transactionData };
    expect(serve('1.6', call('StopTransaction', payload)).facts?.map(({ type, at }) => [type, at])).toEqual([
      ['MetersRead', '2026-03-01T09:00:00.000Z'],
      ['MetersRead', '2026-03-01T09:30:00.000Z'],
      ['MetersRead', '2026-03-01T09:00:00.000Z'],
      ['MetersRead', '2026-03-01T09:30:01.000Z'],
      ['SessionEnded', '2026-03-01T09:30:00.000Z'],
    ]);
  });

  it('trap 33: reservationId 0 is none', () => {
    const request = { connectorId: 1, idTag: 'A', meterStart: 10, timestamp: receivedAt, reservationId: 0 };
    const facts = startedBy(request, { transactionId: 5, idTagInfo: { status: 'Accepted' } });
    expect(facts.map(({ type }) => type)).toEqual(['SessionStarted', 'AuthorizationAnswered']);
    expect(facts[0]).not.toHaveProperty('reservationId', expect.anything());
  });

  it('trap 35: a state of charge is read wherever the station says the sensor is', () => {
    const sampledValue = [{ value: '61', measurand: 'SoC', unit: 'Percent', location: 'Ev' }];
    expect(
      serve('1.6', call('MeterValues', { connectorId: 1, meterValue: [{ timestamp: receivedAt, sampledValue }] })),
    ).toMatchObject({
      tier: 'understood',
      facts: [{ readings: [{ measurand: 'SoC', value: 61, unit: 'Percent', location: 'Ev' }] }],
    });
  });
});

describe('texts made to take for ever', () => {
  const many = 1_000_000;

  it.each([
    ['digits', `${'1'.repeat(many)}x`],
    ['blanks', `${' '.repeat(many)}x`],
    ['zeros', `1.${'0'.repeat(many)}1x`],
  ])('%s without end are no number and no time, and that is soon known', (_what, text) => {
    const meterValue = [{ timestamp: `2026-03-01T10:00${text}`, sampledValue: [{ value: text }, { value: '5' }] }];
    expect(serve('1.6', call('MeterValues', { connectorId: 1, meterValue }))).toMatchObject({
      tier: 'understood',
      facts: [{ at: receivedAt, readings: [{ value: 5 }] }],
    });
  });

  it('a fraction without end is kept as it came', () => {
    const number = `1.${'0'.repeat(many)}1`;
    expect(readFrame(`[2,"1","DataTransfer",{"vendorId":"x","data":${number}}]`, '2.0.1')).toMatchObject({
      kind: 'call',
      lossless: false,
    });
  });
});

describe('time', () => {
  const statusAt = (timestamp: unknown) => {
    const frame = JSON.stringify([
      2,
      '1',
      'StatusNotification',
      { connectorId: 1, status: 'Available', errorCode: 'NoError', timestamp },
    ]);
    return serve('1.6', frame);
  };

  it.each([
    ['no zone', '2026-02-01T15:28:07', '2026-02-01T15:28:07.000Z'],
    ['an offset in hours only', '2026-02-01T15:28:07+03', '2026-02-01T12:28:07.000Z'],
    ['a long fraction', '2026-02-01T15:28:07.1234567Z', '2026-02-01T15:28:07.123Z'],
    ['nothing in it', '', receivedAt],
    ['junk in it', 'soon', receivedAt],
    ['a number in it', 1_700_000_000, receivedAt],
  ])('trap 36: a time with %s does not lose the message', (_what, timestamp, at) => {
    expect(statusAt(timestamp)).toMatchObject({ facts: [{ type: 'ConnectorStatusReported', at }] });
  });

  it.each(['1970-01-01T00:00:12Z', '2000-01-01T00:00:00.000Z', '0001-01-01T00:00:00Z'])(
    'trap 37: a clock that says %s has not been set, and the time of receipt counts',
    (timestamp) => {
      expect(statusAt(timestamp)).toMatchObject({ tier: 'valid', facts: [{ at: receivedAt }] });
    },
  );

  it('trap 37: one that is an hour behind, or minutes ahead, is believed: the skew is for others to judge', () => {
    expect(statusAt('2026-03-01T09:00:00Z')).toMatchObject({ facts: [{ at: '2026-03-01T09:00:00.000Z' }] });
    expect(statusAt('2026-03-01T10:04:59Z')).toMatchObject({ facts: [{ at: '2026-03-01T10:04:59.000Z' }] });
  });

  it.each(['2026-03-01T11:00:00.000Z', '2026-03-26T10:00:00.000Z', '9999-12-31T23:59:59.999Z'])(
    'trap 37: what happened at %s has not happened yet: the time of receipt counts, and what the clock showed is kept',
    (timestamp) => {
      expect(statusAt(timestamp)).toMatchObject({ facts: [{ at: receivedAt, saidAt: timestamp }] });
    },
  );

  it('trap 38: what we send is printed without blanks, and ends its times in Z', () => {
    const text = writeCall('1', 'ReserveNow', { expiryDate: new Date(receivedAt).toISOString() });
    expect(text).toBe(`[2,"1","ReserveNow",{"expiryDate":"${receivedAt}"}]`);
  });
});
