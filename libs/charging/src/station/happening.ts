import type { Instant } from '@wattledger/kernel';
import type { Fact, OcppMessage } from '@wattledger/ocpp';
import type { PlatformEvents } from '../platform-events.ts';

/** Where a happening stands in the log, and when the platform learned of it. */
export interface FactSource {
  readonly stationId: string;
  readonly eventId: string;
  readonly position: number;
  /** Of the event in the station's stream. */
  readonly revision: number;
  /** When the frame came in; of events that came over no wire: when they were recorded. */
  readonly receivedAt: Instant;
  /** Which of the station's connections it belongs to. */
  readonly connectionEpoch?: number;
  readonly commandId?: string;
  readonly messageId?: string;
}

/** The platform events of a station's stream that say something about it. */
export type StationPlatformEventType =
  | 'StationConnected'
  | 'StationDisconnected'
  | 'SessionPriced'
  | 'SessionPricingFailed'
  | 'AuthorizationDecided'
  | 'CallUnanswered';

type PlatformHappening = {
  readonly [Type in StationPlatformEventType]: {
    readonly kind: 'platform';
    readonly type: Type;
    readonly data: PlatformEvents[Type];
  };
}[StationPlatformEventType];

/** An OCPP message and what it means by itself; `evolveStation` adds what only the station's past can tell. */
export interface MessageHappening {
  readonly kind: 'message';
  readonly message: OcppMessage;
  readonly facts: readonly Fact[];
}

/** The next thing that happened to a station: an event of its stream, taken apart. */
export type StationHappening = MessageHappening | PlatformHappening;
