import {
  sessionCostAnnounced,
  sessionEnded,
  sessionInterrupted,
  sessionMetered,
  sessionPriced,
  sessionResumed,
  sessionStarted,
  sessionUpdated,
} from '@wattledger/charging';
import type { FactSource, SessionState } from '@wattledger/charging';
import { sessionsTable } from '../tables/sessions.ts';
import type { SessionRow } from '../tables/sessions.ts';
import { readModel } from './read-model.ts';

const rowOf = (session: SessionState, { sessionId }: { sessionId: string }, { stationId }: FactSource): SessionRow => ({
  ...session,
  sessionId,
  stationId,
});

/** The domain's session as a row; the same row when nothing has changed. */
const changed = (row: SessionRow, session: SessionState, source: FactSource): SessionRow =>
  session === row ? row : rowOf(session, row, source);

/** Every charging session. What is told of one that is unknown, beside its start, progress or end, makes no row. */
export const sessions = readModel<SessionRow>({
  name: 'sessions',
  version: 1,
  table: sessionsTable,
  key: (fact) => ('sessionId' in fact ? fact.sessionId : undefined),
  on: {
    SessionStarted: (row, fact, source) => rowOf(sessionStarted(row, fact, source), fact, source),
    SessionUpdated: (row, fact, source) => rowOf(sessionUpdated(row, fact), fact, source),
    SessionEnded: (row, fact, source) => rowOf(sessionEnded(row, fact, source), fact, source),
    SessionInterrupted: (row, fact, source) => row && changed(row, sessionInterrupted(row, fact), source),
    SessionResumed: (row, fact, source) => row && changed(row, sessionResumed(row, fact), source),
    MetersRead: (row, fact, source) => row && changed(row, sessionMetered(row, fact), source),
    SessionPriced: (row, fact, source) => row && changed(row, sessionPriced(row, fact), source),
    CostAnnounced: (row, fact, source) => row && changed(row, sessionCostAnnounced(row, fact), source),
  },
});
