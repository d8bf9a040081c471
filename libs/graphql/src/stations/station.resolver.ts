import { Inject } from '@nestjs/common';
import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { commandsTable, sessionsTable, stationsTable } from '@wattledger/read-models';
import type { CommandRow, ConnectorRow, SessionRow, StationRow } from '@wattledger/read-models';
import { ROWS } from '../collaborators.ts';
import { CommandsArgs, commandConditions, commandOrders } from '../commands/command.list.ts';
import { CommandConnection } from '../commands/command.type.ts';
import type { RequestContext } from '../request/context.ts';
import { everyRole, Roles } from '../request/roles.ts';
import { columnsIn, conditionsOf } from '../rows/conditions.ts';
import type { Page } from '../rows/page.ts';
import type { Rows } from '../rows/rows.ts';
import { always, maybe } from '../schema/descriptions.ts';
import { activeSessionsOf } from '../sessions/session.loaders.ts';
import { sessionConditions, sessionOrders, SessionsArgs } from '../sessions/session.list.ts';
import { Session, SessionConnection } from '../sessions/session.type.ts';
import { connectorsOf } from './connector.loaders.ts';
import { Connector } from './connector.type.ts';
import { stationConditions, stationOrders, StationsArgs } from './station.list.ts';
import { stationById } from './station.loaders.ts';
import { Station, StationConnection } from './station.type.ts';

const sessionOf = columnsIn(sessionsTable).is('stationId');
const commandOf = columnsIn(commandsTable).is('stationId');

@Resolver(() => Station)
export class StationResolver {
  private readonly rows: Rows;

  constructor(@Inject(ROWS) rows: Rows) {
    this.rows = rows;
  }

  @Roles(everyRole)
  @Query(() => StationConnection, always('Stations, page by page.'))
  stations(@Args() { filter, orderBy, ...args }: StationsArgs): Promise<Page<StationRow>> {
    const conditions = conditionsOf(stationConditions, filter);
    return this.rows.page({ table: stationsTable, conditions, order: stationOrders.by[orderBy], args });
  }

  @Roles(everyRole)
  @Query(() => Station, maybe('One station; nothing when the log has never heard of it.'))
  station(
    @Args('id', { type: () => ID, description: 'The identity with which it connects.' }) id: string,
    @Context() { loaders }: RequestContext,
  ): Promise<StationRow | undefined> {
    return loaders.load(stationById, id);
  }

  @ResolveField(() => [Connector], always('Its connectors, by EVSE and number.'))
  connectors(@Parent() { stationId }: StationRow, @Context() { loaders }: RequestContext): Promise<readonly ConnectorRow[]> {
    return loaders.load(connectorsOf, stationId);
  }

  @ResolveField(() => [Session], always('The sessions that go on here.'))
  activeSessions(@Parent() { stationId }: StationRow, @Context() { loaders }: RequestContext): Promise<readonly SessionRow[]> {
    return loaders.load(activeSessionsOf, stationId);
  }

  @ResolveField(() => SessionConnection, always('All sessions here, page by page.'))
  sessions(
    @Parent() { stationId }: StationRow,
    @Args() { filter, orderBy, ...args }: SessionsArgs,
    @Context() { loaders }: RequestContext,
  ): Promise<Page<SessionRow>> {
    const conditions = [sessionOf(stationId), ...conditionsOf(sessionConditions, filter)];
    return loaders.page({ table: sessionsTable, conditions, order: sessionOrders.by[orderBy], args });
  }

  @ResolveField(() => CommandConnection, always('What it was asked to do, page by page.'))
  commands(
    @Parent() { stationId }: StationRow,
    @Args() { filter, orderBy, ...args }: CommandsArgs,
    @Context() { loaders }: RequestContext,
  ): Promise<Page<CommandRow>> {
    const conditions = [commandOf(stationId), ...conditionsOf(commandConditions, filter)];
    return loaders.page({ table: commandsTable, conditions, order: commandOrders.by[orderBy], args });
  }
}
