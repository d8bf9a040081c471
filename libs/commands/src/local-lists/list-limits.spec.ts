import { describe, expect, it } from '@jest/globals';
import type { ListableToken } from '@wattledger/charging';
import type { StationRecord } from '../settings/station-records.ts';
import { limitsOf, limitsQuestion } from './list-limits.ts';

const at = '2026-05-01T12:00:00.000Z';
const station = (ocppVersion: StationRecord['ocppVersion'], said: Record<string, string> = {}): StationRecord => ({
  stationId: 'oak',
  ocppVersion,
  listens: true,
  variables: new Map(Object.entries(said).map(([name, value]) => [name, { value, at }])),
  profiles: new Map(),
  tariffs: new Map(),
});
const token = (length: number): ListableToken => ({
  tokenId: 'a',
  type: 'Central',
  length,
  isGood: true,
  isPrepaid: false,
  masterPass: false,
});

describe('what a station can take of a local list', () => {
  it('is what it says', () => {
    const one = station('1.6', { LocalAuthListMaxLength: '500', SendLocalListMaxLength: '20' });
    expect(limitsOf(one, [])).toEqual({ room: 500, perMessage: 20 });
    expect(limitsOf(station('2.0.1', { 'LocalAuthListCtrlr/ItemsPerMessage': '30' }), [])).toEqual({ perMessage: 30 });
  });

  it('is something usual where it says nothing, or nothing sensible', () => {
    expect(limitsOf(station('1.6'), [])).toEqual({ perMessage: 100 });
    expect(limitsOf(station('1.6', { SendLocalListMaxLength: '0', LocalAuthListMaxLength: 'many' }), [])).toEqual({
      perMessage: 100,
    });
    expect(limitsOf(station('2.1'), [])).toEqual({ perMessage: 100 });
  });

  it('is as many of the longest tokens as fit into a message of bytes, and one at least', () => {
    const bytes = (count: number) => station('2.1', { 'LocalAuthListCtrlr/BytesPerMessage': String(count) });
    expect(limitsOf(bytes(1_200), [token(10), token(8)])).toEqual({ perMessage: 5 });
    expect(limitsOf(bytes(1_200), [token(255)])).toEqual({ perMessage: 2 });
    expect(limitsOf(bytes(100), [token(10)])).toEqual({ perMessage: 1 });
  });

  it('is asked of it once', () => {
    expect(limitsQuestion(station('1.6'))).toMatchObject({
      name: 'GetVariables',
      variables: [{ variable: 'LocalAuthListMaxLength' }, { variable: 'SendLocalListMaxLength' }],
    });
    expect(limitsQuestion(station('2.0.1'))).toMatchObject({ name: 'GetVariables' });
    expect(limitsQuestion(station('1.6', { LocalAuthListMaxLength: '5' }))).toBeUndefined();
  });
});
