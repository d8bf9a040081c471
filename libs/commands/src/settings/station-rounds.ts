import { BEFORE_FIRST } from '@wattledger/event-log';
import type { EventLog, Position, StoredEvent } from '@wattledger/event-log';
import type { Clock } from '@wattledger/kernel';
import { messageEventType } from '@wattledger/ocpp';
import type { StationRecords } from './station-records.ts';
import { WorkQueue } from './work-queue.ts';

/** What a commit of the rows brought, as far as stations are concerned. */
export interface RowsCommitted {
  /** The rows hold everything up to here. */
  readonly position: Position;
  readonly changes: readonly { readonly table: string; readonly keys: readonly (readonly (string | number)[])[] | 'many' }[];
}

export interface RoundsServices {
  readonly records: StationRecords;
  readonly clock: Clock;
  /** How far the rows have come. */
  readonly rowsAt: () => Promise<Position>;
  readonly log: { error(details: object, message: string): void };
}

type UsedServices = Omit<RoundsServices, 'records'> & { readonly records: Pick<StationRecords, 'stationIds'> };

export interface Rounds {
  /** @returns when to look again, milliseconds since 1970, where time alone decides */
  readonly lookAfter: (stationId: string) => Promise<number | undefined>;
  /** What an event calls for, now that the rows know of it too. */
  readonly take: (event: StoredEvent) => void;
  /** For the log: what could not be done. */
  readonly complaint: string;
}

/** Of a station: it came, it went, it was let in. Everything else it says is looked at in the rows. */
export const STATION_EVENTS: readonly string[] = [
  'StationConnected',
  'StationDisconnected',
  messageEventType('BootNotification', 'toStation', 'result'),
];

/** Waits until the rows have come so far. */
interface Held {
  readonly position: Position;
  readonly take: () => void;
}

const STATIONS_AT_ONCE = 16;
export const TRY_AGAIN_MS = 5_000;
/** Timers take no longer wait than 2^31 milliseconds. */
const LONGEST_WAIT_MS = 24 * 3_600_000;
/** Beyond it the oldest are forgotten: their stations are looked after again when something else happens to them. */
const COMMANDS_REMEMBERED = 100_000;
/** Where so much happens while the rows are behind that each of it would have to be kept, everything is looked at instead. */
const EVENTS_HELD = 10_000;
/** Between two rounds over all stations that nobody asked for. */
const BETWEEN_ROUNDS_MS = 60_000;

/**
 * Looks after stations, a few at once and each by one at a time: when somebody says so, when a command that they wait for has moved
 * on, when it is time, and once more when it failed.
 *
 * What happened is looked at when the rows know of it too.
 */
export class StationRounds {
  private readonly services: UsedServices;
  private readonly rounds: Rounds;
  private readonly stations: WorkQueue;
  private readonly timers = new Map<string, NodeJS.Timeout>();
  /** What concerns all stations and could not be done, by what it is. */
  private readonly putOff = new Map<string, NodeJS.Timeout>();
  private stopped = false;
  private readonly commands = new Map<string, string>();
  private held: Held[] = [];
  private all: () => Promise<void> = () => this.addAll();
  /** Since the last round that nobody asked for, and whether there is reason for another. */
  private resting: { readonly timer: NodeJS.Timeout; again: boolean } | undefined;
  private rowsAt: Position = BEFORE_FIRST;

  constructor(services: UsedServices, rounds: Rounds) {
    this.services = services;
    this.rounds = rounds;
    this.stations = new WorkQueue(STATIONS_AT_ONCE, (stationId) => this.lookAfter(stationId));
  }

  /**
   * Looks at everything there is to do, and once more when the rows know all that the log holds of these streams now: of what happened just before, nobody
   * else tells. Commits of the rows must be told here already.
   *
   * @returns where to read on in the log
   */
  async begin(log: EventLog, streamPrefixes: readonly string[], all: () => Promise<void>): Promise<Position> {
    this.all = all;
    const end = await log.head();
    this.rowsChanged({ position: await this.services.rowsAt(), changes: [] });
    for await (const { position } of log.readAll({ direction: 'backwards', limit: 1, filter: { streamPrefixes } })) {
      if (position > this.rowsAt) this.held.push({ position, take: () => this.soon('everything', all) });
    }
    await all();
    return end;
  }

  add(stationId: string): void {
    this.stations.add(stationId);
  }

  /** Every station that the log has heard of. */
  async addAll(): Promise<void> {
    for (const stationId of await this.services.records.stationIds()) this.stations.add(stationId);
  }

  /** The same where nobody waits for it. */
  addAllSoon(): void {
    this.soon('all stations', () => this.addAll());
  }

  /** The same where too much has changed to tell whom it concerns, which on a busy day is so with every commit: now, and then once a minute. */
  addAllNowAndThen(): void {
    if (this.resting) {
      this.resting.again = true;
      return;
    }
    const rested = () => {
      const again = this.resting?.again;
      this.resting = undefined;
      if (again) this.addAllNowAndThen();
    };
    this.resting = { timer: setTimeout(rested, BETWEEN_ROUNDS_MS).unref(), again: false };
    this.addAllSoon();
  }

  /** The station is looked after when the command has moved on. */
  awaits(commandId: string, stationId: string): void {
    this.commands.set(commandId, stationId);
    const [oldest] = this.commands.keys();
    if (this.commands.size > COMMANDS_REMEMBERED && oldest !== undefined) this.commands.delete(oldest);
  }

  noticed(event: StoredEvent): void {
    if (this.rowsHave(event.position)) this.rounds.take(event);
    else if (this.held.length < EVENTS_HELD) this.held.push({ position: event.position, take: () => this.rounds.take(event) });
    else this.held = [{ position: event.position, take: () => this.soon('everything', this.all) }];
  }

  /** Whether the rows are as new as an event. */
  rowsHave(position: Position): boolean {
    return position <= this.rowsAt;
  }

  rowsChanged({ position, changes }: RowsCommitted): void {
    this.rowsAt = Math.max(this.rowsAt, position);
    const ready = this.held.filter((each) => each.position <= this.rowsAt);
    if (ready.length > 0) this.held = this.held.filter((each) => each.position > this.rowsAt);
    for (const each of ready) each.take();
    for (const { table, keys } of changes) if (table === 'commands') this.commandsChanged(keys);
  }

  /** Lets what runs come to its end. */
  async stop(): Promise<void> {
    this.stopped = true;
    for (const timer of [...this.timers.values(), ...this.putOff.values()]) clearTimeout(timer);
    clearTimeout(this.resting?.timer);
    await this.stations.stop();
  }

  failed(error: unknown, what: string): void {
    this.services.log.error({ error: String(error), what }, this.rounds.complaint);
  }

  /** Does what concerns all stations, and once more when it failed: of what has happened nobody tells again. */
  private soon(what: string, all: () => Promise<void>): void {
    all().catch((error: unknown) => {
      this.failed(error, what);
      if (this.stopped || this.putOff.has(what)) return;
      const again = () => {
        this.putOff.delete(what);
        this.soon(what, all);
      };
      this.putOff.set(what, setTimeout(again, TRY_AGAIN_MS).unref());
    });
  }

  private commandsChanged(keys: RowsCommitted['changes'][number]['keys']): void {
    const ids = keys === 'many' ? [...this.commands.keys()] : keys.map(([commandId]) => String(commandId));
    for (const commandId of ids) {
      const stationId = this.commands.get(commandId);
      if (stationId === undefined) continue;
      // Whoever looks after it says so again, where it is still waited for.
      this.commands.delete(commandId);
      this.stations.add(stationId);
    }
  }

  private async lookAfter(stationId: string): Promise<void> {
    try {
      const until = await this.rounds.lookAfter(stationId);
      if (until !== undefined) this.lookAgain(stationId, until - this.services.clock().getTime());
    } catch (error) {
      this.failed(error, stationId);
      this.lookAgain(stationId, TRY_AGAIN_MS);
    }
  }

  private lookAgain(stationId: string, inMs: number): void {
    clearTimeout(this.timers.get(stationId));
    const timer = setTimeout(
      () => {
        this.timers.delete(stationId);
        this.stations.add(stationId);
      },
      Math.min(Math.max(0, inMs), LONGEST_WAIT_MS),
    );
    timer.unref();
    this.timers.set(stationId, timer);
  }
}

/** The station of a wish that is meant for it alone. */
export const ofStationScope = (category: string, stream: string): string | undefined =>
  stream.startsWith(`${category}-station-`) ? stream.slice(`${category}-station-`.length) : undefined;
