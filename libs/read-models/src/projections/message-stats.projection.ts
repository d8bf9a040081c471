import type { MessageExchanged } from '@wattledger/charging';
import { isKnownAction } from '@wattledger/ocpp';
import { messageStatsTable } from '../tables/message-stats.ts';
import type { MessageStatsRow } from '../tables/message-stats.ts';
import { readModel } from './read-model.ts';

/** Names that a station makes up are counted together: it may make up any number of them. */
const UNKNOWN_ACTION = '(unknown)';

const actionOf = ({ version, action }: MessageExchanged): string => (isKnownAction(version, action) ? action : UNKNOWN_ACTION);

/** How often every station and the platform said what to each other. */
export const messageStats = readModel<MessageStatsRow>({
  name: 'message-stats',
  version: 1,
  table: messageStatsTable,
  key: (fact, { stationId }) =>
    fact.type === 'MessageExchanged' ? [stationId, actionOf(fact), fact.direction, fact.kind] : undefined,
  on: {
    MessageExchanged: (row, fact, { stationId, receivedAt }) => {
      const deviating = fact.deviates ? 1 : 0;
      if (row) return { ...row, messages: row.messages + 1, deviating: row.deviating + deviating, lastAt: receivedAt };
      const { direction, kind } = fact;
      return {
        stationId,
        action: actionOf(fact),
        direction,
        kind,
        messages: 1,
        deviating,
        firstAt: receivedAt,
        lastAt: receivedAt,
      };
    },
  },
});
