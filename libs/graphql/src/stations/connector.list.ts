import { ArgsType, Field, InputType } from '@nestjs/graphql';
import { connectorsTable } from '@wattledger/read-models';
import { columnsIn } from '../rows/conditions.ts';
import type { FilterConditions } from '../rows/conditions.ts';
import { orderings } from '../rows/ordering.ts';
import { maybe } from '../schema/descriptions.ts';
import { PageArgs } from '../schema/page-args.ts';

@InputType({ description: 'Which connectors are wanted; all that is given must hold.' })
export class ConnectorFilter {
  @Field(() => [String], maybe('Of one of these stations.'))
  stationIds?: string[];

  @Field(() => [String], maybe('With one of these statuses, as stations say them.'))
  statuses?: string[];

  @Field(maybe('Whether it is in service.'))
  operative?: boolean;
}

const { is, isIn } = columnsIn(connectorsTable);

export const connectorConditions: FilterConditions<ConnectorFilter> = {
  stationIds: isIn('stationId'),
  statuses: isIn('status'),
  operative: is('operative'),
};

export const connectorOrders = orderings(connectorsTable, 'ConnectorOrder', {
  STATION_ASC: { column: 'stationId', direction: 'asc', description: 'By station, EVSE and connector.' },
  STATUS_AT_DESC: { column: 'statusAt', direction: 'desc', description: 'The newest change of status first.' },
});
export type ConnectorOrder = keyof typeof connectorOrders.by;

@ArgsType()
export class ConnectorsArgs extends PageArgs {
  @Field(() => ConnectorFilter, maybe('Which connectors are wanted.'))
  filter?: ConnectorFilter;

  @Field(() => connectorOrders.type, { defaultValue: 'STATION_ASC', description: 'In which order.' })
  orderBy!: ConnectorOrder;
}
