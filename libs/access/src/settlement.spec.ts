import { describe, expect, it } from '@jest/globals';
import { settlementOf } from './settlement.ts';
import type { UnsettledSession } from './settlement.ts';

const AT = '2026-05-01T12:00:00.000Z';
const after = (seconds: number, session: Partial<UnsettledSession>) =>
  settlementOf({ sessionId: 's1', begun: true, openedAt: AT, ...session }, new Date(Date.parse(AT) + seconds * 1_000), {
    unheardSeconds: 90,
  })?.because;

describe('a session on a wallet', () => {
  it('is left alone while it charges', () => {
    expect(after(6 * 86_400, {})).toBeUndefined();
  });

  it('is let go where nothing was heard of its end for a week', () => {
    expect(after(7 * 86_400, {})).toBe('interrupted');
  });

  it('is charged as soon as it has a price', () => {
    expect(after(0, { endedAt: AT, price: { amount: '7.43', currency: 'EUR' } })).toBe('priced');
  });

  it('that ended without a price is let go, once a price would have come', () => {
    expect(after(1, { endedAt: AT })).toBeUndefined();
    expect(after(2, { endedAt: AT })).toBe('not-priced');
  });

  it('that was interrupted is let go when it has not come back for an hour', () => {
    expect(after(3_599, { interruptedAt: AT })).toBeUndefined();
    expect(after(3_600, { interruptedAt: AT })).toBe('interrupted');
  });

  it('that no station ever told of is let go when its start can no longer be recorded', () => {
    expect(after(89, { begun: false })).toBeUndefined();
    expect(after(90, { begun: false })).toBe('never-came-to-be');
  });
});
