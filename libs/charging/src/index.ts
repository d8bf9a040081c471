export type { Command, CommandName, VariableName } from './commands.ts';
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
  Known,
  KnownDriver,
  Question,
  SessionLimits,
  SessionProgress,
  SessionTerms,
  SessionToPrice,
  ShownToken,
  Vote,
  Wallets,
  WalletSession,
} from './decisions.ts';
export type { KnownAccount, KnownGrant, KnownSecret, KnownToken, KnownWallet } from './drivers/known-driver.ts';
export type { ChargingPeriod } from './pricing/charging-periods.ts';
export { chargingPeriods, periodsOfSession } from './pricing/charging-periods.ts';
export { withSample } from './pricing/session-meter.ts';
export type { MeterSample, SessionMeter } from './pricing/session-meter.ts';
export type { PriceLine, SessionPrice } from './pricing/session-price.ts';
export type { KnownTariff, TariffVersion } from './pricing/tariff.ts';
export { stationTariff } from './pricing/station-tariff.ts';
export type { StationTariff } from './pricing/station-tariff.ts';
export { evolveTariff, tariffInForce } from './pricing/tariff-history.ts';
export type { TariffHistory } from './pricing/tariff-history.ts';
export { scopeName, scopesFor } from './pricing/tariff-scopes.ts';
export type { TariffScope } from './pricing/tariff-scopes.ts';
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
  sessionPriceStream,
  stationStream,
  tariffAssignmentStream,
  tariffStream,
} from './platform-events.ts';
export type { ApiRole, PlatformEvents, PlatformEventType } from './platform-events.ts';
export * from './battery/index.ts';
export * from './session/index.ts';
export * from './station/index.ts';
export { eventCatalogue } from './event-catalogue.ts';
export type { EventEntry } from './event-catalogue.ts';
