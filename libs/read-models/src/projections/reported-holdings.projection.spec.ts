import { describe, expect, it } from '@jest/globals';
import type { FactSource } from '@wattledger/charging';
import type { HeldProfile } from '@wattledger/ocpp';
import type { ReadModelFact } from '../facts.ts';
import { reportedProfiles } from './reported-holdings.projection.ts';

const at = (minute: number) => `2026-05-01T12:0${minute}:00.000Z`;
const source: FactSource = { stationId: 's1', eventId: 'e1', position: 7, revision: 3, receivedAt: at(9) };

const after = (...facts: ReadModelFact[]) =>
  facts.reduce<unknown>((row, fact) => reportedProfiles.folds.get(fact.type)?.(row as never, fact as never, source), undefined);

const profile = (id: number): HeldProfile => ({ id, evseId: 0, periods: [] });
const answered = (reportsFollow: boolean, minute = 1): ReadModelFact => ({
  type: 'ProfilesAnswered',
  at: at(minute),
  requestId: 7,
  profileIds: [7],
  reportsFollow,
});
const reported = (minute: number, toBeContinued: boolean, ...profiles: HeldProfile[]): ReadModelFact => ({
  type: 'ProfilesReported',
  at: at(minute),
  requestId: 7,
  profiles,
  toBeContinued,
});

describe('what a station reports of its charging profiles', () => {
  it('is complete with the last report, or at once where there is none of them', () => {
    expect(after(answered(false))).toMatchObject({ complete: true, profiles: [], at: at(1) });
    expect(after(answered(true))).toMatchObject({ complete: false });
    expect(after(answered(true), reported(2, true, profile(5)))).toMatchObject({ complete: false, profiles: [] });
    expect(after(answered(true), reported(2, true, profile(5)), reported(3, false, profile(7)))).toEqual({
      stationId: 's1',
      requestId: 7,
      profileIds: [7],
      profiles: [profile(7)],
      complete: true,
      at: at(3),
    });
  });

  it('counts as an answer to the newest question alone', () => {
    expect(after(reported(1, false, profile(7)))).toBeUndefined();
    const whole = [answered(true), reported(2, false, profile(7))] as const;
    expect(after(...whole, reported(3, false, profile(7)))).toMatchObject({ at: at(2), profiles: [profile(7)] });
    expect(after(...whole, answered(true, 4))).toMatchObject({ complete: false, profiles: [] });
  });
});
