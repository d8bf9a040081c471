import { describe, expect, it } from '@jest/globals';
import { evolveLockOut, failed, forgiven, isLocked } from './lock-out.ts';
import type { LockOutState } from './lock-out.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 4, 1) + seconds * 1_000).toISOString();

const guess = (state: LockOutState | undefined, seconds: number) =>
  failed('account', 'ana', at(seconds))(state).reduce(evolveLockOut, state);
const guesses = (state: LockOutState | undefined, count: number, from: number) =>
  Array.from({ length: count }, (_, index) => from + index).reduce(guess, state);

describe('an account that is being guessed at', () => {
  it('is locked by the fifth failure within a quarter of an hour, not by the fourth', () => {
    expect(isLocked(guesses(undefined, 4, 0), at(4))).toBe(false);
    expect(isLocked(guesses(undefined, 5, 0), at(5))).toBe(true);
  });

  it('is not locked by failures that lie far apart', () => {
    expect(isLocked([0, 1_000, 2_000, 3_000, 4_000, 5_000].reduce(guess, undefined), at(5_001))).toBe(false);
  });

  it('is locked for twice as long each time', () => {
    const once = guesses(undefined, 5, 0);
    expect(once?.lockedUntil).toBe(at(64));
    const twice = guesses(once, 5, 100);
    expect(twice?.lockedUntil).toBe(at(104 + 120));
  });

  it('hears no guess while it is locked, and nothing is written down', () => {
    expect(failed('account', 'ana', at(10))(guesses(undefined, 5, 0))).toEqual([]);
  });

  it('is forgiven when its driver has shown who they are', () => {
    const state = guesses(undefined, 4, 0);
    expect(forgiven('account', 'ana')(state).reduce(evolveLockOut, state)).toBeUndefined();
    expect(forgiven('account', 'ana')(undefined)).toEqual([]);
  });

  it('starts with a short lock again after a day', () => {
    expect(guesses(guesses(undefined, 5, 0), 5, 90_000)?.lockedUntil).toBe(at(90_004 + 60));
  });
});
