import type { DecisionPoint } from '@wattledger/charging';
import type { Clock } from '@wattledger/kernel';
import { CircuitBreaker } from './circuit-breaker.ts';
import type { DecisionPolicies } from './policies.ts';
import type { Voter } from './voter.ts';
import { VoterLine } from './voter-line.ts';

interface LinesOfVoter {
  readonly breaker: CircuitBreaker;
  readonly byPoint: Map<DecisionPoint, VoterLine>;
}

/** A line to every voter at every decision: one that fails at one question may be good at the others. One that hangs at all is one that hangs. */
export class VoterLines {
  private readonly policies: DecisionPolicies;
  private readonly clock: () => number;
  private readonly known = new WeakMap<Voter, LinesOfVoter>();

  constructor(policies: DecisionPolicies, clock: Clock) {
    this.policies = policies;
    this.clock = () => clock().getTime();
  }

  to(voter: Voter, point: DecisionPoint): VoterLine {
    let lines = this.known.get(voter);
    if (!lines) this.known.set(voter, (lines = { breaker: new CircuitBreaker(), byPoint: new Map() }));
    let line = lines.byPoint.get(point);
    if (!line) {
      line = new VoterLine({ budgetMs: this.policies[point].budgetMs, ofVoter: lines.breaker, clock: this.clock });
      lines.byPoint.set(point, line);
    }
    return line;
  }

  /** The decisions at which a voter is left alone now. */
  suspended(voter: Voter): DecisionPoint[] {
    const lines = this.known.get(voter);
    const now = this.clock();
    if (!lines) return [];
    if (lines.breaker.isSuspended(now)) return [...voter.points];
    return [...lines.byPoint].filter(([, line]) => line.isSuspended(now)).map(([point]) => point);
  }
}
