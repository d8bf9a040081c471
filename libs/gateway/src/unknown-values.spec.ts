import { describe, expect, it } from '@jest/globals';
import { validate } from '@wattledger/ocpp';
import { unknownValues } from './unknown-values.ts';

describe('what no schema knows', () => {
  it('is found where validation has flagged it, value by value', () => {
    const payload = {
      connectorId: 1,
      meterValue: [{ timestamp: '2026-05-01T12:00:00Z', sampledValue: [{ value: '1', driver: 'Ana' }], plate: 'B-XY 1' }],
      holder: { name: 'Ana', cards: ['4242', null], age: 40 },
      'a/b': 'odd',
    };
    const checked = validate('1.6', 'MeterValues', 'request', payload);
    const flags = checked.tier === 'understood' ? checked.deviations : [];
    const found = unknownValues(payload, flags, 'frames of oak').map(({ path }) => path.join('.'));
    expect(found.sort()).toEqual([
      'a/b',
      'holder.age',
      'holder.cards.0',
      'holder.name',
      'meterValue.0.plate',
      'meterValue.0.sampledValue.0.driver',
    ]);
  });

  it('is nothing where only known properties are wrong', () => {
    expect(unknownValues({ connectorId: '1' }, ['/connectorId type', '/foo additionalProperties'], 'o')).toEqual([]);
  });
});
