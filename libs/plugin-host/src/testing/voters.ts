import type { DecisionPoint, Question } from '@wattledger/charging';
import type { Voter } from '../voter.ts';

/** A voter that says whatever a spec wants it to say. */
export const voter = (
  id: string,
  say: (question: Question<DecisionPoint>, signal: AbortSignal) => unknown,
  more: Partial<Pick<Voter, 'shadow' | 'configuration' | 'points'>> = {},
): Voter => ({
  id,
  version: '1.0.0',
  points: new Set(['authorize']),
  shadow: false,
  ...more,
  vote: (_point, question, signal) => say(question, signal),
});

const station = {
  stationId: 's1',
  ocppVersion: '1.6',
  at: '2026-05-01T12:00:00.000Z',
  station: { groups: [], timeZone: 'UTC' },
} as const;

/** Somebody shows a token. */
export const shown = (token: string, more: Partial<Question<'authorize'>> = {}): Question<'authorize'> => ({
  ...station,
  token,
  purpose: 'present',
  ...more,
});
