import type { Basis, DecisionPoint, Vote } from '@wattledger/charging';
import type { Instant, JsonObject } from '@wattledger/kernel';
import { table } from '@wattledger/projections';

/** Something that was decided, and everything that led to it. */
export interface DecisionRow {
  /** Of the event that recorded it. */
  readonly eventId: string;
  readonly stationId: string;
  readonly point: DecisionPoint;
  /** In a word or two, as in a vote. */
  readonly outcome: string;
  /** Of the vote that decided, or of the policy. */
  readonly reason?: string;
  readonly rule?: string;
  readonly votes: readonly Vote[];
  /** What was decided in full; lines and periods of a price stay in the event. */
  readonly answer: JsonObject;
  readonly sessionId?: string;
  readonly transactionId?: string;
  readonly evseId?: number;
  readonly connectorId?: number;
  /** `authorize` only; the token is sealed. */
  readonly token?: string;
  readonly tokenSubject?: string;
  readonly tokenType?: string;
  readonly purpose?: string;
  /** What was known when it was asked, tokens sealed. */
  readonly considered?: JsonObject;
  /** The events that it was known from. */
  readonly basis?: readonly Basis[];
  /** Ids of the plugins that failed, and that would have decided otherwise from the shadow; each between blanks. */
  readonly failedVoters?: string;
  readonly differingShadows?: string;
  readonly at: Instant;
  readonly position: number;
  readonly revision: number;
}

export const decisionsTable = table<DecisionRow>({
  name: 'decisions',
  columns: {
    eventId: 'text',
    stationId: 'text',
    point: 'text',
    outcome: 'text',
    reason: 'text?',
    rule: 'text?',
    votes: 'json',
    answer: 'json',
    sessionId: 'text?',
    transactionId: 'text?',
    evseId: 'integer?',
    connectorId: 'integer?',
    token: 'text?',
    tokenSubject: 'text?',
    tokenType: 'text?',
    purpose: 'text?',
    considered: 'json?',
    basis: 'json?',
    failedVoters: 'text?',
    differingShadows: 'text?',
    at: 'text',
    position: 'integer',
    revision: 'integer',
  },
  key: ['eventId'],
  indexes: [
    ['position'],
    ['stationId', 'position'],
    ['sessionId', 'position'],
    ['tokenSubject', 'position'],
    ['point', 'outcome', 'position'],
    ['failedVoters', 'position'],
    ['differingShadows', 'position'],
    ['at', 'position'],
  ],
});
