export { Big } from 'big.js';
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
  ShownSetting,
  StationLogIn,
  StationProfile,
  TariffDisplay,
  TariffVersion,
} from '@wattledger/charging';
export type { Instant, Json, JsonObject } from '@wattledger/kernel';
export type { OcppVersion } from '@wattledger/ocpp';
