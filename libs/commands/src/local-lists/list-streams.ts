import { evolveList, platformData, scopeId, scopesOf, unknownList } from '@wattledger/charging';
import type { ListEvent, LocalListWish, StationList, StationProfile } from '@wattledger/charging';
import { FoldedStreams } from '@wattledger/event-log';
import type { Ledger, Position, RecordedEvent } from '@wattledger/event-log';
import type { Instant, JsonObject } from '@wattledger/kernel';

/** What is wanted in a scope, by whom, since when. */
export interface WantedList extends LocalListWish {
  /** Tells one wish from another: stream and revision. */
  readonly id: string;
  /** Where the log says so: rows that have not come so far may not know whom it means. */
  readonly position: Position;
  readonly by: string;
  readonly reason?: string;
  readonly at: Instant;
}

/**
 * Which local lists are wanted, scope by scope (`locallists-<scope>`), and what stations have of them (`locallist-<stationId>`).
 *
 * Call {@link follow} once, so that what is wanted elsewhere is wanted here.
 */
export class LocalListStreams {
  readonly wishes: FoldedStreams<WantedList>;
  readonly stations: FoldedStreams<StationList>;
  private readonly ledger: Ledger;

  constructor(ledger: Ledger) {
    this.ledger = ledger;
    this.wishes = new FoldedStreams(ledger, { category: 'locallists', evolve: evolveWish });
    this.stations = new FoldedStreams(ledger, { category: 'locallist', evolve: evolveStation });
  }

  /** Forgets what others change, until the signal. */
  async follow(signal: AbortSignal): Promise<void> {
    const filter = { streamPrefixes: ['locallists-', 'locallist-'] };
    for await (const { events } of this.ledger.log.subscribe({ after: await this.ledger.log.head(), filter, signal })) {
      for (const { stream } of events) this.forget(stream);
    }
  }

  forget(stream: string): void {
    this.wishes.forget(stream);
    this.stations.forget(stream);
  }

  /** What is wanted of a station: the wish of the narrowest scope that has one. */
  async wanted(stationId: string, profile: StationProfile): Promise<WantedList | undefined> {
    for (const scope of scopesOf(stationId, profile)) {
      const wanted = await this.wishes.get(scopeId(scope));
      if (wanted) return wanted;
    }
    return undefined;
  }
}

function evolveWish(wanted: WantedList | undefined, event: RecordedEvent): WantedList | undefined {
  if (event.type === 'LocalListWithdrawn') return undefined;
  if (event.type !== 'LocalListDesired') return wanted;
  const desired = platformData('LocalListDesired', event.data as JsonObject);
  return { ...desired, id: `${event.stream}@${event.revision}`, position: event.position, at: event.metadata.recordedAt };
}

const listEvents: ReadonlySet<string> = new Set<ListEvent['type']>([
  'LocalListVersionAsked',
  'LocalListVersionReported',
  'LocalListSent',
  'LocalListConfirmed',
  'LocalListRefused',
]);

function evolveStation(list: StationList | undefined, event: RecordedEvent): StationList | undefined {
  if (!listEvents.has(event.type)) return list;
  const happened = { type: event.type, data: event.data as JsonObject } as ListEvent;
  return evolveList(list ?? unknownList, happened, event.metadata.recordedAt);
}
