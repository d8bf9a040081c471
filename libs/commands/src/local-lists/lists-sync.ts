import { idInStream } from '@wattledger/charging';
import type { Ledger, StoredEvent } from '@wattledger/event-log';
import { ofStationScope, STATION_EVENTS, StationRounds } from '../settings/station-rounds.ts';
import type { RoundsServices, RowsCommitted } from '../settings/station-rounds.ts';
import { ListSyncer } from './list-syncer.ts';
import type { ListServices } from './list-syncer.ts';

export interface ListsSyncServices extends Omit<ListServices, 'rowsHave'>, RoundsServices {
  readonly ledger: Ledger;
  /** @returns a function that ends it */
  readonly onRowsCommitted: (listener: (committed: RowsCommitted) => void) => () => void;
}

const LIST_EVENTS = [
  'StationPlaced',
  'LocalListDesired',
  'LocalListWithdrawn',
  'LocalListVersionAsked',
  'LocalListVersionReported',
  'LocalListSent',
  'LocalListConfirmed',
  'LocalListRefused',
];
/** What decides who may be on a list. A log-in, which changes the row of its account too, does not. */
const TOKEN_EVENTS = [
  'TokenIssued',
  'TokenChanged',
  'TokenBlocked',
  'TokenUnblocked',
  'TokenRevoked',
  'AccountOpened',
  'AccountChanged',
  'AccountBlocked',
  'AccountUnblocked',
  'AccountClosed',
];
/** Tables that are made anew, or that a projection had left standing: no event tells of it. */
const TOKEN_TABLES: ReadonlySet<string> = new Set(['tokens', 'accounts']);
/** Many tokens that change at once are one change of a list. */
const GATHER_MS = 500;

/**
 * Keeps the local lists of stations as they are to be: looks after a station whenever something has happened to it or to what is
 * wanted of it, after all of them when it starts, and after those that have a list when tokens or accounts have changed.
 *
 * Runs once per log, where its rows are kept.
 */
export class LocalListsSync {
  private readonly services: ListsSyncServices;
  private readonly syncer: ListSyncer;
  private readonly rounds: StationRounds;
  private gathering: NodeJS.Timeout | undefined;

  constructor(services: ListsSyncServices) {
    this.services = services;
    this.syncer = new ListSyncer({
      ...services,
      rowsHave: (position) => this.rounds.rowsHave(position),
      onRequested: (commandId, stationId) => this.rounds.awaits(commandId, stationId),
    });
    this.rounds = new StationRounds(services, {
      lookAfter: (stationId) => this.syncer.sync(stationId),
      take: (event) => this.take(event),
      complaint: 'a local list could not be looked after',
    });
  }

  /** Runs until the signal. */
  async run(signal: AbortSignal): Promise<void> {
    const { ledger, lists, onRowsCommitted } = this.services;
    const stopListening = onRowsCommitted((committed) => this.rowsChanged(committed));
    try {
      const streamPrefixes = ['station-', 'profile-', 'locallists-', 'locallist-', 'token-', 'account-'];
      const after = await this.rounds.begin(ledger.log, streamPrefixes, () => this.addAll());
      const filter = { streamPrefixes, types: [...STATION_EVENTS, ...LIST_EVENTS, ...TOKEN_EVENTS] };
      for await (const { events } of ledger.log.subscribe({ after, filter, signal })) {
        for (const event of events) {
          lists.forget(event.stream);
          this.rounds.noticed(event);
        }
      }
    } finally {
      stopListening();
      clearTimeout(this.gathering);
      await this.rounds.stop();
    }
  }

  private rowsChanged(committed: RowsCommitted): void {
    this.rounds.rowsChanged(committed);
    if (committed.changes.some(({ table, keys }) => keys === 'many' && TOKEN_TABLES.has(table))) this.tokensChanged();
  }

  private async addAll(): Promise<void> {
    this.syncer.tokensChanged();
    await this.rounds.addAll();
  }

  private tokensChanged(): void {
    this.syncer.tokensChanged();
    this.gathering ??= setTimeout(() => {
      this.gathering = undefined;
      for (const stationId of this.syncer.listed) this.rounds.add(stationId);
    }, GATHER_MS).unref();
  }

  private take({ stream }: StoredEvent): void {
    if (stream.startsWith('token-') || stream.startsWith('account-')) return this.tokensChanged();
    const stationId =
      idInStream('station', stream) ??
      idInStream('profile', stream) ??
      idInStream('locallist', stream) ??
      ofStationScope('locallists', stream);
    if (stationId === undefined) this.rounds.addAllSoon();
    else this.rounds.add(stationId);
  }
}
