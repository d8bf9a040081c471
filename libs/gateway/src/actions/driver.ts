import { sessionIdOf, tokenSubjectOf } from '@wattledger/charging';
import type { AuthorizationAnswer, KnownDriver, Question, SessionTerms } from '@wattledger/charging';
import { isRefusal } from '@wattledger/kernel';
import type { Instant, JsonObject } from '@wattledger/kernel';
import { REMOVED } from '@wattledger/event-log';
import type { SensitiveValue } from '@wattledger/event-log';
import type { Decision } from '../exchange.ts';
import type { OpenTransaction } from '../station-memory.ts';
import type { CallContext } from './action.ts';
import { atStation, reasoned, withoutUndefined } from './common.ts';

/** A token as a station shows it, and what for. */
export type Shown = Pick<
  Question<'authorize'>,
  'token' | 'tokenType' | 'evseId' | 'connectorId' | 'transactionId' | 'purpose' | 'stopping'
>;

export interface Authorization {
  readonly answer: AuthorizationAnswer;
  readonly driver: KnownDriver;
  readonly decided: readonly Decision[];
}

/** Where nobody vouches for a token, its holder may not charge. */
const UNKNOWN: AuthorizationAnswer = { status: 'Unknown' };

/** Asks whether the holder of a token may charge. The token is sealed where it is personal and gone where it is a PIN. */
export async function authorization(context: CallContext, shown: Shown): Promise<Authorization> {
  const { tokenType } = shown;
  const isSecret = tokenType === 'KeyCode';
  const { stationId } = context;
  const { value: driver, basis } = await context.directory.driver({ stationId, token: shown.token, tokenType });
  const question = { ...(await atStation(context)), ...shown, ...driver, ...(isSecret && { token: REMOVED }) };
  const decided = await context.ask('authorize', question);
  const answer = decided.answer ?? UNKNOWN;
  const { stopping: _, ...about } = shown;
  const considered = Object.keys(driver).length > 0;
  const data = withoutUndefined({ ...about, ...answer, ...reasoned(decided), ...(considered && { considered: driver, basis }) });
  const decision: Decision = { type: 'AuthorizationDecided', data, sensitive: personalIn(data, isSecret) };
  return { answer, driver, decided: [decision] };
}

/** Where tokens stand in a decision: the driver's own, and the group's. */
function personalIn(data: JsonObject, isSecret: boolean): readonly SensitiveValue[] {
  return [
    { path: ['token'], kind: isSecret ? 'secret' : 'personal' },
    { path: ['groupToken'], kind: 'personal' },
    { path: ['considered', 'registered', 'groupToken'], kind: 'personal' },
    { path: ['considered', 'account', 'groupToken'], kind: 'personal' },
  ];
}

/** Whose session a token is to stop. */
export function stoppingOf(context: CallContext, open: OpenTransaction | undefined, sealedToken: unknown): Shown['stopping'] {
  if (!open) return undefined;
  const shown = typeof sealedToken === 'string' ? tokenSubjectOf(sealedToken) : undefined;
  return {
    sameToken: shown !== undefined && shown === open.tokenSubject,
    ...(open.terms?.groupToken !== undefined && { groupToken: open.terms.groupToken }),
    ...(open.terms?.accountId !== undefined && { accountId: open.terms.accountId }),
  };
}

export interface Starting {
  readonly transactionId: string;
  readonly evseId?: number;
  readonly connectorId?: number;
  readonly startedAt: Instant;
}

export interface Start {
  /** As the station is told: an accepted driver whose session may not run is refused after all. */
  readonly answer: AuthorizationAnswer | undefined;
  readonly terms: SessionTerms;
  readonly decided: readonly Decision[];
}

/** Asks under which terms a session runs, and takes what is to be reserved for it. */
export async function start(context: CallContext, starting: Starting, shown: Authorization | undefined): Promise<Start> {
  const { ask, wallets, stationId } = context;
  const accepted = shown?.answer.status === 'Accepted' ? shown.answer : undefined;
  const wallet = shown?.driver.wallet;
  if (shown && !accepted) return { answer: shown.answer, terms: {}, decided: [] };
  if (!ask.concerns('startSession') && !wallet && !accepted?.limits) return { answer: accepted, terms: {}, decided: [] };

  const question = {
    ...(await atStation(context)),
    ...starting,
    ...(accepted && { authorization: accepted }),
    ...(shown?.driver.account && { account: shown.driver.account }),
    ...(wallet && { wallet }),
  };
  const decided = await ask('startSession', question);
  const { limits, tariff, reserve } = decided.answer ?? {};
  const terms: SessionTerms = withoutUndefined({
    accountId: accepted?.accountId,
    walletId: wallet?.walletId,
    groupToken: accepted?.groupToken,
    limits: limits ?? accepted?.limits,
    tariff,
  });
  const sessionId = sessionIdOf(stationId, starting.transactionId);
  const may = decided.answer?.outcome !== 'stop';
  const taken =
    may && wallet
      ? await wallets.openSession(wallet.walletId, {
          sessionId,
          stationId,
          openedAt: question.at,
          concurrentSessions: accepted?.concurrentSessions,
          reserve,
        })
      : undefined;
  const no = isRefusal(taken) ? taken : undefined;
  const data = withoutUndefined({
    transactionId: starting.transactionId,
    outcome: may && !no ? 'charge' : 'stop',
    terms,
    reserve,
    ...reasoned(decided),
    ...(no && { reason: no.message, rule: no.code }),
  });
  const decision: Decision = {
    type: 'SessionStartDecided',
    data,
    sensitive: [{ path: ['terms', 'groupToken'], kind: 'personal' }],
  };
  const status = no?.code === 'too-many-sessions' ? 'ConcurrentTx' : 'NoCredit';
  const answer = may && !no ? accepted : ({ ...accepted, status } as const);
  // Where everybody leaves the question to others there is nothing to write down, as with a price that nobody names.
  const isSilent =
    !decided.answer && !no && Object.keys(terms).length === 0 && decided.votes.every(({ failure }) => failure === undefined);
  return { answer, terms, decided: isSilent ? [] : [decision] };
}
