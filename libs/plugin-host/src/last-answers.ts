import type { AuthorizationAnswer, Question } from '@wattledger/charging';

const KEPT = 50_000;
const KEPT_FOR_MS = 24 * 3_600_000;

interface Kept {
  readonly answer: AuthorizationAnswer;
  readonly at: number;
}

/** What was last decided for each token at each station, for when a plugin fails: the platform's own copy of what stations keep in their cache. */
export class LastAnswers {
  private readonly kept = new Map<string, Kept>();

  keep(question: Question<'authorize'>, answer: AuthorizationAnswer): void {
    // A secret, or a token that is good once, says nothing about the next time.
    if (question.secret || question.grant || question.purpose === 'stop') return;
    const key = keyOf(question);
    this.kept.delete(key);
    this.kept.set(key, { answer, at: Date.parse(question.at) });
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT && oldest !== undefined) this.kept.delete(oldest);
  }

  get(question: Question<'authorize'>): AuthorizationAnswer | undefined {
    if (question.secret || question.grant) return undefined;
    // Whether somebody may end another's session was never asked of this token.
    if (question.purpose === 'stop' && question.stopping?.sameToken !== true) return undefined;
    const kept = this.kept.get(keyOf(question));
    const at = Date.parse(question.at);
    if (!kept || at - kept.at > KEPT_FOR_MS) return undefined;
    const { expiresAt } = kept.answer;
    return expiresAt !== undefined && Date.parse(expiresAt) <= at ? undefined : kept.answer;
  }
}

/** What holds at one station need not hold at another. */
const keyOf = ({ stationId, token, tokenType = '' }: Question<'authorize'>): string =>
  JSON.stringify([stationId, tokenType, token.toLowerCase()]);
