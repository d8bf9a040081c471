import { randomUUID } from 'node:crypto';
import { rolloutStream, scopeId, settingKey, settingSyncStream } from '@wattledger/charging';
import type { Setting, SettingName, SettingScope } from '@wattledger/charging';
import { newEvent } from '@wattledger/event-log';
import type { Ledger } from '@wattledger/event-log';
import { isRefusal, stringifyJson } from '@wattledger/kernel';
import type { Refusal } from '@wattledger/kernel';
import type { DesiredStreams } from './desired-streams.ts';
import { refuseSetting } from './errors.ts';

/** What somebody wants, of whom, and why. */
export interface SettingRequest {
  readonly scope: SettingScope;
  readonly setting: Setting;
  /** Of one EVSE of each station only. */
  readonly evseId?: number;
  readonly by: string;
  readonly reason?: string;
  /** How it comes to the stations of a site, a group or all. */
  readonly batchSize?: number;
  /** Beyond it, of the stations reached so far, the roll-out stops. */
  readonly maximumRefusedShare?: number;
}

export interface SettingTaken {
  /** Absent where the scope is one station, or where nothing is new. */
  readonly rolloutId?: string;
  /** How many stations it is for. */
  readonly stations: number;
  /** The very same was desired there before: nothing new happens. */
  readonly repeated: boolean;
}

export const DEFAULT_BATCH = 50;
export const DEFAULT_REFUSED_SHARE = 0.2;

/** Where the stations of a scope are known. */
export type StationsOf = (scope: SettingScope) => Promise<readonly string[]>;

/** Takes wishes of how stations are to be set, and what is to become of their roll-outs. Whoever syncs stations sees to the rest. */
export class SettingsDesk {
  private readonly ledger: Ledger;
  private readonly desired: DesiredStreams;

  constructor(ledger: Ledger, desired: DesiredStreams) {
    this.ledger = ledger;
    this.desired = desired;
  }

  /** @returns a refusal `setting-out-of-bounds`, `scope-empty` or `rollout-bounds-invalid` */
  async set(request: SettingRequest, stationsOf: StationsOf): Promise<SettingTaken | Refusal> {
    const { scope, setting, evseId, by, reason } = request;
    const refusal = outOfBounds(request);
    if (refusal) return refusal;
    const key = settingKey(setting.name, evseId);
    const now = (await this.desired.scopes.get(scopeId(scope)))?.[key];
    const isSame = now !== undefined && stringifyJson(now.setting) === stringifyJson(setting);
    if (isSame && !(await this.isHalted(now.rolloutId))) return { stations: 0, repeated: true };
    const stationIds = scope.kind === 'station' ? [scope.id] : await stationsOf(scope);
    if (stationIds.length === 0) return refuseSetting('scope-empty');
    const rolloutId = scope.kind === 'station' ? undefined : randomUUID();
    const said = { setting, evseId, scope, by, reason, rolloutId };
    await this.desired.scopes.decide(scopeId(scope), () => [newEvent('SettingDesired', said, { actor: by })]);
    // Second: without the wish, a roll-out would run through its stations, and the wish reach all of them at once.
    if (rolloutId !== undefined) await this.startRollout(rolloutId, request, stationIds);
    return { ...(rolloutId !== undefined && { rolloutId }), stations: stationIds.length, repeated: false };
  }

  /** What the next wider scope desires holds again. @returns a refusal `setting-not-desired` */
  async withdraw(
    scope: SettingScope,
    { name, evseId }: { readonly name: SettingName; readonly evseId?: number },
    { by, reason }: { readonly by: string; readonly reason?: string },
  ): Promise<Refusal | undefined> {
    const outcome = await this.desired.scopes.decide(scopeId(scope), (settings) =>
      settings && settingKey(name, evseId) in settings
        ? [newEvent('SettingWithdrawn', { name, evseId, scope, by, reason }, { actor: by })]
        : refuseSetting('setting-not-desired', `${name} is not desired in ${scopeId(scope)}.`),
    );
    return isRefusal(outcome) ? outcome : undefined;
  }

  /** Has everything that a station is to be set to sent once more, whatever came of it before. */
  async resend(stationId: string, by: string, reason?: string): Promise<void> {
    const asked = newEvent('SettingResendAsked', { stationId, by, reason }, { actor: by });
    await this.ledger.recordAtEnd(settingSyncStream(stationId), [asked]);
  }

  /** Stops a running roll-out: stations it has not come to keep what they have. @returns a refusal `rollout-unknown` or `rollout-over` */
  stopRollout(rolloutId: string, by: string, why: string): Promise<Refusal | undefined> {
    return this.change(rolloutId, 'RolloutStopped', ['running'], { rolloutId, by, why });
  }

  /** Lets a stopped one go on, with a more generous bound where the refusals so far exceed the old one. */
  async resumeRollout(rolloutId: string, by: string, maximumRefusedShare?: number): Promise<Refusal | undefined> {
    if (maximumRefusedShare !== undefined && !isShare(maximumRefusedShare)) return refuseSetting('rollout-bounds-invalid');
    return this.change(rolloutId, 'RolloutResumed', ['stopped'], { rolloutId, by, maximumRefusedShare });
  }

  /** Ends one for good. */
  abortRollout(rolloutId: string, by: string, why?: string): Promise<Refusal | undefined> {
    return this.change(rolloutId, 'RolloutAborted', ['running', 'stopped'], { rolloutId, by, why });
  }

  private async startRollout(rolloutId: string, request: SettingRequest, stationIds: readonly string[]): Promise<void> {
    const { scope, setting, evseId, by, reason } = request;
    const { batchSize = DEFAULT_BATCH, maximumRefusedShare = DEFAULT_REFUSED_SHARE } = request;
    const started = { rolloutId, scope, setting, evseId, stationIds, batchSize, maximumRefusedShare, by, reason };
    await this.ledger.recordAtEnd(rolloutStream(rolloutId), [newEvent('RolloutStarted', started, { actor: by })]);
  }

  /** Nobody takes the wish further: its roll-out was ended, or the process died before it began. */
  private async isHalted(rolloutId: string | undefined): Promise<boolean> {
    if (rolloutId === undefined) return false;
    const rollout = await this.desired.rollouts.get(rolloutId);
    return rollout?.status !== 'running' && rollout?.status !== 'finished';
  }

  private async change(
    rolloutId: string,
    type: 'RolloutStopped' | 'RolloutResumed' | 'RolloutAborted',
    from: readonly string[],
    data: { readonly rolloutId: string; readonly by: string; readonly why?: string; readonly maximumRefusedShare?: number },
  ): Promise<Refusal | undefined> {
    const outcome = await this.desired.rollouts.decide(rolloutId, (rollout) => {
      if (!rollout) return refuseSetting('rollout-unknown', `There is no roll-out ${rolloutId}.`);
      if (!from.includes(rollout.status)) return refuseSetting('rollout-over', `The roll-out is ${rollout.status}.`);
      return [newEvent(type, data, { actor: data.by })];
    });
    return isRefusal(outcome) ? outcome : undefined;
  }
}

const isShare = (share: number): boolean => share >= 0 && share <= 1;
const between = (value: number, least: number, most: number): boolean => value >= least && value <= most;

function outOfBounds({
  setting,
  evseId,
  batchSize = DEFAULT_BATCH,
  maximumRefusedShare = 0,
}: SettingRequest): Refusal | undefined {
  if (!Number.isInteger(batchSize) || !between(batchSize, 1, 10_000) || !isShare(maximumRefusedShare))
    return refuseSetting('rollout-bounds-invalid');
  const isRight = evseId === undefined || (Number.isInteger(evseId) && between(evseId, 1, 1_000));
  return isRight && isMeant(setting) ? undefined : refuseSetting('setting-out-of-bounds');
}

function isMeant(setting: Setting): boolean {
  switch (setting.name) {
    case 'price':
      return (
        setting.tariffId !== '' &&
        setting.tariffId.length <= 100 &&
        Number.isInteger(setting.tariffVersion) &&
        setting.tariffVersion >= 1
      );
    case 'chargingTime':
      return Number.isInteger(setting.minutes) && between(setting.minutes, 1, 10_080);
    case 'maximumCurrent':
      return between(setting.amperes, 0, 2_000) && between(setting.voltageV, 100, 1_000) && [1, 2, 3].includes(setting.phases);
  }
}
