import { sessionNamed, tokenSubjectOf } from '@wattledger/charging';
import type { DecisionPoint, PlatformEventType, StationState, Vote } from '@wattledger/charging';
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
} as const satisfies { readonly [Type in PlatformEventType]?: DecisionPoint };

/** What an event decides; nothing where it decides nothing. */
export function decisionIn(state: StationState, { type, data }: Pick<RecordedEvent, 'type' | 'data'>): DecisionFact[] {
  if (!Object.hasOwn(points, type) || !isJsonObject(data)) return [];
  const point = points[type as keyof typeof points];
  const { reason, rule, votes, considered, basis, periods: _periods, lines: _lines, ...rest } = data;
  const { transactionId, evseId, connectorId, token, tokenType, purpose, ...answer } = rest;
  return [
    {
      type: 'DecisionMade',
      point,
      outcome: fixedOutcomes[type] ?? outcomeOf(point, answer),
      ...text('reason', reason),
      ...text('rule', rule),
      votes: Array.isArray(votes) ? (votes as object[] as Vote[]) : [],
      answer,
      ...(typeof transactionId === 'string' && { transactionId, sessionId: sessionNamed(state, transactionId) }),
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
};

function text<Name extends string>(name: Name, value: Json | undefined): { readonly [Key in Name]?: string } {
  return typeof value === 'string' ? ({ [name]: value } as { [Key in Name]: string }) : {};
}

function outcomeOf(point: DecisionPoint, answer: JsonObject): string {
  if (point === 'priceSession') return `${String(answer['amount'])} ${String(answer['currency'])}`;
  const { status, outcome } = answer;
  return typeof status === 'string' ? status : typeof outcome === 'string' ? outcome : '';
}
