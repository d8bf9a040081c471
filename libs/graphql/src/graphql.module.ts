import { Module } from '@nestjs/common';
import type { DynamicModule, Provider } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { AccessMutations } from './access/access.mutations.ts';
import { ViewerResolver } from './access/viewer.resolver.ts';
import { ApiKeyResolver } from './access/api-key.resolver.ts';
import { BatteryResolver } from './batteries/battery.resolver.ts';
import {
  ACCESS,
  CLOCK,
  COMMAND_DESK,
  DENIALS,
  CREDENTIALS,
  DESIRED_LOCAL_LIST,
  DRIVERS,
  ENTRANCE,
  ERROR_LOG,
  EVENT_LOG,
  LOCAL_LIST_DESK,
  LOCAL_LISTS,
  PASSWORD_ROTATIONS,
  PLUGIN_DESK,
  PRICE_DESK,
  PROJECTOR_STATUS,
  RETRY_PROJECTION,
  ROW_CHANGES,
  ROWS,
  SEALER,
  SETTINGS,
  WALLETS,
  SETTINGS_DESK,
  STATION_PROFILES,
  TARIFFS,
} from './collaborators.ts';
import type { Collaborators } from './collaborators.ts';
import { CommandMutations } from './commands/command.mutations.ts';
import { CommandResolver } from './commands/command.resolver.ts';
import { CommandRows } from './commands/command-rows.ts';
import { CommandTaker } from './commands/command-taker.ts';
import { DecisionResolver, SessionDecisionsResolver } from './decisions/decision.resolver.ts';
import { AccountMutations } from './drivers/account.mutations.ts';
import { AccountResolver } from './drivers/account.resolver.ts';
import { DriverDesk } from './drivers/driver-desk.ts';
import { DriverResolver } from './drivers/driver.resolver.ts';
import { TokenMutations } from './drivers/token.mutations.ts';
import { TokenResolver } from './drivers/token.resolver.ts';
import { ArchiveResolver } from './events/archive.resolver.ts';
import { EventReader } from './events/event-reader.ts';
import { EventResolver } from './events/event.resolver.ts';
import { httpOptions } from './http-options.ts';
import type { Entrance } from './http-options.ts';
import { StrangerLimit } from './limits/stranger-limit.ts';
import { LocalListMutations } from './local-lists/local-list.mutations.ts';
import { LocalListResolver } from './local-lists/local-list.resolver.ts';
import { PlatformResolver } from './platform/platform.resolver.ts';
import { ProjectionMutations } from './platform/projection.mutations.ts';
import { PluginResolver } from './plugins/plugin.resolver.ts';
import { trustedProxies } from './request/address.ts';
import { PersonalData } from './request/personal-data.ts';
import { RolesGuard } from './request/roles.ts';
import { Rows } from './rows/rows.ts';
import { SessionResolver } from './sessions/session.resolver.ts';
import { defaultSettings } from './settings.ts';
import type { GraphqlSettings } from './settings.ts';
import { StationSecurityResolver } from './station-security/station-security.resolver.ts';
import { RolloutResolver } from './station-settings/rollout.resolver.ts';
import { SettingMutations } from './station-settings/setting.mutations.ts';
import { StationSettingResolver } from './station-settings/station-setting.resolver.ts';
import { ConnectorResolver } from './stations/connector.resolver.ts';
import { StationDetailsResolver } from './stations/station-details.resolver.ts';
import { StationResolver } from './stations/station.resolver.ts';
import { SessionCostResolver } from './tariffs/session-cost.resolver.ts';
import { StationTariffMutations } from './tariffs/station-tariff.mutations.ts';
import { TariffMutations } from './tariffs/tariff.mutations.ts';
import { TariffResolver } from './tariffs/tariff.resolver.ts';
import { PriceMutations } from './tariffs/price.mutations.ts';
import { LiveRows } from './subscriptions/live-rows.ts';
import { SocketServer } from './subscriptions/socket-server.ts';
import { SubscriptionsResolver } from './subscriptions/subscriptions.resolver.ts';
import { WalletMutations } from './wallets/wallet.mutations.ts';
import { WalletResolver } from './wallets/wallet.resolver.ts';

export const resolvers = [
  StationResolver,
  StationDetailsResolver,
  ConnectorResolver,
  SessionResolver,
  BatteryResolver,
  EventResolver,
  ArchiveResolver,
  CommandResolver,
  CommandMutations,
  AccessMutations,
  ViewerResolver,
  ApiKeyResolver,
  StationSettingResolver,
  RolloutResolver,
  SettingMutations,
  StationSecurityResolver,
  LocalListResolver,
  LocalListMutations,
  PlatformResolver,
  ProjectionMutations,
  DecisionResolver,
  SessionDecisionsResolver,
  PluginResolver,
  TariffResolver,
  TariffMutations,
  StationTariffMutations,
  SessionCostResolver,
  PriceMutations,
  SubscriptionsResolver,
  WalletResolver,
  WalletMutations,
  AccountResolver,
  AccountMutations,
  TokenResolver,
  TokenMutations,
  DriverResolver,
] as const;

/**
 * The GraphQL API on the application's Fastify server: queries and mutations over HTTP, subscriptions over web sockets, one path.
 *
 *     imports: [GraphqlModule.forRoot(collaborators, { version: '1.0.0' })]
 */
@Module({})
export class GraphqlModule {
  static forRoot(collaborators: Collaborators, changed: Partial<GraphqlSettings> = {}): DynamicModule {
    const settings: GraphqlSettings = { ...defaultSettings, ...changed };
    const rows = new Rows(collaborators.readModels, settings);
    const { access, drivers, oidc } = collaborators;
    const entrance: Entrance = {
      doors: { access, drivers, ...(oidc && { oidc }) },
      strangers: new StrangerLimit(settings.strangersPerMinute),
      proxies: trustedProxies(settings.trustedProxies),
    };
    const values: readonly (readonly [symbol, unknown])[] = [
      [ROWS, rows],
      [SETTINGS, settings],
      [ENTRANCE, entrance],
      [EVENT_LOG, collaborators.eventLog],
      [SEALER, collaborators.sealer],
      [COMMAND_DESK, collaborators.commandDesk],
      [ACCESS, collaborators.access],
      [CREDENTIALS, collaborators.credentials],
      [PASSWORD_ROTATIONS, collaborators.passwordRotations],
      [WALLETS, collaborators.wallets],
      [STATION_PROFILES, collaborators.stationProfiles],
      [SETTINGS_DESK, collaborators.settingsDesk],
      [LOCAL_LISTS, collaborators.localLists],
      [LOCAL_LIST_DESK, collaborators.localListDesk],
      [DESIRED_LOCAL_LIST, collaborators.desiredLocalList],
      [DRIVERS, collaborators.drivers],
      [TARIFFS, collaborators.tariffs],
      [PRICE_DESK, collaborators.priceDesk],
      [ROW_CHANGES, collaborators.rowChanges],
      [PROJECTOR_STATUS, collaborators.projectorStatus],
      [RETRY_PROJECTION, collaborators.retryProjection],
      [DENIALS, collaborators.denials ?? { denied: () => undefined }],
      [ERROR_LOG, collaborators.errorLog],
      [CLOCK, collaborators.clock],
      [PLUGIN_DESK, collaborators.plugins],
    ];
    return {
      module: GraphqlModule,
      imports: [GraphQLModule.forRoot(httpOptions(collaborators, entrance, rows, settings))],
      providers: [
        ...values.map(([provide, useValue]): Provider => ({ provide, useValue })),
        { provide: APP_GUARD, useClass: RolesGuard },
        PersonalData,
        EventReader,
        CommandRows,
        CommandTaker,
        DriverDesk,
        LiveRows,
        SocketServer,
        ...resolvers,
      ],
    };
  }
}
