import { createHash } from 'node:crypto';
import type { Question } from '@wattledger/plugin-sdk';
import type { WebhookAnswer, WebhookConfig } from './config.ts';

const KEPT = 20_000;

interface Kept {
  readonly answer: WebhookAnswer;
  /** Milliseconds, by the clock of the questions. */
  readonly at: number;
}

/** Answers of the endpoint, for as long as they may be used again. It keeps no token, only its hash. */
export class AnswerCache {
  private readonly kept = new Map<string, Kept>();

  /** An answer that still holds without asking. */
  fresh(question: Question<'authorize'>, config: WebhookConfig): WebhookAnswer | undefined {
    const known = this.kept.get(keyOf(question));
    if (!known) return undefined;
    const seconds = isAcceptance(known.answer) ? config.reuseAcceptedSeconds : config.reuseRefusedSeconds;
    return isWithin(question, known, seconds) ? known.answer : undefined;
  }

  /** An older acceptance, for when the endpoint is down. */
  stale(question: Question<'authorize'>, { staleAcceptedSeconds }: WebhookConfig): WebhookAnswer | undefined {
    const known = this.kept.get(keyOf(question));
    return known && isAcceptance(known.answer) && isWithin(question, known, staleAcceptedSeconds) ? known.answer : undefined;
  }

  keep(question: Question<'authorize'>, answer: WebhookAnswer, config: WebhookConfig): void {
    const { reuseAcceptedSeconds, reuseRefusedSeconds, staleAcceptedSeconds } = config;
    const key = keyOf(question);
    this.kept.delete(key);
    if (Math.max(reuseAcceptedSeconds, reuseRefusedSeconds, staleAcceptedSeconds) === 0) return;
    this.kept.set(key, { answer, at: Date.parse(question.at) });
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT && oldest !== undefined) this.kept.delete(oldest);
  }
}

const isAcceptance = (answer: WebhookAnswer): boolean => 'status' in answer && answer.status === 'Accepted';

/** A credential that has expired since is no longer good, however young the answer is. */
function isWithin({ at }: Question<'authorize'>, { answer, at: since }: Kept, seconds: number): boolean {
  const now = Date.parse(at);
  const expired = 'status' in answer && answer.expiresAt !== undefined && Date.parse(answer.expiresAt) <= now;
  return !expired && seconds > 0 && now - since <= seconds * 1_000;
}

const keyOf = ({ stationId, evseId, token, tokenType, purpose }: Question<'authorize'>): string =>
  createHash('sha256')
    .update(JSON.stringify([stationId, evseId, tokenType, token.toLowerCase(), purpose === 'stop']))
    .digest('base64url');
