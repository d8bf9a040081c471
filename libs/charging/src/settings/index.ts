export { effectiveSettings, scopesOf, settingKey, wishOf, withDesired, withoutDesired } from './desired-settings.ts';
export type { DesiredSetting, ScopeSettings } from './desired-settings.ts';
export { evolveRollout, hasReached, nextStep, rolloutStatuses } from './rollout.ts';
export type { RolloutCounts } from './rollout-events.ts';
export type { Rollout, RolloutEvent, RolloutStatus, RolloutStep } from './rollout.ts';
export { profileStream, rolloutStream, scopeId, scopeOf, settingScopeKinds, settingStream, settingSyncStream } from './scope.ts';
export type { SettingScope } from './scope.ts';
export { nameOfShown, showingOf, textOfShown } from './reported-settings.ts';
export type {
  Departure,
  ReportedProfiles,
  ReportedSettings,
  ReportedTariffs,
  ReportedValue,
  Showing,
} from './reported-settings.ts';
export type { SettingOfStation } from './setting-events.ts';
export { callsInBrief, settingNames } from './setting.ts';
export type { Setting, SettingCall, SettingName, ShownProfile, ShownSetting, ShownTariff, ShownVariable } from './setting.ts';
export { evolveSync, nothingSynced, settingStatuses } from './station-sync.ts';
export type { DroppedSetting, SettingStatus, StationSync, SyncedSetting, SyncEvent } from './station-sync.ts';
