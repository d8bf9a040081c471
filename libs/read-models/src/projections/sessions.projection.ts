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

/** The first row of a session. */
const rowOf = (session: SessionState, { sessionId }: { sessionId: string }, { stationId }: FactSource): SessionRow => ({
  ...session,
  sessionId,
  stationId,
});

/** The domain's folds carry over all that a row holds, its ids included. */
const next = (session: SessionState): SessionRow => session as SessionRow;

/** Every charging session. What is told of one that is unknown, beside its start, progress or end, makes no row. */
export const sessions = readModel<SessionRow>({
  name: 'sessions',
  version: 4,
  table: sessionsTable,
  key: (fact) => ('sessionId' in fact ? fact.sessionId : undefined),
  on: {
    SessionStarted: (row, fact, source) => {
      const session = sessionStarted(row, fact, source);
      return row ? next(session) : rowOf(session, fact, source);
    },
    SessionUpdated: (row, fact, source) => {
      const session = sessionUpdated(row, fact);
      return row ? next(session) : rowOf(session, fact, source);
    },
    SessionEnded: (row, fact, source) => {
      const session = sessionEnded(row, fact, source);
      return row ? next(session) : rowOf(session, fact, source);
    },
    SessionInterrupted: (row, fact) => row && next(sessionInterrupted(row, fact)),
    SessionResumed: (row, fact) => row && next(sessionResumed(row, fact)),
    MetersRead: (row, fact) => row && next(sessionMetered(row, fact)),
    SessionDriverKnown: (row, { accountId }) => row && { ...row, accountId: row.accountId ?? accountId },
    SessionPriced: (row, fact) => row && next(sessionPriced(row, fact)),
    SessionPriceCorrected: (row, fact) => row && next(sessionPriced(row, fact)),
    CostAnnounced: (row, fact) => row && next(sessionCostAnnounced(row, fact)),
  },
});
