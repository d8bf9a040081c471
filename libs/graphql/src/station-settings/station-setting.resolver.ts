import { Inject } from '@nestjs/common';
import { Args, ID, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { stationSettingsTable } from '@wattledger/read-models';
import type { StationSettingRow } from '@wattledger/read-models';
import { ROWS } from '../collaborators.ts';
import { everyRole, Roles } from '../request/roles.ts';
import { conditionsOf } from '../rows/conditions.ts';
import type { Page } from '../rows/page.ts';
import type { Rows } from '../rows/rows.ts';
import { always, maybe } from '../schema/descriptions.ts';
import { SettingValue, shownSetting } from './setting.type.ts';
import { ofStation, settingConditions, settingOrder, SettingsArgs } from './station-setting.list.ts';
import { StationSetting, StationSettingConnection } from './station-setting.type.ts';

@Resolver(() => StationSetting)
export class StationSettingResolver {
  private readonly rows: Rows;

  constructor(@Inject(ROWS) rows: Rows) {
    this.rows = rows;
  }

  @Roles(everyRole)
  @Query(() => [StationSetting], always('What a station is to be set to, and how far that has come.'))
  stationSettings(
    @Args('stationId', { type: () => ID, description: 'The station.' }) stationId: string,
  ): Promise<StationSettingRow[]> {
    return this.rows.where(stationSettingsTable, ofStation(stationId));
  }

  @Roles(everyRole)
  @Query(() => StationSettingConnection, always('Settings of stations, page by page.'))
  settings(@Args() { filter, ...args }: SettingsArgs): Promise<Page<StationSettingRow>> {
    const conditions = conditionsOf(settingConditions, filter);
    return this.rows.page({ table: stationSettingsTable, conditions, order: settingOrder, args });
  }

  @ResolveField(() => SettingValue, always('The value that is desired.'))
  value(@Parent() { setting }: StationSettingRow): SettingValue {
    return shownSetting(setting);
  }

  @ResolveField(() => Int, maybe('The EVSE it is for; absent: the whole station.'))
  evseId(@Parent() { evseId }: StationSettingRow): number | undefined {
    return evseId === 0 ? undefined : evseId;
  }

  @ResolveField(() => ID, maybe('The station, site or group where it is desired.'))
  scopeId(@Parent() { scopeId }: StationSettingRow): string | undefined {
    return scopeId === '' ? undefined : scopeId;
  }
}
