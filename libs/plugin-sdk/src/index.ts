export { z } from 'zod';
export { definePlugin } from './plugin.ts';
export type {
  ConfigOf,
  ConfigSchema,
  Decide,
  Plugin,
  PluginContext,
  PluginEvent,
  PluginListener,
  PluginProjection,
  PluginResolvers,
  PluginRows,
} from './plugin.ts';
export { SDK_VERSION } from './version.ts';
export { abstain, accept, admit, answer, charge, hold, price, refuse, stop, translate, turnAway } from './vote.ts';
export type { Abstention, GivenAnswer, PluginVote, Saying } from './vote.ts';
export { authorizationStatuses, decisionPoints } from '@wattledger/charging/decisions';
export { contractIdOf, grantFlaw, isAllowedAt } from '@wattledger/charging';
export type {
  Answer,
  AuthorizationAnswer,
  AuthorizationStatus,
  ChargingPeriod,
  DecisionPoint,
  DecisionPoints,
  GrantFlaw,
  KnownAccount,
  KnownDriver,
  KnownGrant,
  KnownSecret,
  KnownTariff,
  KnownToken,
  KnownWallet,
  PriceLine,
  Question,
  SessionLimits,
  SessionPrice,
  SessionProgress,
  SessionTerms,
  Setting,
  SettingCall,
  SettingName,
  ShownProfile,
  ShownSetting,
  ShownTariff,
  ShownVariable,
  StationLogIn,
  StationProfile,
  TariffDisplay,
  TariffVersion,
} from '@wattledger/charging';
export type { Instant, Json, JsonObject } from '@wattledger/kernel';
export type { OcppVersion } from '@wattledger/ocpp';
export { billOf, commonTerms } from './pricing/bill.ts';
export type { CommonTerms, UnitPrices } from './pricing/bill.ts';
export { isHoliday, isInSeason, isInWindow, isTimeZone, localBoundaries, localTime } from './pricing/local-time.ts';
export type { LocalTime } from './pricing/local-time.ts';
export { Big } from 'big.js';
export { decimal, decimalText, rounded, roundingModes } from './pricing/money.ts';
export type { RoundingMode } from './pricing/money.ts';
export { cutAtEnergies, cutAtInstants, kilowattHours, minutesOf, stretchesOf } from './pricing/stretches.ts';
export type { Stretch } from './pricing/stretches.ts';
