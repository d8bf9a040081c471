import { RecordedEvent } from '@wattledger/event-log';
import type { EventLog, Position } from '@wattledger/event-log';
import type { Parked } from './row-store.ts';

/** The part of a log that is needed to follow it. */
export interface FollowedLog extends Pick<EventLog, 'subscribe' | 'readAll'> {
  head(): Position | Promise<Position>;
}

export interface ProjectorStatus {
  /** Everything up to here is in the rows that readers see. */
  readonly checkpoint: Position;
  /** How far new rows have come that are being made in the shadow of these; absent when none are. */
  readonly rebuiltTo?: Position;
  /** The end of the log. */
  readonly head: Position;
  /** When the oldest event was recorded that is not in the rows yet; absent when there is none. */
  readonly behindSince?: string;
  /** How many events that is; absent where the log's positions do not count events. */
  readonly eventsBehind?: number;
  /** Events folded since this projector was opened; 0 where another process folds. */
  readonly eventsProjected: number;
  /** Projections that stand still because a fold threw, and events that could not be read (`projection` is then `facts`). */
  readonly parked: readonly Parked[];
}

interface Followed {
  readonly log: FollowedLog;
  readonly streamPrefixes: readonly string[];
  readonly positionsCountEvents?: boolean;
}

/** How far rows at this checkpoint are behind the log. */
export async function lagOf(
  { log, streamPrefixes, positionsCountEvents = false }: Followed,
  checkpoint: Position,
): Promise<Pick<ProjectorStatus, 'head' | 'behindSince' | 'eventsBehind'>> {
  const head = await log.head();
  let behindSince: string | undefined;
  if (head > checkpoint) {
    for await (const next of log.readAll({ after: checkpoint, limit: 1, filter: { streamPrefixes } })) {
      behindSince = new RecordedEvent(next).metadata.recordedAt;
    }
  }
  return { head, behindSince, eventsBehind: positionsCountEvents ? Math.max(0, head - checkpoint) : undefined };
}
