import { Inject } from '@nestjs/common';
import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Json, JsonObject } from '@wattledger/kernel';
import { commandsTable } from '@wattledger/read-models';
import type { CommandRow, StationRow } from '@wattledger/read-models';
import { ROWS } from '../collaborators.ts';
import type { RequestContext } from '../request/context.ts';
import { PersonalData } from '../request/personal-data.ts';
import { everyRole, Roles } from '../request/roles.ts';
import { conditionsOf } from '../rows/conditions.ts';
import type { Page } from '../rows/page.ts';
import type { Rows } from '../rows/rows.ts';
import { always, maybe } from '../schema/descriptions.ts';
import { JsonScalar } from '../schema/scalars.ts';
import { stationById } from '../stations/station.loaders.ts';
import { Station } from '../stations/station.type.ts';
import { commandConditions, commandOrders, CommandsArgs } from './command.list.ts';
import { CommandRows } from './command-rows.ts';
import { Command, CommandConnection } from './command.type.ts';

@Resolver(() => Command)
export class CommandResolver {
  private readonly rows: Rows;
  private readonly commandRows: CommandRows;
  private readonly personalData: PersonalData;

  constructor(@Inject(ROWS) rows: Rows, commandRows: CommandRows, personalData: PersonalData) {
    this.rows = rows;
    this.commandRows = commandRows;
    this.personalData = personalData;
  }

  @Roles(everyRole)
  @Query(() => CommandConnection, always('Commands, page by page.'))
  commands(@Args() { filter, orderBy, ...args }: CommandsArgs): Promise<Page<CommandRow>> {
    const conditions = conditionsOf(commandConditions, filter);
    return this.rows.page({ table: commandsTable, conditions, order: commandOrders.by[orderBy], args });
  }

  @Roles(everyRole)
  @Query(() => Command, maybe('One command.'))
  command(@Args('id', { type: () => ID, description: 'Its id.' }) id: string): Promise<CommandRow | undefined> {
    return this.commandRows.byId(id);
  }

  @ResolveField(
    () => JsonScalar,
    always('What exactly was asked. Personal values are `subject:<pseudonym>` for whoever may not read them.'),
  )
  arguments(@Parent() { command }: CommandRow, @Context() { caller }: RequestContext): Promise<Json> {
    const { name: _, ...rest } = command;
    return this.personalData.open(rest as JsonObject, caller);
  }

  @ResolveField(() => JsonScalar, maybe("The payload of the station's answer, personal values as in `arguments`."))
  answer(@Parent() { answer }: CommandRow, @Context() { caller }: RequestContext): Promise<Json | undefined> {
    return this.personalData.open(answer, caller);
  }

  @ResolveField(() => Station, maybe('The station that was asked.'))
  station(@Parent() { stationId }: CommandRow, @Context() { loaders }: RequestContext): Promise<StationRow | undefined> {
    return loaders.load(stationById, stationId);
  }
}
