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
  Question,
  SessionLimits,
  SessionProgress,
  SessionTerms,
  Vote,
} from './decisions.ts';
export type { Directory, DriverDesk, Known, SessionToPrice, ShownToken, Wallets, WalletSession } from './directory.ts';
export * from './credentials/index.ts';
export * from './drivers/index.ts';
export type { ChargingPeriod } from './pricing/charging-periods.ts';
export { chargingPeriods, periodsOfSession } from './pricing/charging-periods.ts';
export { withSample } from './pricing/session-meter.ts';
export type { MeterSample, SessionMeter } from './pricing/session-meter.ts';
export type { PriceLine, SessionPrice } from './pricing/session-price.ts';
export { displayOfTariff } from './pricing/tariff-display.ts';
export * from './local-lists/index.ts';
export * from './settings/index.ts';
export type { KnownTariff, TariffDisplay, TariffVersion } from './pricing/tariff.ts';
export { stationTariff, stationTariffId } from './pricing/station-tariff.ts';
export type { StationTariff } from './pricing/station-tariff.ts';
export { evolveTariff, tariffInForce } from './pricing/tariff-history.ts';
export type { TariffHistory } from './pricing/tariff-history.ts';
export { scopeName, scopesFor } from './pricing/tariff-scopes.ts';
export type { TariffScope } from './pricing/tariff-scopes.ts';
export { unplacedStation } from './stations/station-profile.ts';
export type { StationProfile } from './stations/station-profile.ts';
export { apiRoles, platformData } from './platform-events.ts';
export type { ApiRole, PlatformEvent, PlatformEvents, PlatformEventType } from './platform-events.ts';
export {
  ANCHOR_STREAM,
  ARCHIVES_STREAM,
  apiKeyStream,
  commandStream,
  credentialStream,
  idInStream,
  isPassing,
  nodeStream,
  OPEN_COMMANDS_STREAM,
  passingStreams,
  sessionIdOf,
  sessionPriceStream,
  snapshotOf,
  stationStream,
  walletStream,
  tariffAssignmentStream,
  tariffStream,
} from './streams.ts';
export * from './battery/index.ts';
export * from './session/index.ts';
export * from './station/index.ts';
export * from './wallets/index.ts';
export { eventCatalogue } from './event-catalogue.ts';
export type { EventEntry } from './event-catalogue.ts';
