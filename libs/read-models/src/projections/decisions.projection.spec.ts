import { describe, expect, it } from '@jest/globals';
import { newStation } from '@wattledger/charging';
import type { FactSource } from '@wattledger/charging';
import { decisionIn } from '../decision-facts.ts';
import { decisions } from './decisions.projection.ts';

const source: FactSource = { stationId: 's1', eventId: 'e1', position: 7, revision: 3, receivedAt: '2026-05-01T12:00:00.000Z' };

function rowOf(type: string, data: object) {
  const [fact] = decisionIn(newStation('s1'), { type, data: JSON.parse(JSON.stringify(data)) });
  return fact && decisions.folds.get(fact.type)?.(undefined, fact, source);
}

const vote = (voter: string, answer: string, more: object = {}) => ({ voter, answer, reason: 'so', milliseconds: 1, ...more });

describe('a decision', () => {
  it('is a row with its votes, what was considered and where the log says so', () => {
    const votes = [vote('guard@1.0.0', 'Blocked', { rule: 'stolen' })];
    const token = `sealed:${'a'.repeat(22)}:xyz`;
    expect(
      rowOf('AuthorizationDecided', {
        status: 'Blocked',
        token,
        purpose: 'start',
        transactionId: '5',
        reason: 'so',
        rule: 'stolen',
        votes,
        considered: { registered: { status: 'blocked' } },
        basis: [{ stream: 'token-x', revision: 2 }],
      }),
    ).toEqual({
      eventId: 'e1',
      stationId: 's1',
      point: 'authorize',
      outcome: 'Blocked',
      reason: 'so',
      rule: 'stolen',
      votes,
      answer: { status: 'Blocked' },
      sessionId: 's1:5',
      transactionId: '5',
      token,
      tokenSubject: 'a'.repeat(22),
      purpose: 'start',
      considered: { registered: { status: 'blocked' } },
      basis: [{ stream: 'token-x', revision: 2 }],
      at: '2026-05-01T12:00:00.000Z',
      position: 7,
      revision: 3,
    });
  });

  it.each([
    ['StationAdmissionDecided', { outcome: 'pending', heartbeatSeconds: 60 }, 'admitStation', 'pending'],
    ['SessionStartDecided', { transactionId: '1', outcome: 'charge', terms: {} }, 'startSession', 'charge'],
    ['SessionStopDecided', { transactionId: '1', progress: {} }, 'continueCharging', 'stop'],
    ['SessionStopAdvised', { transactionId: '1', progress: {} }, 'continueCharging', 'continue'],
    ['SessionPriced', { transactionId: '1', amount: '7.43', currency: 'EUR' }, 'priceSession', '7.43 EUR'],
    ['SessionPricingFailed', { transactionId: '1' }, 'priceSession', 'failed'],
    ['DataTransferDecided', { vendorId: 'acme', status: 'Accepted' }, 'answerDataTransfer', 'Accepted'],
    ['SettingSent', { name: 'price', calls: [{ action: 'SetVariables', payload: {} }] }, 'translateSettings', 'SetVariables'],
    ['SettingSent', { name: 'chargingTime', calls: [] }, 'translateSettings', 'nothing to send'],
    ['SettingRefused', { name: 'price', code: 'setting-untranslatable', why: 'no words' }, 'translateSettings', 'failed'],
  ])('of the event %s has an outcome', (type, data, point, outcome) => {
    expect(rowOf(type, { ...data, votes: [] })).toMatchObject({ point, outcome });
  });

  it('names whose failure it had to do without, and who would have decided otherwise', () => {
    const votes = [
      vote('live@1.0.0', 'failed', { failure: 'threw' }),
      vote('agrees@1.0.0', 'Accepted', { shadow: true }),
      vote('differs@1.0.0', 'Blocked', { shadow: true }),
      vote('abstains@1.0.0', 'abstained', { shadow: true }),
      vote('fails@1.0.0', 'failed', { shadow: true, failure: 'threw' }),
    ];
    expect(rowOf('AuthorizationDecided', { status: 'Accepted', votes })).toMatchObject({
      failedVoters: ' live ',
      differingShadows: ' differs ',
    });
  });

  it('is in no other event', () => {
    expect(rowOf('StationConnected', { ocppVersion: '1.6' })).toBeUndefined();
    expect(rowOf('SettingRefused', { name: 'price', code: 'setting-refused', why: 'Rejected', commandId: 'c1' })).toBeUndefined();
  });
});
