import { ArgsType, Field, ID, InputType } from '@nestjs/graphql';
import type { RolloutStatus, SettingName, SettingStatus } from '@wattledger/charging';
import { rolloutsTable, stationSettingsTable } from '@wattledger/read-models';
import type { StationSettingRow } from '@wattledger/read-models';
import { columnsIn } from '../rows/conditions.ts';
import type { FilterConditions } from '../rows/conditions.ts';
import { orderings } from '../rows/ordering.ts';
import type { Ordering } from '../rows/ordering.ts';
import { maybe } from '../schema/descriptions.ts';
import { PageArgs } from '../schema/page-args.ts';
import { RolloutStatusType, SettingNameType, SettingStatusType } from './setting.type.ts';

@InputType({ description: 'Which settings of stations are wanted; all that is given must hold.' })
export class StationSettingFilter {
  @Field(() => [ID], maybe('Of one of these stations.'))
  stationIds?: string[];

  @Field(() => [SettingNameType], maybe('One of these settings.'))
  names?: SettingName[];

  @Field(() => [SettingStatusType], maybe('Where they stand.'))
  statuses?: SettingStatus[];

  @Field(() => Boolean, maybe('Whether the station shows another value than it was told.'))
  drifted?: boolean;

  @Field(() => ID, maybe('Brought by this roll-out.'))
  rolloutId?: string;
}

const setting = columnsIn(stationSettingsTable);
export const ofStation = setting.is('stationId');
export const ofRollout = setting.is('rolloutId');
export const settingConditions: FilterConditions<StationSettingFilter> = {
  stationIds: setting.isIn('stationId'),
  names: setting.isIn('name'),
  statuses: setting.isIn('status'),
  drifted: setting.is('drifted'),
  rolloutId: ofRollout,
};

export const settingOrder = {
  column: 'stationId',
  direction: 'asc',
  description: 'By station.',
} as const satisfies Ordering<StationSettingRow>;

@ArgsType()
export class SettingsArgs extends PageArgs {
  @Field(() => StationSettingFilter, maybe('Which settings are wanted.'))
  filter?: StationSettingFilter;
}

@InputType({ description: 'Which roll-outs are wanted; all that is given must hold.' })
export class RolloutFilter {
  @Field(() => [RolloutStatusType], maybe('Where they stand.'))
  statuses?: RolloutStatus[];
}

export const rolloutConditions: FilterConditions<RolloutFilter> = { statuses: columnsIn(rolloutsTable).isIn('status') };

export const rolloutOrders = orderings(rolloutsTable, 'RolloutOrder', {
  STARTED_DESC: { column: 'startedAt', direction: 'desc', description: 'The newest first.' },
  STARTED_ASC: { column: 'startedAt', direction: 'asc', description: 'The oldest first.' },
});
export type RolloutOrder = keyof typeof rolloutOrders.by;

@ArgsType()
export class RolloutsArgs extends PageArgs {
  @Field(() => RolloutFilter, maybe('Which roll-outs are wanted.'))
  filter?: RolloutFilter;

  @Field(() => rolloutOrders.type, { defaultValue: 'STARTED_DESC', description: 'In which order.' })
  orderBy!: RolloutOrder;
}
