import { CircuitBreaker, FAILURES } from './circuit-breaker.ts';

/** A question that a voter does not answer at once. */
export interface PutQuestion {
  /** Whoever asked goes on without the answer. */
  readonly giveUp: (why: string) => void;
  /** Its budget is over: the answer comes to nobody any more. */
  readonly cancel: () => void;
}

/** A question that is owed an answer. */
export interface OwedAnswer extends PutQuestion {
  readonly putAt: number;
  /** How many answers had been heard by then: here, and of the voter at any decision. */
  readonly heardHere: number;
  readonly heardAnywhere: number;
  givenUp: boolean;
  /** Its budget is over. */
  isOver: boolean;
}

export interface VoterLineOptions {
  /** How long a question may take at most, milliseconds. */
  readonly budgetMs: number;
  /** Of the voter, at all its decisions together: counts the questions that it let go unanswered while nothing was heard of it at all. */
  readonly ofVoter: CircuitBreaker;
  /** Tells when a pause is over, milliseconds since 1970. */
  readonly clock: () => number;
  /** Tells how long somebody has waited, milliseconds. */
  readonly stopwatch?: () => number;
}

/**
 * The line to a voter at one decision: whether it is asked, and for how long it is waited for.
 *
 * A question is waited for as long as its budget allows. Each in a row that goes unanswered, nothing having been heard since it was put,
 * halves that for all that wait and all that come: those asked together with one that hangs are released with it. They stay asked until their
 * budgets are over, and an answer that comes after all makes everything as it was. One that comes later still tells only that the voter does not hang.
 */
export class VoterLine {
  private readonly breaker = new CircuitBreaker();
  private readonly ofVoter: CircuitBreaker;
  private readonly budgetMs: number;
  private readonly clock: () => number;
  private readonly stopwatch: () => number;
  /** In the order in which they were put, so those that were given up come first. */
  private readonly owed = new Set<OwedAnswer>();
  private silences = 0;
  private timer: NodeJS.Timeout | undefined;
  private looksAt = Infinity;

  constructor({ budgetMs, ofVoter, clock, stopwatch = () => performance.now() }: VoterLineOptions) {
    this.budgetMs = budgetMs;
    this.ofVoter = ofVoter;
    this.clock = clock;
    this.stopwatch = stopwatch;
  }

  /** Whether the voter is asked now; whoever is told so has to ask it. */
  mayAsk(): boolean {
    if (!this.breaker.mayAsk(this.clock) || !this.ofVoter.mayAsk(this.clock)) return false;
    this.breaker.asked();
    this.ofVoter.asked();
    return true;
  }

  isSuspended(now: number): boolean {
    return this.breaker.isSuspended(now);
  }

  /** Begins to wait for an answer. */
  put(question: PutQuestion): OwedAnswer {
    const putAt = this.stopwatch();
    const owed = {
      ...question,
      putAt,
      heardHere: this.breaker.answers,
      heardAnywhere: this.ofVoter.answers,
      givenUp: false,
      isOver: false,
    };
    this.owed.add(owed);
    this.lookAt(putAt + this.patienceMs);
    return owed;
  }

  /** Something came of a question. @returns whether it is still waited for */
  came(question: OwedAnswer): boolean {
    this.owed.delete(question);
    return !question.givenUp;
  }

  /** It has given an answer that makes sense. */
  answered(): void {
    this.silences = 0;
    this.breaker.succeeded();
    this.ofVoter.succeeded();
  }

  /** The same where it was not waited for any more. Whoever takes longer than the budget is left alone like others that fail. */
  answeredLate({ isOver }: OwedAnswer): void {
    if (!isOver) return this.answered();
    this.silences = 0;
    this.breaker.heard();
    this.ofVoter.succeeded();
  }

  /** It threw, or made no sense. */
  failed(): void {
    this.breaker.failed(this.clock());
    this.ofVoter.learnedNothing();
  }

  /** It could not be asked. */
  wasAway(): void {
    this.breaker.learnedNothing();
    this.ofVoter.learnedNothing();
  }

  /** Gives up and cancels what has been waited for long enough. */
  look(): void {
    const now = this.stopwatch();
    for (const question of this.owed) {
      const waitedMs = now - question.putAt;
      if (!question.givenUp && waitedMs >= this.patienceMs) this.giveUp(question);
      if (waitedMs >= this.budgetMs) {
        this.owed.delete(question);
        question.isOver = true;
        question.cancel();
      } else {
        this.lookAt(question.putAt + (question.givenUp ? this.budgetMs : this.patienceMs));
        if (!question.givenUp) return;
      }
    }
  }

  private get patienceMs(): number {
    const silences = Math.max(this.silences, this.ofVoter.failuresInARow);
    return this.budgetMs / 2 ** Math.min(silences, FAILURES);
  }

  private giveUp(question: OwedAnswer): void {
    const now = this.clock();
    const { patienceMs } = this;
    question.givenUp = true;
    if (question.heardHere === this.breaker.answers) this.silences += 1;
    this.breaker.failed(now);
    if (question.heardAnywhere === this.ofVoter.answers) this.ofVoter.failed(now);
    const neither = patienceMs < this.budgetMs ? ', nor had the questions before it been answered' : '';
    question.giveUp(`it had not answered after ${Math.round(patienceMs)} ms${neither}`);
  }

  /** One timer for all that wait: most answers come long before it is over, and cost none. */
  private lookAt(at: number): void {
    if (at >= this.looksAt) return;
    clearTimeout(this.timer);
    this.looksAt = at;
    // If this thread was the slow one, the answers lie in its queue: that is emptied before.
    const look = () => {
      this.looksAt = Infinity;
      this.look();
    };
    this.timer = setTimeout(() => setImmediate(look), Math.max(0, at - this.stopwatch()));
    this.timer.unref();
  }
}
