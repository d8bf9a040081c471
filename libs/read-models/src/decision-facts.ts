import { callsInBrief, sessionNamed, tokenSubjectOf } from '@wattledger/charging';
import type { DecisionPoint, PlatformEventType, SettingCall, StationState, Vote } from '@wattledger/charging';
import type { RecordedEvent } from '@wattledger/event-log';
import { isJsonObject } from '@wattledger/kernel';
import type { Json, JsonObject } from '@wattledger/kernel';
import type { DecisionRow } from './tables/decisions.ts';

/** Something was decided: the row but for where it stands in the log. */
export interface DecisionFact extends Omit<
  DecisionRow,
  'eventId' | 'stationId' | 'at' | 'position' | 'revision' | 'failedVoters' | 'differingShadows'
> {
  readonly type: 'DecisionMade';
}

const points = {
  StationAdmissionDecided: 'admitStation',
  AuthorizationDecided: 'authorize',
  SessionStartDecided: 'startSession',
  SessionStopDecided: 'continueCharging',
  SessionStopAdvised: 'continueCharging',
  SessionPriced: 'priceSession',
  SessionPricingFailed: 'priceSession',
  DataTransferDecided: 'answerDataTransfer',
  SettingSent: 'translateSettings',
  SettingRefused: 'translateSettings',
} as const satisfies { readonly [Type in PlatformEventType]?: DecisionPoint };

/**
 * What an event decides; nothing where it decides nothing.
 *
 * @param state of the station whose stream holds the event; absent for the streams of settings, which know of no sessions
 */
export function decisionIn(
  state: StationState | undefined,
  { type, data }: Pick<RecordedEvent, 'type' | 'data'>,
): DecisionFact[] {
  if (!Object.hasOwn(points, type) || !isJsonObject(data)) return [];
  // That a station has refused a setting is its answer, and nobody's decision.
  if (type === 'SettingRefused' && data['votes'] === undefined) return [];
  const point = points[type as keyof typeof points];
  const { why, reason = why, rule, votes, considered, basis, periods: _periods, lines: _lines, ...rest } = data;
  const { stationId: _stationId, transactionId, evseId, connectorId, token, tokenType, purpose, ...answer } = rest;
  return [
    {
      type: 'DecisionMade',
      point,
      outcome: fixedOutcomes[type] ?? outcomeOf(point, answer),
      ...text('reason', reason),
      ...text('rule', rule),
      votes: Array.isArray(votes) ? (votes as object[] as Vote[]) : [],
      answer,
      ...(state && typeof transactionId === 'string' && { transactionId, sessionId: sessionNamed(state, transactionId) }),
      ...(typeof evseId === 'number' && { evseId }),
      ...(typeof connectorId === 'number' && { connectorId }),
      ...(typeof token === 'string' && { token, ...text('tokenSubject', tokenSubjectOf(token)) }),
      ...text('tokenType', tokenType),
      ...text('purpose', purpose),
      ...(considered !== undefined && isJsonObject(considered) && { considered }),
      ...(Array.isArray(basis) && { basis: basis as object[] as DecisionRow['basis'] }),
    },
  ];
}

/** Of events whose type says it all. */
const fixedOutcomes: Readonly<Record<string, string>> = {
  SessionStopDecided: 'stop',
  SessionStopAdvised: 'continue',
  SessionPricingFailed: 'failed',
  SettingRefused: 'failed',
};

function text<Name extends string>(name: Name, value: Json | undefined): { readonly [Key in Name]?: string } {
  return typeof value === 'string' ? ({ [name]: value } as { [Key in Name]: string }) : {};
}

function outcomeOf(point: DecisionPoint, answer: JsonObject): string {
  if (point === 'priceSession') return `${String(answer['amount'])} ${String(answer['currency'])}`;
  if (point === 'translateSettings') return callsInBrief(answer['calls'] as object as readonly SettingCall[]);
  const { status, outcome } = answer;
  return typeof status === 'string' ? status : typeof outcome === 'string' ? outcome : '';
}
