import { Inject } from '@nestjs/common';
import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { SettingStatus } from '@wattledger/charging';
import { rolloutsTable, stationSettingsTable, stationsTable } from '@wattledger/read-models';
import type { RolloutRow, StationSettingRow } from '@wattledger/read-models';
import { sql } from 'kysely';
import { ROWS } from '../collaborators.ts';
import { everyRole, Roles } from '../request/roles.ts';
import { conditionsOf } from '../rows/conditions.ts';
import type { Page } from '../rows/page.ts';
import type { Rows } from '../rows/rows.ts';
import { always, maybe } from '../schema/descriptions.ts';
import { SettingValue, shownSetting } from './setting.type.ts';
import {
  ofRollout,
  rolloutConditions,
  rolloutOrders,
  RolloutsArgs,
  settingConditions,
  settingOrder,
  SettingsArgs,
} from './station-setting.list.ts';
import { Rollout, RolloutConnection, RolloutProgress, StationSettingConnection } from './station-setting.type.ts';

/** Of a setting: it is not settled, and nobody can be told of it now. */
const waitsForStation = sql`status in ('pending', 'sent') and not exists (select 1 from ${sql.table(stationsTable.name)} as station
  where station.${sql.ref('stationId')} = ${sql.ref(`${stationSettingsTable.name}.stationId`)} and station.connected = 1)`;

@Resolver(() => Rollout)
export class RolloutResolver {
  private readonly rows: Rows;

  constructor(@Inject(ROWS) rows: Rows) {
    this.rows = rows;
  }

  @Roles(everyRole)
  @Query(() => RolloutConnection, always('Roll-outs of settings, page by page.'))
  rollouts(@Args() { filter, orderBy, ...args }: RolloutsArgs): Promise<Page<RolloutRow>> {
    const conditions = conditionsOf(rolloutConditions, filter);
    return this.rows.page({ table: rolloutsTable, conditions, order: rolloutOrders.by[orderBy], args });
  }

  @Roles(everyRole)
  @Query(() => Rollout, maybe('One roll-out.'))
  rollout(@Args('id', { type: () => ID, description: 'Its id.' }) id: string): Promise<RolloutRow | undefined> {
    return this.rows.withKey(rolloutsTable, [id]);
  }

  @ResolveField(() => SettingValue, always('What it brings.'))
  value(@Parent() { setting }: RolloutRow): SettingValue {
    return shownSetting(setting);
  }

  @ResolveField(() => ID, maybe('The site or group it is for.'))
  scopeId(@Parent() { scopeId }: RolloutRow): string | undefined {
    return scopeId === '' ? undefined : scopeId;
  }

  @ResolveField(
    () => RolloutProgress,
    always('How far it has come: as things are, of one that has ended as they were at its end.'),
  )
  async progress(@Parent() { rolloutId, status, stations, reached, counts }: RolloutRow): Promise<RolloutProgress> {
    if ((status === 'finished' || status === 'aborted') && counts) return counts;
    const all = await this.rows.countBy(stationSettingsTable, 'status', ofRollout(rolloutId));
    const away = await this.rows.countBy(stationSettingsTable, 'status', ofRollout(rolloutId), waitsForStation);
    // The second count may know of what the first did not.
    const here = (status: SettingStatus) => Math.max(0, (all.get(status) ?? 0) - (away.get(status) ?? 0));
    const offline = [...away.values()].reduce((sum, count) => sum + count, 0);
    return {
      waiting: stations - reached,
      pending: here('pending'),
      sent: here('sent'),
      confirmed: here('confirmed'),
      refused: here('refused'),
      offline,
    };
  }

  @ResolveField(() => StationSettingConnection, always('The stations it has come to, and how each of them stands, page by page.'))
  stations(@Parent() { rolloutId }: RolloutRow, @Args() { filter, ...args }: SettingsArgs): Promise<Page<StationSettingRow>> {
    const conditions = [ofRollout(rolloutId), ...conditionsOf(settingConditions, filter)];
    return this.rows.page({ table: stationSettingsTable, conditions, order: settingOrder, args });
  }
}
