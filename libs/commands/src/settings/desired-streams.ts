import {
  effectiveSettings,
  evolveRollout,
  hasReached,
  platformData,
  scopeId,
  scopesOf,
  settingKey,
  settingNames,
  withDesired,
  withoutDesired,
} from '@wattledger/charging';
import type { DesiredSetting, Rollout, RolloutEvent, ScopeSettings, Setting, StationProfile } from '@wattledger/charging';
import { FoldedStreams } from '@wattledger/event-log';
import type { Ledger, RecordedEvent } from '@wattledger/event-log';
import type { JsonObject } from '@wattledger/kernel';

/**
 * What is desired, scope by scope (`setting-<scope>`), and how far roll-outs have come (`rollout-<id>`).
 *
 * Call {@link follow} once, so that what is desired elsewhere is desired here.
 */
export class DesiredStreams {
  readonly scopes: FoldedStreams<ScopeSettings>;
  readonly rollouts: FoldedStreams<Rollout>;
  private readonly ledger: Ledger;

  constructor(ledger: Ledger) {
    this.ledger = ledger;
    this.scopes = new FoldedStreams(ledger, { category: 'setting', evolve: evolveScope });
    this.rollouts = new FoldedStreams(ledger, { category: 'rollout', evolve: evolveRolloutStream });
  }

  /** Forgets what others change, until the signal. */
  async follow(signal: AbortSignal): Promise<void> {
    const filter = { streamPrefixes: ['setting-', 'rollout-'] };
    for await (const { events } of this.ledger.log.subscribe({ after: await this.ledger.log.head(), filter, signal })) {
      for (const { stream } of events) this.forget(stream);
    }
  }

  forget(stream: string): void {
    this.scopes.forget(stream);
    this.rollouts.forget(stream);
  }

  /** What a station is to be set to, by setting: of every one the wish of the narrowest scope, as far as roll-outs have come to it. */
  async effective(stationId: string, profile: StationProfile): Promise<ReadonlyMap<string, DesiredSetting>> {
    const scopes = await Promise.all(scopesOf(stationId, profile).map((scope) => this.scopes.get(scopeId(scope))));
    const wanted = scopes.filter((settings) => settings !== undefined);
    if (wanted.length === 0) return NONE;
    const rolloutIds = wanted.flatMap((settings) => Object.values(settings).flatMap(rolloutsOf));
    const reached = new Set<string>();
    for (const rolloutId of new Set(rolloutIds)) {
      if (hasReached(await this.rollouts.get(rolloutId), stationId)) reached.add(rolloutId);
    }
    return effectiveSettings(wanted, (rolloutId) => reached.has(rolloutId));
  }

  /** The same for a question: what the station as a whole is to be set to, or one of its EVSEs, whose own settings come first. */
  async withSettings(stationId: string, profile: StationProfile, ofEvse?: number): Promise<StationProfile> {
    const effective = await this.effective(stationId, profile);
    if (effective.size === 0) return profile;
    const settings = settingNames.flatMap((name): Setting[] => {
      const own = ofEvse === undefined ? undefined : effective.get(settingKey(name, ofEvse));
      const held = own ?? effective.get(settingKey(name));
      return held ? [held.setting] : [];
    });
    return { ...profile, settings };
  }
}

const NONE: ReadonlyMap<string, DesiredSetting> = new Map();

const rolloutsOf = ({ rolloutId, before }: DesiredSetting): string[] => [
  ...(rolloutId === undefined ? [] : [rolloutId]),
  ...(before ? rolloutsOf(before) : []),
];

function evolveScope(settings: ScopeSettings | undefined, event: RecordedEvent): ScopeSettings | undefined {
  const data = event.data as JsonObject;
  if (event.type === 'SettingDesired') {
    const desired = platformData('SettingDesired', data);
    return withDesired(settings ?? {}, desired.scope, desired, { revision: event.revision, at: event.metadata.recordedAt });
  }
  if (event.type !== 'SettingWithdrawn') return settings;
  const { name, evseId } = platformData('SettingWithdrawn', data);
  return settings && settingKey(name, evseId) in settings ? withoutDesired(settings, name, evseId) : settings;
}

const rolloutEvents: ReadonlySet<string> = new Set<RolloutEvent['type']>([
  'RolloutStarted',
  'RolloutBatchReleased',
  'RolloutStopped',
  'RolloutResumed',
  'RolloutAborted',
  'RolloutFinished',
]);

function evolveRolloutStream(rollout: Rollout | undefined, event: RecordedEvent): Rollout | undefined {
  if (!rolloutEvents.has(event.type)) return rollout;
  const happened = { type: event.type, data: event.data as JsonObject } as RolloutEvent;
  return evolveRollout(rollout, happened, event.metadata.recordedAt);
}
