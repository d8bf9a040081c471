import type { Instant } from '@wattledger/kernel';
import type { PlatformEvent } from '../platform-events.ts';
import type { LockOutKind } from './account-events.ts';

export interface LockOutPolicy {
  /** So many failures in the window lock. */
  readonly failures: number;
  readonly windowSeconds: number;
  /** The first lock; each further one takes twice as long. */
  readonly firstLockSeconds: number;
  readonly longestLockSeconds: number;
}

/** An address may be shared by a whole company. */
export const lockOutPolicies: Readonly<Record<LockOutKind, LockOutPolicy>> = {
  account: { failures: 5, windowSeconds: 900, firstLockSeconds: 60, longestLockSeconds: 86_400 },
  station: { failures: 8, windowSeconds: 900, firstLockSeconds: 60, longestLockSeconds: 3_600 },
  address: { failures: 30, windowSeconds: 900, firstLockSeconds: 60, longestLockSeconds: 3_600 },
};

export interface LockOutState {
  /** When the failures since the last lock happened, oldest first. */
  readonly failedAt: readonly Instant[];
  readonly locks: number;
  readonly lockedUntil?: Instant;
}

/** Old locks are forgotten. */
const LOCKS_KEPT_MS = 86_400_000;

const NEVER_FAILED: LockOutState = { failedAt: [], locks: 0 };

export function evolveLockOut(state: LockOutState | undefined, event: PlatformEvent): LockOutState | undefined {
  if (event.type === 'LockOutLifted') return undefined;
  if (event.type !== 'LogInFailed') return state;
  const { failedAt } = state ?? NEVER_FAILED;
  const { at, lockedUntil } = event.data;
  const locks = locksAt(state, at);
  return lockedUntil === undefined
    ? { ...state, failedAt: [...failedAt, at].slice(-100), locks }
    : { failedAt: [], locks: locks + 1, lockedUntil };
}

const locksAt = (state: LockOutState | undefined, at: Instant): number =>
  state?.lockedUntil !== undefined && Date.parse(at) - Date.parse(state.lockedUntil) > LOCKS_KEPT_MS ? 0 : (state?.locks ?? 0);

export const isLocked = (state: LockOutState | undefined, at: Instant): boolean =>
  state?.lockedUntil !== undefined && at < state.lockedUntil;

/** What one more failure comes to. While it is locked nobody's guess is looked at, so nothing is added. */
export const failed =
  (kind: LockOutKind, key: string, at: Instant) =>
  (state: LockOutState = NEVER_FAILED): readonly PlatformEvent[] => {
    if (isLocked(state, at)) return [];
    const { failures, windowSeconds, firstLockSeconds, longestLockSeconds } = lockOutPolicies[kind];
    const since = new Date(Date.parse(at) - windowSeconds * 1_000).toISOString();
    const recent = state.failedAt.filter((before) => before > since).length + 1;
    const seconds = Math.min(firstLockSeconds * 2 ** locksAt(state, at), longestLockSeconds);
    const lock = recent >= failures && { lockedUntil: new Date(Date.parse(at) + seconds * 1_000).toISOString() };
    return [{ type: 'LogInFailed', data: { kind, key, at, ...lock } }];
  };

/** A success forgives what came before it. */
export const forgiven =
  (kind: LockOutKind, key: string) =>
  (state: LockOutState | undefined): readonly PlatformEvent[] =>
    state ? [{ type: 'LockOutLifted', data: { kind, key } }] : [];
