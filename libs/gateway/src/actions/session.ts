import { energyDeliveredWh, noteMeterStop, periodsOfSession, reachedLimit, unpricedLimit } from '@wattledger/charging';
import type { Decided, Question, RegisterDraft, SessionPrice, SessionProgress, Vote } from '@wattledger/charging';
import { instantOf } from '@wattledger/kernel';
import type { Instant } from '@wattledger/kernel';
import type { Decision } from '../exchange.ts';
import { interpretedCall } from '../interpreted.ts';
import { begun, metered, stopAdvisers } from '../station-memory.ts';
import type { OpenTransaction } from '../station-memory.ts';
import { mayBeStopped } from '../stop-attempts.ts';
import type { CallContext, StationErrand } from './action.ts';
import { atStation, reasoned, withoutUndefined } from './common.ts';
import type { AtStation } from './common.ts';

/** What the event that ends a session tells of it, beside what is remembered. */
export interface SessionEnd {
  readonly transactionId: string;
  readonly transaction: OpenTransaction | undefined;
  readonly endedAt: Instant | undefined;
  /** The register at the end, where the end itself tells it. */
  readonly meterStopWh?: number;
}

export interface Priced {
  readonly price: SessionPrice | undefined;
  readonly decided: readonly Decision[];
}

/** Prices a session that has ended; nothing where a register is missing, or nobody prices it. */
export async function price(
  context: CallContext,
  { transactionId, transaction, endedAt, meterStopWh }: SessionEnd,
): Promise<Priced> {
  const registers: RegisterDraft = { ...transaction?.registers };
  noteMeterStop(registers, meterStopWh);
  const question = await questionOf(context, transactionId, { ...transaction, registers }, endedAt ?? instantOf(context.now));
  if (!question) return { price: undefined, decided: [] };
  const asked = await context.ask('priceSession', question);
  // A plugin that failed to price is told too: somebody has to price this session later.
  if (!asked.answer && asked.votes.every(({ failure }) => failure === undefined)) return { price: undefined, decided: [] };
  const { energyWh, startedAt, periods, terms } = question;
  const { timeZone } = question.station;
  const session = { energyWh, startedAt, endedAt: question.endedAt, ...asked.answer, periods, terms, timeZone };
  const data = withoutUndefined({ transactionId, ...session, ...reasoned(asked, question) });
  const type = asked.answer ? 'SessionPriced' : 'SessionPricingFailed';
  return { price: asked.answer, decided: [{ type, data, sensitive: personalTerms }] };
}

const personalTerms = [{ path: ['terms', 'groupToken'], kind: 'personal' }] as const;

/** What a session costs by now; nothing is recorded, the answer that tells of it is. */
export async function runningPrice(
  context: CallContext,
  transactionId: string,
  transaction: OpenTransaction,
): Promise<SessionPrice | undefined> {
  if (!context.ask.concerns('priceSession')) return undefined;
  const question = await questionOf(context, transactionId, transaction, undefined);
  return question && (await context.ask('priceSession', question)).answer;
}

async function questionOf(
  context: CallContext,
  transactionId: string,
  transaction: OpenTransaction,
  endedAt: Instant | undefined,
): Promise<Question<'priceSession'> | undefined> {
  const { registers = {}, terms = {}, meter = [] } = transaction;
  const startedAt = transaction.startedAt ?? registers.meterStartAt ?? endedAt;
  const energyWh = energyDeliveredWh(registers);
  if (energyWh === undefined || startedAt === undefined) return undefined;
  const until = endedAt ?? transaction.updatedAt ?? startedAt;
  const tariff = terms.tariff && (await context.directory.tariff(terms.tariff)).value;
  return {
    ...(await atStation(context)),
    transactionId,
    startedAt,
    ...(endedAt !== undefined && { endedAt }),
    energyWh,
    periods: periodsOfSession(meter, { energyWh, from: startedAt, until }),
    terms,
    ...(tariff && { tariff }),
  };
}

export interface Continuing {
  readonly decided: readonly Decision[];
  /** Sent to the station once this is recorded. */
  readonly errands: readonly StationErrand[];
}

const NOTHING: Continuing = { decided: [], errands: [] };

/** Asks whether a session may go on, now that its meters were read. Only an end is recorded: going on is what sessions do. */
export async function continuing(
  context: CallContext,
  transactionId: string,
  transaction: OpenTransaction | undefined,
): Promise<Continuing> {
  if (!transaction || !mayBeStopped(transaction.stop, transaction.updatedAt ?? instantOf(context.now))) return NOTHING;
  const { terms = {}, refused } = transaction;
  const asksPlugins = context.ask.concerns('continueCharging');
  if (!asksPlugins && !terms.limits && refused === undefined) return NOTHING;
  const cost = terms.limits?.amount === undefined ? undefined : await runningPrice(context, transactionId, transaction);
  const progress = progressOf(context, transactionId, transaction, cost);
  const isMetered = energyDeliveredWh(transaction.registers ?? {}) !== undefined;
  const over =
    refused === undefined
      ? terms.limits && (reachedLimit(progress, terms.limits) ?? unpricedLimit(progress, terms.limits, isMetered))
      : { rule: 'driver-refused', reason: `its driver may not charge: ${refused}` };
  if (!over && !asksPlugins) return NOTHING;
  const place = await atStation(context);
  if (over) return stopping(transactionId, transaction, progress, over, place);
  const decided = await context.ask('continueCharging', { ...place, session: progress, terms });
  if (decided.answer) return stopped(transactionId, transaction, progress, decided, place);
  const known = transaction.stopAdvisedBy ?? [];
  if (stopAdvisers(decided.votes).every((voter) => known.includes(voter))) return NOTHING;
  const data = withoutUndefined({ transactionId, progress, ...reasoned(decided, place) });
  return { decided: [{ type: 'SessionStopAdvised', data }], errands: [] };
}

/** Ends a session that is over by the platform's own rules. */
export const stopping = (
  transactionId: string,
  transaction: OpenTransaction,
  progress: SessionProgress,
  over: { readonly reason: string; readonly rule: string },
  place: AtStation,
): Continuing =>
  stopped(transactionId, transaction, progress, { answer: { outcome: 'stop' }, ...over, votes: [platformVote(over)] }, place);

function stopped(
  transactionId: string,
  { stop }: OpenTransaction,
  progress: SessionProgress,
  decided: Decided<'continueCharging'>,
  place: AtStation,
): Continuing {
  const attempt = (stop?.attempts ?? 0) + 1;
  const data = withoutUndefined({ transactionId, progress, ...(attempt > 1 && { attempt }), ...reasoned(decided, place) });
  return {
    decided: [{ type: 'SessionStopDecided', data }],
    errands: [stopErrand(transactionId, decided.reason, attempt)],
  };
}

/** Limits and refusals are the platform's own to enforce. */
const platformVote = ({ reason, rule }: { reason: string; rule: string }): Vote => ({
  voter: 'platform',
  answer: 'stop',
  reason,
  rule,
  milliseconds: 0,
});

/** Asks a station to stop a session that is over for the platform. Each attempt is a command of its own. */
export const stopErrand = (transactionId: string, reason: string, attempt: number): StationErrand => ({
  command: { name: 'StopSession', transactionId },
  reason,
  idempotencyKey: attempt === 1 ? `stop ${transactionId}` : `stop ${transactionId} ${attempt}`,
});

export function progressOf(
  { now }: Pick<CallContext, 'now'>,
  transactionId: string,
  transaction: OpenTransaction,
  cost: SessionPrice | undefined,
): SessionProgress {
  const { registers = {}, evseId, connectorId, powerW, stateOfChargePercent } = transaction;
  const startedAt = transaction.startedAt ?? registers.meterStartAt ?? instantOf(now);
  const updatedAt = transaction.updatedAt ?? startedAt;
  return {
    transactionId,
    ...(evseId !== undefined && { evseId }),
    ...(connectorId !== undefined && { connectorId }),
    startedAt,
    updatedAt,
    seconds: Math.max(0, (Date.parse(updatedAt) - Date.parse(startedAt)) / 1_000),
    energyWh: energyDeliveredWh(registers) ?? 0,
    ...(powerW !== undefined && { powerW }),
    ...(stateOfChargePercent !== undefined && { stateOfChargePercent }),
    ...(cost && { cost: { amount: cost.amount, currency: cost.currency } }),
  };
}

/** What the call at hand says of meters, put to what is remembered of the transaction it is about. */
export function withReadings(
  { sealed, version, now, receivedAt, memory }: CallContext,
  action: string,
): ReadonlyMap<string, OpenTransaction> {
  const message = {
    version,
    direction: 'fromStation',
    kind: 'call',
    action,
    messageId: '',
    payload: sealed,
    deviations: [],
  } as const;
  const transactions = new Map<string, OpenTransaction>();
  for (const fact of interpretedCall(message, receivedAt)) {
    const isProgress = fact.type === 'SessionStarted' || fact.type === 'SessionUpdated';
    if (!isProgress && fact.type !== 'MetersRead') continue;
    const id = fact.transactionId ?? memory.transactionAt('evseId' in fact ? fact.evseId : undefined)?.[0];
    if (id === undefined) continue;
    const open = transactions.get(id) ?? memory.transaction(id) ?? {};
    transactions.set(id, isProgress ? { ...open, ...begun(open, fact) } : metered(open, fact, now.toISOString()));
  }
  return transactions;
}
