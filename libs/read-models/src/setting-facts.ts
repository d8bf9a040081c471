import { platformData } from '@wattledger/charging';
import type { PlatformEvents } from '@wattledger/charging';
import type { JsonObject } from '@wattledger/kernel';

const settingFactTypes = [
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
  'RolloutStopped',
  'RolloutResumed',
  'RolloutAborted',
  'RolloutFinished',
] as const;
type SettingFactType = (typeof settingFactTypes)[number];

/** What the streams of profiles, settings and roll-outs say. */
export type SettingFact = { readonly [Type in SettingFactType]: { readonly type: Type } & PlatformEvents[Type] }[SettingFactType];

export const settingStreamPrefixes = ['profile-', 'setting-', 'settingsync-', 'rollout-'] as const;

const isSettingFactType = (type: string): type is SettingFactType => (settingFactTypes as readonly string[]).includes(type);

export const settingFacts = (type: string, data: JsonObject): SettingFact[] =>
  isSettingFactType(type) ? [{ type, ...platformData(type, data) } as SettingFact] : [];
