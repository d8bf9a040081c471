import { idInStream } from '@wattledger/charging';
import type { Ledger, StoredEvent } from '@wattledger/event-log';
import { restAfter } from '@wattledger/kernel';
import { RolloutRunner } from './rollout-runner.ts';
import { ofStationScope, STATION_EVENTS, StationRounds, TRY_AGAIN_MS } from './station-rounds.ts';
import type { RoundsServices, RowsCommitted } from './station-rounds.ts';
import { StationSyncer } from './station-syncer.ts';
import type { SyncServices } from './station-syncer.ts';
import { WorkQueue } from './work-queue.ts';

export interface SettingsSyncServices extends SyncServices, RoundsServices {
  readonly ledger: Ledger;
  /** @returns a function that ends it */
  readonly onRowsCommitted: (listener: (committed: RowsCommitted) => void) => () => void;
}

const ROLLOUTS_AT_ONCE = 2;
/** Every station that moves on calls for a step of its roll-out, and a step counts all of them: it shall not take all the time. */
const LONGEST_REST_MS = 2_000;

/** Tables of what stations report of their settings. */
const REPORTED: ReadonlySet<string> = new Set(['variables', 'reported_profiles', 'reported_tariffs']);

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
 * Runs once per log, where its rows are kept.
 */
export class SettingsSync {
  private readonly services: SettingsSyncServices;
  private readonly syncer: StationSyncer;
  private readonly rollouts: RolloutRunner;
  private readonly rounds: StationRounds;
  private readonly steps: WorkQueue;
  private readonly stopping = new AbortController();

  constructor(services: SettingsSyncServices) {
    this.services = services;
    this.rounds = new StationRounds(services, {
      lookAfter: (stationId) => this.lookAfter(stationId),
      take: (event) => this.take(event),
      complaint: 'settings could not be looked after',
    });
    this.syncer = new StationSyncer({
      ...services,
      onRequested: (commandId, stationId) => this.rounds.awaits(commandId, stationId),
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
    this.steps = new WorkQueue(ROLLOUTS_AT_ONCE, (rolloutId) => this.step(rolloutId));
  }

  /** Runs until the signal. */
  async run(signal: AbortSignal): Promise<void> {
    const { ledger, onRowsCommitted } = this.services;
    const stopListening = onRowsCommitted((committed) => this.rowsChanged(committed));
    try {
      const streamPrefixes = ['station-', 'profile-', 'setting-', 'settingsync-', 'rollout-'];
      const after = await this.rounds.begin(ledger.log, streamPrefixes, () => this.addAll());
      const filter = { streamPrefixes, types: [...STATION_EVENTS, ...SETTING_EVENTS] };
      for await (const { events } of ledger.log.subscribe({ after, filter, signal })) {
        for (const event of events) this.noticed(event);
      }
    } finally {
      stopListening();
      this.stopping.abort();
      await Promise.all([this.rounds.stop(), this.steps.stop()]);
    }
  }

  private async addAll(): Promise<void> {
    await this.rounds.addAll();
    for (const rolloutId of await this.services.records.runningRollouts()) this.steps.add(rolloutId);
  }

  private noticed(event: StoredEvent): void {
    const { desired, syncs } = this.services;
    desired.forget(event.stream);
    syncs.forget(event.stream);
    this.rounds.noticed(event);
  }

  private rowsChanged(committed: RowsCommitted): void {
    this.rounds.rowsChanged(committed);
    for (const { table, keys } of committed.changes) if (REPORTED.has(table)) this.reported(keys);
  }

  private reported(keys: RowsCommitted['changes'][number]['keys']): void {
    if (keys === 'many') return this.rounds.addAllNowAndThen();
    for (const stationId of new Set(keys.map(([id]) => String(id)))) this.rounds.add(stationId);
  }

  private take({ stream, type, data }: StoredEvent): void {
    const stationId =
      idInStream('station', stream) ??
      idInStream('profile', stream) ??
      idInStream('settingsync', stream) ??
      ofStationScope('setting', stream);
    if (stationId !== undefined) return this.rounds.add(stationId);
    const rolloutId = idInStream('rollout', stream);
    if (rolloutId !== undefined) this.steps.add(rolloutId);
    if (type === 'RolloutBatchReleased') {
      const { stationIds } = JSON.parse(data) as { stationIds: string[] };
      for (const reached of stationIds) this.rounds.add(reached);
      return;
    }
    if (type === 'RolloutStarted' || type === 'RolloutResumed') return;
    this.rounds.addAllSoon();
  }

  private async lookAfter(stationId: string): Promise<number | undefined> {
    const { rolloutIds, lookAgainAt } = await this.syncer.sync(stationId);
    for (const rolloutId of new Set(rolloutIds)) this.steps.add(rolloutId);
    return lookAgainAt;
  }

  private async step(rolloutId: string): Promise<void> {
    try {
      const began = performance.now();
      await this.rollouts.step(rolloutId);
      await restAfter(performance.now() - began, LONGEST_REST_MS, this.stopping.signal);
    } catch (error) {
      this.rounds.failed(error, rolloutId);
      setTimeout(() => this.steps.add(rolloutId), TRY_AGAIN_MS).unref();
    }
  }
}
