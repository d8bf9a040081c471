import type {
  Answer,
  AuthorizationAnswer,
  AuthorizationStatus,
  DecisionPoint,
  SessionLimits,
  TariffVersion,
} from '@wattledger/charging';

/** What a plugin says to a question: an answer, or that this question is not for it. Always with a reason, for whoever asks why. */
export type PluginVote<Point extends DecisionPoint = DecisionPoint> = Abstention | GivenAnswer<Point>;

/** This question is somebody else's. */
export interface Abstention {
  readonly vote: 'abstain';
  readonly reason: string;
}

/** An answer, and why. */
export interface GivenAnswer<Point extends DecisionPoint> {
  readonly vote: 'answer';
  readonly answer: Answer<Point>;
  readonly reason: string;
  /** A stable kebab-case name of the rule that decided. */
  readonly rule?: string;
}

/** What can be said about an answer beside its reason. */
export interface Saying {
  /** A stable kebab-case name of the rule that decided, such as `token-expired`. */
  readonly rule?: string;
}

/**
 * Leaves the question to others.
 *
 *     if (!registered) return abstain('this token was never issued here');
 */
export const abstain = (reason: string): Abstention => ({ vote: 'abstain', reason });

/**
 * Answers a question; the shorter words below say the common answers.
 *
 *     return answer({ status: 'Accepted', data: 'ok' }, 'known vendor');
 */
export const answer = <Point extends DecisionPoint>(
  given: Answer<Point>,
  reason: string,
  { rule }: Saying = {},
): GivenAnswer<Point> => ({ vote: 'answer', answer: given, reason, ...(rule !== undefined && { rule }) });

/** `admitStation`: it may serve. Of several heartbeats the shortest holds. */
export const admit = (reason: string, { heartbeatSeconds, ...saying }: Saying & { heartbeatSeconds?: number } = {}) =>
  answer<'admitStation'>({ outcome: 'accepted', ...(heartbeatSeconds !== undefined && { heartbeatSeconds }) }, reason, saying);

/** `admitStation`: not yet; it asks again. */
export const hold = (reason: string, { heartbeatSeconds, ...saying }: Saying & { heartbeatSeconds?: number } = {}) =>
  answer<'admitStation'>({ outcome: 'pending', ...(heartbeatSeconds !== undefined && { heartbeatSeconds }) }, reason, saying);

/** `admitStation`: it may not. */
export const turnAway = (reason: string, saying: Saying = {}) => answer<'admitStation'>({ outcome: 'refused' }, reason, saying);

/** `authorize`: the driver may charge, within the given bounds. */
export const accept = (reason: string, { rule, ...given }: Saying & Omit<AuthorizationAnswer, 'status'> = {}) =>
  answer<'authorize'>({ status: 'Accepted', ...given }, reason, { rule });

/** `authorize`: the driver may not charge. One refusal outweighs every acceptance. */
export const refuse = (
  status: Exclude<AuthorizationStatus, 'Accepted'>,
  reason: string,
  { rule, ...given }: Saying & Omit<AuthorizationAnswer, 'status'> = {},
) => answer<'authorize'>({ status, ...given }, reason, { rule });

/** `startSession`: it may run, under these terms. Of several limits the tightest holds, of several tariffs the first. */
export const charge = (
  reason: string,
  {
    rule,
    ...terms
  }: Saying & { limits?: SessionLimits; tariff?: TariffVersion; reserve?: { amount: string; currency: string } } = {},
) => answer<'startSession'>({ outcome: 'charge', ...terms }, reason, { rule });

/** `startSession` and `continueCharging`: the session ends now. One stop is enough. */
export const stop = (reason: string, { rule }: Saying = {}): GivenAnswer<'continueCharging'> & GivenAnswer<'startSession'> => ({
  vote: 'answer',
  answer: { outcome: 'stop' },
  reason,
  ...(rule !== undefined && { rule }),
});

/** `priceSession`: what it costs. The first price counts. */
export const price = (given: Answer<'priceSession'>, reason: string, saying: Saying = {}) =>
  answer<'priceSession'>(given, reason, saying);

/** `translateSettings`: how this station is told. The first translation counts. */
export const translate = (given: Answer<'translateSettings'>, reason: string, saying: Saying = {}) =>
  answer<'translateSettings'>(given, reason, saying);
