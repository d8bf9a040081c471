import { sessionIdOf, tightestLimits, tokenSubjectOf, walletBeside } from '@wattledger/charging';
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
  const { value, basis } = await context.directory.driver({ stationId, token: shown.token, tokenType });
  const driver = besideItself(value, stationId, shown.transactionId);
  const question = { ...(await atStation(context)), ...shown, ...driver, ...(isSecret && { token: REMOVED }) };
  const decided = await context.ask('authorize', question);
  const taken = await grantTaken(context, shown, driver, decided.answer);
  const answer = taken ? ({ status: 'Invalid' } as const) : (decided.answer ?? UNKNOWN);
  const considered = Object.keys(driver).length > 0;
  const data = withoutUndefined({
    ...shown,
    ...answer,
    ...reasoned(decided, question),
    ...taken,
    ...(considered && { considered: driver, basis }),
  });
  const decision: Decision = { type: 'AuthorizationDecided', data, sensitive: personalIn(data, isSecret) };
  return { answer, driver, decided: [decision] };
}

/** A session's own reservation is not in its way when it is asked about again. */
const besideItself = (driver: KnownDriver, stationId: string, transactionId: string | undefined): KnownDriver =>
  driver.wallet && transactionId !== undefined
    ? { ...driver, wallet: walletBeside(driver.wallet, sessionIdOf(stationId, transactionId)) }
    : driver;

/** A grant is good for one session: whichever starts with it first. Why not, where another was quicker. */
async function grantTaken(
  { drivers, stationId }: CallContext,
  { purpose, transactionId }: Shown,
  { grant }: KnownDriver,
  answer: AuthorizationAnswer | undefined,
): Promise<{ reason: string; rule: string } | undefined> {
  if (purpose !== 'start' || transactionId === undefined || !grant || answer?.status !== 'Accepted') return undefined;
  const refusal = await drivers.useGrant(grant.grantId, sessionIdOf(stationId, transactionId));
  return refusal && { reason: refusal.message, rule: refusal.code };
}

/** Where tokens stand in a decision: the driver's own, and the group's. */
function personalIn(data: JsonObject, isSecret: boolean): readonly SensitiveValue[] {
  return [
    { path: ['token'], kind: isSecret ? 'secret' : 'personal' },
    { path: ['groupToken'], kind: 'personal' },
    { path: ['stopping', 'groupToken'], kind: 'personal' },
    { path: ['considered', 'registered', 'groupToken'], kind: 'personal' },
    { path: ['considered', 'account', 'groupToken'], kind: 'personal' },
  ];
}

/** Whose session a token is to stop. */
export async function stoppingOf(
  context: CallContext,
  open: OpenTransaction | undefined,
  sealedToken: unknown,
): Promise<Shown['stopping']> {
  if (!open) return undefined;
  const group = open.terms?.groupToken === undefined ? undefined : await context.unseal(open.terms.groupToken);
  const shown = typeof sealedToken === 'string' ? tokenSubjectOf(sealedToken) : undefined;
  return {
    // Of PINs nothing is left that could be compared: their driver is told by the account.
    sameToken: shown !== undefined && shown !== REMOVED && shown === open.tokenSubject,
    ...(typeof group === 'string' && { groupToken: group }),
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
  const { ask, wallets, directory, stationId } = context;
  const accepted = shown?.answer.status === 'Accepted' ? shown.answer : undefined;
  const wallet = shown?.driver.wallet;
  if (shown && !accepted) return { answer: shown.answer, terms: {}, decided: [] };
  const here = await atStation(context);
  const { value: assigned, basis } = await directory.tariffFor({
    stationId,
    station: here.station,
    startedAt: starting.startedAt,
    ...(accepted && { accountId: accepted.accountId, groupToken: accepted.groupToken, tariffId: accepted.tariffId }),
  });
  const isKnown = accepted?.accountId !== undefined || accepted?.groupToken !== undefined;
  if (!ask.concerns('startSession') && !wallet && !accepted?.limits && !assigned && !isKnown)
    return { answer: accepted, terms: {}, decided: [] };

  const question = {
    ...here,
    ...starting,
    ...(assigned && { tariff: assigned }),
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
    limits: tightestLimits(limits, accepted?.limits),
    tariff: tariff ?? (assigned && { tariffId: assigned.tariffId, version: assigned.version }),
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
    ...starting,
    outcome: may && !no ? 'charge' : 'stop',
    terms,
    reserve,
    ...reasoned(decided, question),
    ...(basis.length > 0 && { basis }),
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
