import type { DecisionPoint } from '@wattledger/charging';

/**
 * What holds where a plugin fails.
 *
 * `open`: it counts as having abstained. `closed`: it counts as a no. `cache`: what was last decided for this token holds, and a no
 * where nothing was; for `authorize` only.
 */
export type FailurePolicy = 'open' | 'closed' | 'cache';

export interface DecisionPolicy {
  /** How long each plugin may take, milliseconds. */
  readonly budgetMs: number;
  readonly onFailure: FailurePolicy;
}

export type DecisionPolicies = Readonly<Record<DecisionPoint, DecisionPolicy>>;

/** Stations wait half a minute for an answer, drivers do not. */
export const defaultPolicies: DecisionPolicies = {
  admitStation: { budgetMs: 1_000, onFailure: 'open' },
  authorize: { budgetMs: 1_000, onFailure: 'cache' },
  startSession: { budgetMs: 1_000, onFailure: 'closed' },
  continueCharging: { budgetMs: 500, onFailure: 'open' },
  priceSession: { budgetMs: 1_000, onFailure: 'open' },
  translateSettings: { budgetMs: 1_000, onFailure: 'open' },
  answerDataTransfer: { budgetMs: 1_000, onFailure: 'open' },
};
