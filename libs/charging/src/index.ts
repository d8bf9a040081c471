export type { Command, CommandName, LocalListEntry, VariableName } from './commands.ts';
export { authorizationStatuses, decisionPoints } from './decisions.ts';
export type {
  Answer,
  Ask,
  AuthorizationAnswer,
  AuthorizationStatus,
  Basis,
  Decided,
  DecisionPoint,
  DecisionPoints,
  Directory,
  DriverDesk,
  Known,
  KnownDriver,
  Question,
  SessionLimits,
  SessionProgress,
  SessionTerms,
  ShownToken,
  StationLogIn,
  Vote,
  Wallets,
  WalletSession,
} from './decisions.ts';
export * from './drivers/index.ts';
export type { ChargingPeriod } from './pricing/charging-periods.ts';
export { chargingPeriods, withSample } from './pricing/session-meter.ts';
export type { MeterSample, SessionMeter } from './pricing/session-meter.ts';
export type { PriceLine, SessionPrice } from './pricing/session-price.ts';
export type { KnownTariff, TariffVersion } from './pricing/tariff.ts';
export type { Setting, SettingCall, SettingName } from './settings/setting.ts';
export { unplacedStation } from './stations/station-profile.ts';
export type { StationProfile } from './stations/station-profile.ts';
export {
  ANCHOR_STREAM,
  apiKeyStream,
  apiRoles,
  commandStream,
  credentialStream,
  idInStream,
  platformData,
  sessionIdOf,
  stationStream,
} from './platform-events.ts';
export type { ApiRole, PlatformEvent, PlatformEvents, PlatformEventType } from './platform-events.ts';
export * from './battery/index.ts';
export * from './session/index.ts';
export * from './station/index.ts';
export { eventCatalogue } from './event-catalogue.ts';
export type { EventEntry } from './event-catalogue.ts';
