import { ArgsType, Field, InputType, Int } from '@nestjs/graphql';
import { batteriesTable } from '@wattledger/read-models';
import { sql } from 'kysely';
import { columnsIn } from '../rows/conditions.ts';
import type { FilterConditions } from '../rows/conditions.ts';
import { orderings } from '../rows/ordering.ts';
import { maybe } from '../schema/descriptions.ts';
import { PageArgs } from '../schema/page-args.ts';
import { DateTime } from '../schema/scalars.ts';

@InputType({ description: 'Which batteries are wanted; all that is given must hold.' })
export class BatteryFilter {
  @Field(() => [String], maybe('Measured at one of these stations.'))
  stationIds?: string[];

  @Field(() => [String], maybe('Charged in one of these sessions.'))
  sessionIds?: string[];

  @Field(() => String, maybe('Serial number of a swapped battery.'))
  serialNumber?: string;

  @Field(() => DateTime, maybe('Measured at this time or later.'))
  measuredFrom?: string;

  @Field(() => DateTime, maybe('Not measured at this time or later.'))
  measuredBefore?: string;

  @Field(() => Boolean, maybe('Whether it is charged in a session that goes on.'))
  charging?: boolean;
}

const { is, isIn, atLeast, below } = columnsIn(batteriesTable);
const sessionsThatGoOn = sql`(select ${sql.ref('sessionId')} from ${sql.table('sessions')} where state = 'active')`;

export const batteryConditions: FilterConditions<BatteryFilter> = {
  stationIds: isIn('stationId'),
  sessionIds: isIn('sessionId'),
  serialNumber: is('serialNumber'),
  measuredFrom: atLeast('measuredAt'),
  measuredBefore: below('measuredAt'),
  charging: (charging) =>
    charging
      ? sql`${sql.ref('sessionId')} in ${sessionsThatGoOn}`
      : sql`(${sql.ref('sessionId')} is null or ${sql.ref('sessionId')} not in ${sessionsThatGoOn})`,
};

export const batteryOrders = orderings(batteriesTable, 'BatteryOrder', {
  MEASURED_DESC: { column: 'measuredAt', direction: 'desc', description: 'The newest reading first.' },
  ID_ASC: { column: 'batteryId', direction: 'asc', description: 'By id.' },
});
export type BatteryOrder = keyof typeof batteryOrders.by;

@ArgsType()
export class BatteriesArgs extends PageArgs {
  @Field(() => BatteryFilter, maybe('Which batteries are wanted.'))
  filter?: BatteryFilter;

  @Field(() => batteryOrders.type, { defaultValue: 'MEASURED_DESC', description: 'In which order.' })
  orderBy!: BatteryOrder;
}

@ArgsType()
export class CurveArgs {
  @Field(() => DateTime, maybe('Leaves out what was measured before.'))
  from?: string;

  @Field(() => DateTime, maybe('Leaves out what was measured at this time or later.'))
  before?: string;

  @Field(() => Int, { defaultValue: 500, description: 'The most points wanted, from 2 to 2000.' })
  maxPoints!: number;
}
