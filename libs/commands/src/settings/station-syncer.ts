import { nothingSynced, stationStream, wishOf } from '@wattledger/charging';
import type {
  Ask,
  DesiredSetting,
  PlatformEvents,
  SettingCall,
  StationProfile,
  StationSync,
  SyncedSetting,
  TariffDisplay,
  TariffVersion,
} from '@wattledger/charging';
import { newEvent } from '@wattledger/event-log';
import type { FoldedStreams, NewEvent } from '@wattledger/event-log';
import { instantOf, isRefusal } from '@wattledger/kernel';
import type { Clock } from '@wattledger/kernel';
import { commandIdOf } from '../command-desk.ts';
import type { DesiredStreams } from './desired-streams.ts';
import { capabilitiesOf, readBackOf } from './questions-to-stations.ts';
import { StationCaller } from './station-caller.ts';
import type { CallerServices } from './station-caller.ts';
import type { StationRecord } from './station-records.ts';
import { isToBeReadBack, nextSyncStep } from './sync-policy.ts';
import type { Because } from './sync-policy.ts';

/** What telling stations of their settings takes. */
export interface SyncServices extends CallerServices {
  readonly desired: DesiredStreams;
  readonly syncs: FoldedStreams<StationSync>;
  readonly ask: Ask;
  readonly clock: Clock;
  /** Where a station stands. */
  readonly profileOf: (stationId: string) => Promise<StationProfile>;
  /** A tariff as stations are to show it. */
  readonly displayOf: (tariff: TariffVersion) => Promise<TariffDisplay | undefined>;
}

/** Who asks for the commands. */
export const SYNC_ACTOR = 'settings';

/** What came of looking after a station. */
export interface Synced {
  readonly rolloutIds: readonly string[];
  /** Look again then, milliseconds since 1970. */
  readonly lookAgainAt?: number;
}

/**
 * Brings one station from what it was told to what it is to be told, as far as that goes now.
 *
 * Whatever it needs to know is in the log and the rows, and everything it does is done once however often it is tried: it may be
 * called at any time, by several at once, and after a crash.
 */
export class StationSyncer {
  private readonly services: SyncServices;
  private readonly caller: StationCaller;

  constructor(services: SyncServices) {
    this.services = services;
    this.caller = new StationCaller(services, SYNC_ACTOR, 'station settings');
  }

  async sync(stationId: string): Promise<Synced> {
    const { records, desired, profileOf } = this.services;
    const profile = await profileOf(stationId);
    const effective = await desired.effective(stationId, profile);
    const before = await this.withDue(stationId, effective);
    const rolloutIds = Object.values(before.settings).flatMap(({ rolloutId }) => rolloutId ?? []);
    if (Object.keys(before.settings).length === 0 && before.dropped.length === 0) return { rolloutIds };
    const known = await records.station(stationId);
    if (!known?.listens) return { rolloutIds };

    for (const { calls, commandIds } of before.dropped) await this.requestNext(stationId, calls, commandIds);
    const station = await this.introduced(known, before);
    if (!station) return { rolloutIds };
    const waits: number[] = [];
    for (const key of Object.keys(before.settings).sort()) {
      const until = await this.advance(station, profile, key);
      if (until !== undefined) waits.push(until);
    }
    return { rolloutIds, ...(waits.length > 0 && { lookAgainAt: Math.min(...waits) }) };
  }

  /** Notes what is due now, and what nobody wants any more. */
  private async withDue(stationId: string, effective: ReadonlyMap<string, DesiredSetting>): Promise<StationSync> {
    const { syncs } = this.services;
    const eventsOf = (sync = nothingSynced): NewEvent[] => {
      const due = [...effective].flatMap(([key, desired]): NewEvent[] => {
        if (sync.settings[key]?.wish === wishOf(desired)) return [];
        const { setting, evseId, scope, by, reason, rolloutId } = desired;
        return [newEvent('SettingDue', { stationId, setting, evseId, scope, wish: wishOf(desired), by, reason, rolloutId })];
      });
      const dropped = Object.entries(sync.settings).flatMap(([key, known]): NewEvent[] => {
        if (effective.has(key)) return [];
        const { setting, evseId, undo: calls } = known;
        return [
          newEvent('SettingDropped', {
            stationId,
            name: setting.name,
            evseId,
            calls,
            commandIds: idsOf(stationId, key, known, 'undo', calls),
          }),
        ];
      });
      return [...due, ...dropped];
    };
    // Most of the time there is nothing, for most stations: then the log is not asked. What is not known yet of the stream is told in a moment.
    const known = await syncs.get(stationId);
    if (eventsOf(known).length === 0) return known ?? nothingSynced;
    const outcome = await syncs.decide(stationId, eventsOf);
    return isRefusal(outcome) ? nothingSynced : (outcome.state ?? nothingSynced);
  }

  /**
   * Before a station is first told of a setting it is asked what it can do, where it has not said. Whatever it answers will do.
   *
   * @returns what is known of it with its answer; nothing while it has not answered
   */
  private async introduced(station: StationRecord, sync: StationSync): Promise<StationRecord | undefined> {
    if (Object.values(sync.settings).every(({ status }) => status !== 'pending')) return station;
    const { stationId, bootedAt = '' } = station;
    const question = capabilitiesOf(station);
    if (!question) return station;
    return this.caller.withAnswer(stationId, question, `capabilities ${stationId} ${bootedAt}`);
  }

  /** @returns until when there is nothing to do, where time alone decides */
  private async advance(known: StationRecord, profile: StationProfile, key: string): Promise<number | undefined> {
    const { syncs, records, clock, policy } = this.services;
    const { stationId } = known;
    // A step leads to the next: what is sent is requested at once, what drifted is sent again.
    for (let step = 0; step < 4; step += 1) {
      const setting = (await syncs.get(stationId))?.settings[key];
      if (!setting) return undefined;
      const isAsked = isToBeReadBack(setting, known);
      const questions = isAsked ? readBackOf(setting.shows) : [];
      const keys = questions.map((_, index) => `read back ${stationId} ${key} ${known.bootedAt ?? ''} ${index}`);
      const awaited = setting.status === 'sent' ? setting.commandIds : keys.map((each) => commandIdOf(SYNC_ACTOR, each));
      for (const id of awaited) this.services.onRequested?.(id, stationId);
      const commands = await Promise.all(awaited.map((id) => records.command(id)));
      // What a station answered may have come after its record was read.
      const station = isAsked ? ((await records.station(stationId)) ?? known) : known;
      const next = nextSyncStep(setting, station, commands, clock().getTime(), policy);
      const about = { stationId, name: setting.setting.name, evseId: setting.evseId, wish: setting.wish };
      switch (next.step) {
        case 'nothing':
          return undefined;
        case 'wait':
          return next.until;
        case 'request':
          await this.requestNext(stationId, setting.calls, setting.commandIds);
          return undefined;
        case 'read-back':
          for (const [index, question] of questions.entries()) {
            await this.caller.request(stationId, question, { idempotencyKey: keys[index] ?? '' });
          }
          return undefined;
        case 'send':
          await this.send(station, profile, key, setting, next.because);
          break;
        case 'confirm':
          await this.note(key, setting, stationId, [newEvent('SettingConfirmed', about)]);
          break;
        case 'refuse': {
          const { code, why, commandId } = next;
          await this.note(key, setting, stationId, [newEvent('SettingRefused', { ...about, code, why, commandId })]);
          break;
        }
        case 'notice-drift': {
          const { step: _, ...found } = next;
          const drift = { ...about, ...found };
          await this.note(key, setting, stationId, [newEvent('SettingDriftNoticed', drift)]);
        }
      }
    }
    return undefined;
  }

  private async send(
    station: StationRecord,
    profile: StationProfile,
    key: string,
    known: SyncedSetting,
    because: Because,
  ): Promise<void> {
    const { stationId } = station;
    const { setting, evseId, wish } = known;
    const decided = await this.translation(station, profile, known);
    const { answer, reason, rule, votes } = decided;
    const about = { stationId, name: setting.name, evseId, wish };
    if (!answer) {
      const why = votes.map((vote) => vote.reason).join('; ') || reason;
      const refused = { ...about, code: 'setting-untranslatable', why, votes };
      return this.note(key, known, stationId, [newEvent('SettingRefused', refused)]);
    }
    const { calls, shows, undo, enforcedByPlatform } = answer;
    const commandIds = idsOf(stationId, key, known, 'set', calls);
    const sent: PlatformEvents['SettingSent'] = {
      ...about,
      because,
      calls,
      commandIds,
      ...(shows && { shows }),
      ...(undo && { undo }),
      ...(enforcedByPlatform !== undefined && { enforcedByPlatform }),
      reason,
      ...(rule !== undefined && { rule }),
      votes,
    };
    await this.note(key, known, stationId, [newEvent('SettingSent', sent)]);
  }

  private async translation(station: StationRecord, profile: StationProfile, { setting, evseId }: SyncedSetting) {
    const { ask, clock, desired, displayOf } = this.services;
    const { stationId, ocppVersion, vendor, model, firmwareVersion } = station;
    const tariff =
      setting.name === 'price' ? await displayOf({ tariffId: setting.tariffId, version: setting.tariffVersion }) : undefined;
    return ask('translateSettings', {
      stationId,
      ocppVersion,
      at: instantOf(clock()),
      station: await desired.withSettings(stationId, profile, evseId),
      setting,
      ...(evseId !== undefined && { evseId }),
      ...(vendor !== undefined && { vendor }),
      ...(model !== undefined && { model }),
      ...(firmwareVersion !== undefined && { firmwareVersion }),
      variables: Object.fromEntries([...station.variables].map(([name, { value }]) => [name, value])),
      ...(tariff && { tariff }),
    });
  }

  /** Records what was found, unless the setting has moved on meanwhile: then whoever moved it sees to it. */
  private async note(key: string, seen: SyncedSetting, stationId: string, events: readonly NewEvent[]): Promise<void> {
    await this.services.syncs.decide(stationId, (sync) => {
      const now = sync?.settings[key];
      const isSame =
        now?.wish === seen.wish && now.status === seen.status && now.sendings === seen.sendings && now.resend === seen.resend;
      return isSame ? events : [];
    });
  }

  /** Asks for the first call that was not asked for, once all before it were accepted. */
  private async requestNext(stationId: string, calls: readonly SettingCall[], commandIds: readonly string[]): Promise<void> {
    for (const [index, commandId] of commandIds.entries()) {
      const command = await this.services.records.command(commandId);
      if (command?.status === 'accepted') continue;
      const call = calls[index];
      if (!command && call) await this.caller.request(stationId, { name: 'SendCall', ...call }, { commandId });
      return;
    }
  }
}

/** Commands are named by what they carry, so that each is asked for once, whoever asks. */
const idsOf = (
  stationId: string,
  key: string,
  { wish, sendings }: Pick<SyncedSetting, 'wish' | 'sendings'>,
  what: 'set' | 'undo',
  calls: readonly SettingCall[],
): string[] =>
  calls.map((_, index) => commandIdOf(SYNC_ACTOR, [what, stationStream(stationId), key, wish, sendings + 1, index].join(' ')));
