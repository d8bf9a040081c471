import { describe, expect, it } from '@jest/globals';
import type { Json, JsonObject } from '@wattledger/kernel';
import fc from 'fast-check';
import { listActions } from '../actions.ts';
import { ocppVersions } from '../message.ts';
import type { MessageDirection, MessageKind } from '../message.ts';
import { stationCalls, weAnswer } from '../testing/index.ts';
import { hasMeaning, interpret, meaningfulEventTypes, needsCall } from './index.ts';

const receivedAt = '2026-03-01T10:00:00.000Z';

/** Everything that counts or names something in facts. */
const INTEGERS: ReadonlySet<string> = new Set([
  'evseId',
  'connectorId',
  'reservationId',
  'remoteStartId',
  'requestId',
  'seqNo',
  'heartbeatSeconds',
]);

const isInt32 = (value: unknown): boolean => typeof value === 'number' && (value | 0) === value;

/** Names that interpreters look for, so that arbitrary payloads reach deep into them. */
const names = [
  'transactionInfo',
  'transactionId',
  'eventType',
  'meterValue',
  'transactionData',
  'sampledValue',
  'value',
  'unit',
  'unitOfMeasure',
  'multiplier',
  'measurand',
  'signedMeterValue',
  'format',
  'timestamp',
  'evse',
  'id',
  'connectorId',
  'idToken',
  'idTag',
  'idTagInfo',
  'status',
  'reportData',
  'component',
  'variable',
  'name',
  'variableAttribute',
  'eventData',
  'configurationKey',
  'key',
  'batteryData',
  'setVariableResult',
  'setVariableData',
  'attributeStatus',
  'getVariableResult',
  'serialNumber',
  'soC',
  'soH',
  'requestId',
  'evseId',
  'reservationId',
  'expiryDate',
  '__proto__',
];
const scalars = fc.oneof(
  fc.constantFrom<Json>('Started', 'Updated', 'Ended', 'Accepted', 'Scheduled', 'BatteryIn', 'kWh', 'SignedData', '', null, true),
  fc.string(),
  fc.double(),
  fc.constantFrom<Json>(1.5, -1, 3_000_000_000, '2147483648', 9_223_372_036_854_775_807n),
  fc.bigInt(),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
);
const trees = fc.letrec<{ tree: Json }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    scalars,
    fc.dictionary(fc.constantFrom(...names), tie('tree'), { maxKeys: 12 }),
    fc.array(tie('tree'), { maxLength: 3 }),
  ),
})).tree;
const payloads = fc.dictionary(fc.constantFrom(...names), trees, { maxKeys: 20 }) as fc.Arbitrary<JsonObject>;

describe('interpretation', () => {
  const messages = ocppVersions.flatMap((version) => listActions(version).map((action) => ({ version, action })));
  const directions = fc.constantFrom<MessageDirection>('fromStation', 'toStation');
  const kinds = fc.constantFrom<MessageKind>('call', 'result', 'error', 'resultError', 'send');

  it('makes facts of whatever payload, and never throws', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...messages),
        directions,
        kinds,
        payloads,
        payloads,
        (header, direction, kind, payload, callPayload) => {
          const message = { ...header, direction, kind, payload, messageId: '1', deviations: [] };
          const facts = interpret(message, { receivedAt, call: { ...message, kind: 'call', payload: callPayload } });
          expect(Array.isArray(facts)).toBe(true);
          for (const fact of facts) {
            expect(fact.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
            const numbers = Object.entries(fact).filter(([name, value]) => INTEGERS.has(name) && value !== undefined);
            expect(numbers.filter(([, value]) => !isInt32(value))).toEqual([]);
            if (fact.type === 'MetersRead') expect(fact.readings.every(({ value }) => Number.isFinite(value))).toBe(true);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('leaves out ids and counts that are no whole numbers of 32 bits', () => {
    const status = (connectorId: Json) =>
      interpret(stationCalls('1.6', 'StatusNotification', { connectorId, status: 'Faulted' }), { receivedAt });
    expect([status(1.5), status(2_147_483_648_123), status('x')]).toEqual([[], [], []]);
    const started = {
      eventType: 'Started',
      timestamp: receivedAt,
      seqNo: 0.5,
      evse: { id: 3_000_000_000, connectorId: 1 },
      reservationId: 5_000_000_000,
      transactionInfo: { transactionId: '9223372036854775807', remoteStartId: 1e300 },
    };
    const [session, ...others] = interpret(stationCalls('2.0.1', 'TransactionEvent', started), { receivedAt });
    expect(session).toMatchObject({ transactionId: '9223372036854775807', connectorId: 1 });
    for (const name of ['evseId', 'seqNo', 'reservationId', 'remoteStartId']) expect(session).toHaveProperty(name, undefined);
    expect(others).toEqual([]);
  });

  it('makes facts of what is no object at all', () => {
    fc.assert(
      fc.property(fc.constantFrom(...messages), fc.jsonValue(), ({ version, action }, payload) => {
        expect(Array.isArray(interpret(stationCalls(version, action, payload as JsonObject), { receivedAt }))).toBe(true);
      }),
    );
  });

  it('is the same every time', () => {
    fc.assert(
      fc.property(payloads, (payload) => {
        const message = stationCalls('2.1', 'TransactionEvent', payload);
        expect(interpret(message, { receivedAt })).toEqual(interpret(message, { receivedAt }));
      }),
    );
  });

  it('knows which messages have a meaning, and which of those need their call', () => {
    expect(hasMeaning(stationCalls('1.6', 'Heartbeat', {}))).toBe(true);
    expect(hasMeaning(weAnswer('1.6', 'Heartbeat', {}))).toBe(false);
    expect(hasMeaning(weAnswer('1.6', 'StartTransaction', {}))).toBe(true);
    expect(hasMeaning({ ...stationCalls('1.6', 'Heartbeat', {}), kind: 'error' })).toBe(false);
    expect(needsCall(weAnswer('2.1', 'TransactionEvent', {}))).toBe(true);
    expect(needsCall(stationCalls('2.1', 'TransactionEvent', {}))).toBe(false);
  });

  it('names the events in which facts are', () => {
    const types = meaningfulEventTypes();
    expect(types).toEqual(
      expect.arrayContaining([
        'StartTransactionAnswered',
        'StopTransactionReceived',
        'TransactionEventReceived',
        'ReserveNowConfirmed',
        'CostUpdatedSent',
      ]),
    );
    expect(types).not.toContain('StartTransactionReceived');
    expect(types).not.toContain('HeartbeatAnswered');
  });
});
