import { ArgsType, Field, ID, InputType } from '@nestjs/graphql';
import type { MessageDirection } from '@wattledger/ocpp';
import { messageStatsTable, reservationsTable, variablesTable } from '@wattledger/read-models';
import type { MessageStatsRow, ReservationRow, VariableRow } from '@wattledger/read-models';
import { DirectionType } from '../events/event.type.ts';
import { columnsIn } from '../rows/conditions.ts';
import type { FilterConditions } from '../rows/conditions.ts';
import type { Ordering } from '../rows/ordering.ts';
import { maybe } from '../schema/descriptions.ts';
import { PageArgs } from '../schema/page-args.ts';

/** These lists come in the order of their tables' keys. */
export const byStation = {
  column: 'stationId',
  direction: 'asc',
  description: 'By station.',
} as const satisfies Ordering<VariableRow & MessageStatsRow & ReservationRow>;

@InputType({ description: 'Which variables are wanted; all that is given must hold.' })
export class VariableFilter {
  @Field(() => String, maybe('Of this component.'))
  component?: string;

  @Field(() => String, maybe('With this name.'))
  variable?: string;

  @Field(() => String, maybe('This attribute: `Actual`, `Target`, `MinSet` or `MaxSet`.'))
  attribute?: string;
}

const variable = columnsIn(variablesTable);
export const variableOf = variable.is('stationId');
export const variableConditions: FilterConditions<VariableFilter> = {
  component: variable.is('component'),
  variable: variable.is('variable'),
  attribute: variable.is('attribute'),
};

@ArgsType()
export class VariablesArgs extends PageArgs {
  @Field(() => ID, { description: 'The station.' })
  stationId!: string;

  @Field(() => VariableFilter, maybe('Which variables are wanted.'))
  filter?: VariableFilter;
}

@InputType({ description: 'Which message statistics are wanted; all that is given must hold.' })
export class MessageStatisticFilter {
  @Field(() => [String], maybe('Of one of these stations.'))
  stationIds?: string[];

  @Field(() => [String], maybe('Of one of these OCPP actions.'))
  actions?: string[];

  @Field(() => DirectionType, maybe('Of messages that went this way.'))
  direction?: MessageDirection;

  @Field(() => String, maybe('`call`, `result`, `error`, `resultError` or `send`.'))
  kind?: string;
}

const statistic = columnsIn(messageStatsTable);
export const statisticConditions: FilterConditions<MessageStatisticFilter> = {
  stationIds: statistic.isIn('stationId'),
  actions: statistic.isIn('action'),
  direction: statistic.is('direction'),
  kind: statistic.is('kind'),
};

@ArgsType()
export class MessageStatisticsArgs extends PageArgs {
  @Field(() => MessageStatisticFilter, maybe('Which message statistics are wanted.'))
  filter?: MessageStatisticFilter;
}

@InputType({ description: 'Which reservations are wanted; all that is given must hold.' })
export class ReservationFilter {
  @Field(() => [String], maybe('At one of these stations.'))
  stationIds?: string[];

  @Field(() => [String], maybe('With one of these statuses.'))
  statuses?: string[];
}

const reservation = columnsIn(reservationsTable);
export const reservationConditions: FilterConditions<ReservationFilter> = {
  stationIds: reservation.isIn('stationId'),
  statuses: reservation.isIn('status'),
};

@ArgsType()
export class ReservationsArgs extends PageArgs {
  @Field(() => ReservationFilter, maybe('Which reservations are wanted.'))
  filter?: ReservationFilter;
}
