import { describe, expect, it } from '@jest/globals';
import { parseJson } from '@wattledger/kernel';
import type { Json } from '@wattledger/kernel';
import fc from 'fast-check';
import { isSendAction, listActions } from './actions.ts';
import { ocppVersions } from './message.ts';
import { validate } from './validate.ts';

const at = '2026-03-01T10:00:00Z';

describe('a payload that obeys its schema', () => {
  it('is valid and handed back as it is', () => {
    const payload = { chargePointVendor: 'Acme', chargePointModel: 'One' };
    const validation = validate('1.6', 'BootNotification', 'request', payload);
    expect(validation).toEqual({ tier: 'valid', payload });
    expect(validation.tier === 'valid' && validation.payload).toBe(payload);
  });

  it('may hold integers beyond 2^53', () => {
    const payload = parseJson(`{"transactionId":9223372036854775807,"meterStop":1,"timestamp":"${at}"}`);
    expect(validate('1.6', 'StopTransaction', 'request', payload)).toEqual({ tier: 'valid', payload });
  });

  it('may be a SEND, which has no response', () => {
    const payload = { id: 1, pending: 0, basetime: at, data: [{ t: 0, v: '61' }] };
    expect(validate('2.1', 'NotifyPeriodicEventStream', 'request', payload).tier).toBe('valid');
    expect(validate('2.1', 'NotifyPeriodicEventStream', 'response', {})).toMatchObject({ errorCode: 'NotImplemented' });
  });
});

describe('a payload that breaks its schema and can be understood', () => {
  it('is served from a coerced copy, with each deviation named', () => {
    const payload = { connectorId: '1', idTag: 12345, meterStart: '1000.5', timestamp: 'yesterday', vendorExtra: true };
    const before = structuredClone(payload);
    expect(validate('1.6', 'StartTransaction', 'request', payload)).toEqual({
      tier: 'understood',
      payload: { connectorId: 1, idTag: '12345', meterStart: 1000.5, timestamp: 'yesterday', vendorExtra: true },
      deviations: [
        '/vendorExtra additionalProperties',
        '/connectorId type',
        '/idTag type',
        '/meterStart type',
        '/timestamp format',
      ],
    });
    expect(payload).toEqual(before);
  });

  it('is refused where strictness is asked for, in the spelling of the version', () => {
    const refusal = (version: '1.6' | '2.0.1', action: string, payload: Json) =>
      validate(version, action, 'request', payload, { strict: true });
    expect(refusal('1.6', 'Heartbeat', { extra: 1 })).toMatchObject({ tier: 'unintelligible', errorCode: 'FormationViolation' });
    expect(refusal('2.0.1', 'Heartbeat', { extra: 1 })).toMatchObject({ errorCode: 'FormatViolation' });
    expect(refusal('1.6', 'BootNotification', {})).toMatchObject({ errorCode: 'OccurenceConstraintViolation' });
    expect(refusal('2.0.1', 'BootNotification', {})).toMatchObject({ errorCode: 'OccurrenceConstraintViolation' });
    expect(refusal('1.6', 'Authorize', { idTag: 1 })).toMatchObject({ errorCode: 'TypeConstraintViolation' });
    expect(refusal('1.6', 'Authorize', { idTag: 'x'.repeat(21) })).toEqual({
      tier: 'unintelligible',
      errorCode: 'PropertyConstraintViolation',
      description: '/idTag must NOT have more than 20 characters',
    });
  });

  it('may leave out what is not essential', () => {
    expect(validate('1.6', 'BootNotification', 'request', {})).toEqual({
      tier: 'understood',
      payload: {},
      deviations: ['/chargePointVendor required', '/chargePointModel required'],
    });
    expect(
      validate('2.1', 'TransactionEvent', 'request', { eventType: 'Updated', transactionInfo: { transactionId: 7 } }),
    ).toMatchObject({
      tier: 'understood',
      payload: { transactionInfo: { transactionId: '7' } },
    });
  });

  it('is none whose place cannot be one', () => {
    const status = (connectorId: Json) =>
      validate('1.6', 'StatusNotification', 'request', { connectorId, status: 'Available', errorCode: 'NoError' });
    expect(status(1.5)).toMatchObject({ tier: 'unintelligible', errorCode: 'TypeConstraintViolation' });
    for (const connectorId of [2_147_483_648_123, 2_147_483_648n, '3000000000']) {
      expect(status(connectorId)).toMatchObject({ tier: 'unintelligible', errorCode: 'PropertyConstraintViolation' });
    }
    expect(status('1')).toMatchObject({ tier: 'understood', payload: { connectorId: 1 } });
    expect(validate('2.0.1', 'MeterValues', 'request', { evseId: 3_000_000_000, meterValue: [] })).toMatchObject({
      errorCode: 'PropertyConstraintViolation',
    });
    expect(
      validate('2.0.1', 'ReservationStatusUpdate', 'request', { reservationId: 5e9, reservationUpdateStatus: 'Expired' }),
    ).toMatchObject({ errorCode: 'PropertyConstraintViolation' });
  });

  it('counts null as absent', () => {
    expect(
      validate('1.6', 'BootNotification', 'request', { chargePointVendor: 'A', chargePointModel: 'B', iccid: null }),
    ).toMatchObject({
      tier: 'understood',
      payload: { chargePointVendor: 'A', chargePointModel: 'B' },
      deviations: ['/iccid type'],
    });
  });

  it('has its deviations counted up to a limit', () => {
    const extras = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`extra${index}`, index]));
    const validation = validate('1.6', 'Heartbeat', 'request', extras);
    expect(validation.tier === 'understood' && validation.deviations).toHaveLength(21);
  });
});

describe('a payload without sense', () => {
  it('is refused with the code of what is missing or wrong', () => {
    expect(validate('1.6', 'Authorize', 'request', {})).toEqual({
      tier: 'unintelligible',
      errorCode: 'OccurenceConstraintViolation',
      description: "/idTag must have required property 'idTag'",
    });
    expect(validate('2.0.1', 'TransactionEvent', 'request', { eventType: 'Started', transactionInfo: {} })).toMatchObject({
      errorCode: 'OccurrenceConstraintViolation',
    });
    expect(
      validate('2.1', 'TransactionEvent', 'request', { eventType: 'Paused', transactionInfo: { transactionId: 'a' } }),
    ).toMatchObject({
      errorCode: 'PropertyConstraintViolation',
    });
    expect(validate('1.6', 'MeterValues', 'request', { connectorId: 1, meterValue: 'full' })).toMatchObject({
      errorCode: 'TypeConstraintViolation',
    });
    expect(validate('1.6', 'Authorize', 'request', { idTag: null })).toMatchObject({ errorCode: 'OccurenceConstraintViolation' });
    expect(validate('1.6', 'Reset', 'response', {})).toMatchObject({ errorCode: 'OccurenceConstraintViolation' });
    expect(validate('1.6', 'Heartbeat', 'request', [])).toMatchObject({ errorCode: 'FormationViolation' });
  });

  it('is NotImplemented when the version has no such action', () => {
    expect(validate('1.6', 'TransactionEvent', 'request', {})).toMatchObject({ errorCode: 'NotImplemented' });
    expect(validate('2.1', 'constructor', 'request', {})).toMatchObject({ errorCode: 'NotImplemented' });
  });
});

describe('hostile payloads', () => {
  it('cannot exhaust the stack', () => {
    let nested: Json = 1;
    for (let depth = 0; depth < 200_000; depth++) nested = [nested];
    expect(validate('2.1', 'Heartbeat', 'request', { customData: { vendorId: 'x' }, nested })).toMatchObject({
      tier: 'unintelligible',
      errorCode: 'FormatViolation',
    });
  });

  it('cannot make the answer grow', () => {
    const meterValue = Array.from({ length: 50_000 }, () => ({ wrong: 1 }));
    expect(validate('1.6', 'MeterValues', 'request', { connectorId: 1, meterValue })).toMatchObject({
      tier: 'understood',
      deviations: ['/meterValue/0/timestamp required'],
    });
    expect(validate('1.6', 'Authorize', 'request', { idTag: { a: 'x'.repeat(100_000) } })).toMatchObject({
      tier: 'unintelligible',
    });
  });

  it('cannot change the prototype of anything', () => {
    const payload = JSON.parse('{"idTag":5,"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}') as Json;
    const validation = validate('1.6', 'Authorize', 'request', payload);
    expect(validation).toMatchObject({ tier: 'understood' });
    expect({}).not.toHaveProperty('polluted');
    expect(validation.tier === 'understood' && validation.payload).not.toHaveProperty('polluted');
  });

  it('never make validation throw', () => {
    const everything = ocppVersions.flatMap((version) =>
      listActions(version).flatMap((action) => [
        { version, action, part: 'request' as const },
        ...(isSendAction(version, action) ? [] : [{ version, action, part: 'response' as const }]),
      ]),
    );
    fc.assert(
      fc.property(fc.constantFrom(...everything), fc.jsonValue(), ({ version, action, part }, payload) => {
        expect(['valid', 'understood', 'unintelligible']).toContain(validate(version, action, part, payload as Json).tier);
      }),
      { numRuns: 300 },
    );
  });

  it('find every schema of the catalogue compiled, in all three readings', () => {
    for (const version of ocppVersions) {
      for (const action of listActions(version)) {
        const { tier } = validate(version, action, 'request', { unheardOf: 1 });
        expect([version, action, tier]).not.toContain('valid');
        if (!isSendAction(version, action))
          expect(validate(version, action, 'response', { unheardOf: 1 }).tier).not.toBe('valid');
      }
    }
  });

  it('of any shape are read for the actions that matter most', () => {
    const value = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.bigInt(), fc.constant('1'), fc.constant(null));
    const names = [
      'connectorId',
      'meterValue',
      'sampledValue',
      'transactionId',
      'idTag',
      'timestamp',
      'eventType',
      'transactionInfo',
      '__proto__',
    ];
    const payloads = fc.dictionary(fc.constantFrom(...names), value);
    fc.assert(
      fc.property(fc.constantFrom('StartTransaction', 'StopTransaction', 'MeterValues'), payloads, (action, payload) => {
        expect(validate('1.6', action, 'request', payload as Json)).toHaveProperty('tier');
      }),
    );
  });
});

describe('multiples', () => {
  it.each([8.1, 16.1, 21.4, 0.1, 0, 32, -16.1, 1e21])('of 0.1 include %d', (limit) => {
    expect(validate('1.6', 'SetChargingProfile', 'request', profile(limit)).tier).toBe('valid');
  });

  it.each([8.15, 0.01, 16.000000000000004])('of 0.1 do not include %d', (limit) => {
    expect(validate('1.6', 'SetChargingProfile', 'request', profile(limit))).toMatchObject({
      tier: 'understood',
      deviations: ['/csChargingProfiles/chargingSchedule/chargingSchedulePeriod/0/limit multipleOf'],
    });
  });

  const profile = (limit: number) => ({
    connectorId: 1,
    csChargingProfiles: {
      chargingProfileId: 1,
      stackLevel: 0,
      chargingProfilePurpose: 'TxDefaultProfile',
      chargingProfileKind: 'Relative',
      chargingSchedule: { chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 0, limit }] },
    },
  });
});
