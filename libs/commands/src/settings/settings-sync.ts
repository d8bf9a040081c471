import { idInStream } from '@wattledger/charging';
import type { Ledger, Position, StoredEvent } from '@wattledger/event-log';
import { messageEventType } from '@wattledger/ocpp';
import { RolloutRunner } from './rollout-runner.ts';
import { StationSyncer } from './station-syncer.ts';
import type { SyncServices } from './station-syncer.ts';
import { WorkQueue } from './work-queue.ts';

/** What a commit of the rows brought, as far as settings are concerned. */
export interface RowsCommitted {
  /** The rows hold everything up to here. */
  readonly position: Position;
  readonly changes: readonly { readonly table: string; readonly keys: readonly (readonly (string | number)[])[] | 'many' }[];
}

export interface SettingsSyncServices extends SyncServices {
  readonly ledger: Ledger;
  /** @returns a function that ends it */
  readonly onRowsCommitted: (listener: (committed: RowsCommitted) => void) => () => void;
  readonly log: { error(details: object, message: string): void };
}

const STATIONS_AT_ONCE = 16;
const ROLLOUTS_AT_ONCE = 2;
const TRY_AGAIN_MS = 5_000;
/** Beyond it the oldest are forgotten: their stations are looked after again when something else happens to them. */
const COMMANDS_REMEMBERED = 100_000;

/** Of a station: it came, it went, it was let in. Everything else it says is looked at in the rows. */
const STATION_EVENTS = ['StationConnected', 'StationDisconnected', messageEventType('BootNotification', 'toStation', 'result')];
const SETTING_EVENTS = [
  'StationPlaced',
  'SettingDesired',
  'SettingWithdrawn',
  'SettingDue',
  'SettingSent',
  'SettingConfirmed',
  'SettingRefused',
  'SettingDriftNoticed',
  'SettingDropped',
  'SettingResendAsked',
  'RolloutStarted',
  'RolloutBatchReleased',
  'RolloutResumed',
  'RolloutFinished',
];

/**
 * Keeps stations set as they are to be set: looks after a station whenever something has happened that may matter to it, and after
 * all of them when it starts.
 *
 * What happened is looked at when the rows know of it too. Runs once per log, where its rows are kept.
 */
export class SettingsSync {
  private readonly services: SettingsSyncServices;
  private readonly syncer: StationSyncer;
  private readonly rollouts: RolloutRunner;
  private readonly stations: WorkQueue;
  private readonly steps: WorkQueue;
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly commands = new Map<string, string>();
  private held: StoredEvent[] = [];
  private rowsAt: Position;

  /** @param rowsAt how far the rows have come */
  constructor(services: SettingsSyncServices, rowsAt: Position) {
    this.services = services;
    this.rowsAt = rowsAt;
    this.syncer = new StationSyncer({
      ...services,
      onRequested: (commandId, stationId) => this.commands.set(commandId, stationId),
    });
    const { desired, syncs, records, profileOf } = services;
    this.rollouts = new RolloutRunner({
      desired,
      syncs,
      records,
      isWanted: async (stationId, rolloutId) => {
        const effective = await desired.effective(stationId, await profileOf(stationId));
        return [...effective.values()].some((wanted) => wanted.rolloutId === rolloutId);
      },
    });
    this.stations = new WorkQueue(STATIONS_AT_ONCE, (stationId) => this.lookAfter(stationId));
    this.steps = new WorkQueue(ROLLOUTS_AT_ONCE, (rolloutId) => this.step(rolloutId));
  }

  /** Runs until the signal. */
  async run(signal: AbortSignal): Promise<void> {
    const { ledger, onRowsCommitted, records } = this.services;
    const stopListening = onRowsCommitted((committed) => this.rowsChanged(committed));
    try {
      const after = await ledger.log.head();
      await this.lookAfterAll();
      for (const rolloutId of await records.runningRollouts()) this.steps.add(rolloutId);
      const filter = {
        streamPrefixes: ['station-', 'profile-', 'setting-', 'settingsync-', 'rollout-'],
        types: [...STATION_EVENTS, ...SETTING_EVENTS],
      };
      for await (const { events } of ledger.log.subscribe({ after, filter, signal })) {
        for (const event of events) this.noticed(event);
      }
    } finally {
      stopListening();
      for (const timer of this.timers.values()) clearTimeout(timer);
      await Promise.all([this.stations.stop(), this.steps.stop()]);
    }
  }

  private awaits(commandId: string, stationId: string): void {
    this.commands.set(commandId, stationId);
    const [oldest] = this.commands.keys();
    if (this.commands.size > COMMANDS_REMEMBERED && oldest !== undefined) this.commands.delete(oldest);
  }

  private noticed(event: StoredEvent): void {
    const { desired, syncs } = this.services;
    desired.forget(event.stream);
    syncs.forget(event.stream);
    if (event.position <= this.rowsAt) this.take(event);
    else this.held.push(event);
  }

  private rowsChanged({ position, changes }: RowsCommitted): void {
    this.rowsAt = position;
    const ready = this.held.filter((event) => event.position <= position);
    if (ready.length > 0) this.held = this.held.filter((event) => event.position > position);
    for (const event of ready) this.take(event);
    for (const { table, keys } of changes) {
      if (table === 'commands') this.commandsChanged(keys);
      if (table === 'variables') this.variablesChanged(keys);
    }
  }

  private commandsChanged(keys: RowsCommitted['changes'][number]['keys']): void {
    const ids = keys === 'many' ? [...this.commands.keys()] : keys.map(([commandId]) => String(commandId));
    for (const commandId of ids) {
      const stationId = this.commands.get(commandId);
      if (stationId !== undefined) this.stations.add(stationId);
    }
  }

  private variablesChanged(keys: RowsCommitted['changes'][number]['keys']): void {
    if (keys === 'many') return void this.lookAfterAll().catch((error: unknown) => this.failed(error, 'all stations'));
    for (const stationId of new Set(keys.map(([id]) => String(id)))) this.stations.add(stationId);
  }

  private take({ stream, type, data }: StoredEvent): void {
    const stationId =
      idInStream('station', stream) ??
      idInStream('profile', stream) ??
      idInStream('settingsync', stream) ??
      ofStationScope(stream);
    if (stationId !== undefined) return this.stations.add(stationId);
    const rolloutId = idInStream('rollout', stream);
    if (rolloutId !== undefined) this.steps.add(rolloutId);
    if (type === 'RolloutBatchReleased') {
      const { stationIds } = JSON.parse(data) as { stationIds: string[] };
      for (const reached of stationIds) this.stations.add(reached);
      return;
    }
    if (type === 'RolloutStarted' || type === 'RolloutResumed') return;
    this.lookAfterAll().catch((error: unknown) => this.failed(error, 'all stations'));
  }

  private async lookAfterAll(): Promise<void> {
    for (const stationId of await this.services.records.stationIds()) this.stations.add(stationId);
  }

  private async lookAfter(stationId: string): Promise<void> {
    try {
      const { rolloutIds, lookAgainAt } = await this.syncer.sync(stationId);
      for (const rolloutId of new Set(rolloutIds)) this.steps.add(rolloutId);
      if (lookAgainAt !== undefined) this.lookAgain(stationId, lookAgainAt - this.services.clock().getTime());
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
      Math.max(0, inMs),
    );
    timer.unref();
    this.timers.set(stationId, timer);
  }

  private async step(rolloutId: string): Promise<void> {
    try {
      await this.rollouts.step(rolloutId);
    } catch (error) {
      this.failed(error, rolloutId);
      setTimeout(() => this.steps.add(rolloutId), TRY_AGAIN_MS).unref();
    }
  }

  private failed(error: unknown, what: string): void {
    this.services.log.error({ error: String(error), what }, 'settings could not be looked after');
  }
}

const ofStationScope = (stream: string): string | undefined =>
  stream.startsWith('setting-station-') ? stream.slice('setting-station-'.length) : undefined;
