import type { DecisionPoint } from '@wattledger/charging';
import { CircuitBreaker } from './circuit-breaker.ts';
import type { Voter } from './voter.ts';

/** A circuit breaker for every voter and decision: one that fails at one question may be good at the others. */
export class CircuitBreakers {
  private readonly known = new WeakMap<Voter, Map<DecisionPoint, CircuitBreaker>>();

  of(voter: Voter, point: DecisionPoint): CircuitBreaker {
    let ofVoter = this.known.get(voter);
    if (!ofVoter) this.known.set(voter, (ofVoter = new Map()));
    let breaker = ofVoter.get(point);
    if (!breaker) ofVoter.set(point, (breaker = new CircuitBreaker()));
    return breaker;
  }

  /** The decisions at which a voter is left alone now. */
  suspended(voter: Voter, now: number): DecisionPoint[] {
    return [...(this.known.get(voter) ?? [])].filter(([, breaker]) => breaker.isSuspended(now)).map(([point]) => point);
  }
}
