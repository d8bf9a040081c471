import type { Instant } from '@wattledger/kernel';
import { table } from '@wattledger/projections';

/** How often a station and the platform said something to each other. */
export interface MessageStatsRow {
  readonly stationId: string;
  /** `(unknown)` for all that no OCPP version knows. */
  readonly action: string;
  readonly direction: string;
  readonly kind: string;
  readonly messages: number;
  /** How many of them departed from their schema or from what a station should do. */
  readonly deviating: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
}

export const messageStatsTable = table<MessageStatsRow>({
  name: 'message_stats',
  columns: {
    stationId: 'text',
    action: 'text',
    direction: 'text',
    kind: 'text',
    messages: 'integer',
    deviating: 'integer',
    firstAt: 'text',
    lastAt: 'text',
  },
  key: ['stationId', 'action', 'direction', 'kind'],
  clustered: true,
});
