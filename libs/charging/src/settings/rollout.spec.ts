import { describe, expect, it } from '@jest/globals';
import { evolveRollout, hasReached, nextStep } from './rollout.ts';
import type { RolloutCounts } from './rollout-events.ts';
import type { Rollout, RolloutEvent } from './rollout.ts';

const at = '2026-05-01T12:00:00.000Z';
const started: RolloutEvent = {
  type: 'RolloutStarted',
  data: {
    rolloutId: 'r1',
    scope: { kind: 'all' },
    setting: { name: 'chargingTime', minutes: 60 },
    stationIds: ['a', 'b', 'c'],
    batchSize: 2,
    maximumRefusedShare: 0.5,
    by: 'ana',
  },
};
const released = (...stationIds: string[]): RolloutEvent => ({
  type: 'RolloutBatchReleased',
  data: { rolloutId: 'r1', stationIds },
});
const stopped: RolloutEvent = { type: 'RolloutStopped', data: { rolloutId: 'r1', why: 'too many', by: 'ana' } };

function given(...events: RolloutEvent[]): Rollout {
  const rollout = [started, ...events].reduce<Rollout | undefined>((state, event) => evolveRollout(state, event, at), undefined);
  if (!rollout) throw new Error('it was started');
  return rollout;
}

const counts = (some: Partial<RolloutCounts> = {}): RolloutCounts => ({
  waiting: 0,
  pending: 0,
  sent: 0,
  confirmed: 0,
  refused: 0,
  offline: 0,
  ...some,
});

describe('a roll-out', () => {
  it('begins with its first batch', () => {
    expect(nextStep(given(), counts())).toEqual({ step: 'release', stationIds: ['a', 'b'] });
  });

  it('waits until each station of a batch has answered or is away', () => {
    expect(nextStep(given(released('a', 'b')), counts({ confirmed: 1, sent: 1 }))).toEqual({ step: 'wait' });
    expect(nextStep(given(released('a', 'b')), counts({ confirmed: 1, offline: 1 }))).toEqual({
      step: 'release',
      stationIds: ['c'],
    });
  });

  it('stops when more have refused than may, and not before', () => {
    expect(nextStep(given(released('a', 'b')), counts({ refused: 1, confirmed: 1 }))).toMatchObject({ step: 'release' });
    expect(nextStep(given(released('a', 'b')), counts({ refused: 2 }))).toEqual({
      step: 'stop',
      why: '2 of 2 stations have refused, at most 50 % may',
    });
  });

  it('does nothing while it is stopped, and goes on with another bound', () => {
    expect(nextStep(given(released('a', 'b'), stopped), counts({ refused: 2 }))).toEqual({ step: 'wait' });
    const resumed: RolloutEvent = { type: 'RolloutResumed', data: { rolloutId: 'r1', by: 'ana', maximumRefusedShare: 1 } };
    expect(nextStep(given(released('a', 'b'), stopped, resumed), counts({ refused: 2 }))).toMatchObject({ step: 'release' });
  });

  it('is finished after its last batch, and holds for stations that come later', () => {
    expect(nextStep(given(released('a', 'b'), released('c')), counts({ confirmed: 3 }))).toEqual({ step: 'finish' });
    expect(hasReached(given(released('a', 'b')), 'c')).toBe(false);
    const finished: RolloutEvent = { type: 'RolloutFinished', data: { rolloutId: 'r1', counts: counts() } };
    expect(hasReached(given(released('a', 'b'), released('c'), finished), 'newcomer')).toBe(true);
  });
});
