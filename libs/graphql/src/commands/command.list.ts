import { ArgsType, Field, InputType } from '@nestjs/graphql';
import type { CommandName } from '@wattledger/charging';
import { commandsTable } from '@wattledger/read-models';
import type { CommandStatus } from '@wattledger/read-models';
import { columnsIn } from '../rows/conditions.ts';
import type { FilterConditions } from '../rows/conditions.ts';
import { orderings } from '../rows/ordering.ts';
import { maybe } from '../schema/descriptions.ts';
import { PageArgs } from '../schema/page-args.ts';
import { DateTime } from '../schema/scalars.ts';
import { CommandNameType, CommandStatusType } from './command.type.ts';

@InputType({ description: 'Which commands are wanted; all that is given must hold.' })
export class CommandFilter {
  @Field(() => [String], maybe('To one of these stations.'))
  stationIds?: string[];

  @Field(() => [CommandNameType], maybe('One of these.'))
  names?: CommandName[];

  @Field(() => [CommandStatusType], maybe('Of which one of these has become.'))
  statuses?: CommandStatus[];

  @Field(() => String, maybe('Asked by this API key.'))
  requestedBy?: string;

  @Field(() => String, maybe('Asked under this idempotency key.'))
  idempotencyKey?: string;

  @Field(() => DateTime, maybe('Asked at this time or later.'))
  requestedFrom?: string;

  @Field(() => DateTime, maybe('Asked before this time.'))
  requestedBefore?: string;
}

const { is, isIn, atLeast, below } = columnsIn(commandsTable);

export const commandConditions: FilterConditions<CommandFilter> = {
  stationIds: isIn('stationId'),
  names: isIn('name'),
  statuses: isIn('status'),
  requestedBy: is('requestedBy'),
  idempotencyKey: is('idempotencyKey'),
  requestedFrom: atLeast('requestedAt'),
  requestedBefore: below('requestedAt'),
};

export const commandOrders = orderings(commandsTable, 'CommandOrder', {
  REQUESTED_DESC: { column: 'requestedAt', direction: 'desc', description: 'The newest request first.' },
  REQUESTED_ASC: { column: 'requestedAt', direction: 'asc', description: 'The oldest request first.' },
});
export type CommandOrder = keyof typeof commandOrders.by;

@ArgsType()
export class CommandsArgs extends PageArgs {
  @Field(() => CommandFilter, maybe('Which commands are wanted.'))
  filter?: CommandFilter;

  @Field(() => commandOrders.type, { defaultValue: 'REQUESTED_DESC', description: 'In which order.' })
  orderBy!: CommandOrder;
}
