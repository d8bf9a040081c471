import { Inject } from '@nestjs/common';
import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { connectorsTable } from '@wattledger/read-models';
import type { BatteryRow, ConnectorRow, SessionRow, StationRow } from '@wattledger/read-models';
import { Battery } from '../batteries/battery.type.ts';
import { ROWS } from '../collaborators.ts';
import type { RequestContext } from '../request/context.ts';
import { everyRole, Roles } from '../request/roles.ts';
import { conditionsOf } from '../rows/conditions.ts';
import type { Page } from '../rows/page.ts';
import type { Rows } from '../rows/rows.ts';
import { always, maybe } from '../schema/descriptions.ts';
import { sessionById } from '../sessions/session.loaders.ts';
import { Session } from '../sessions/session.type.ts';
import { connectorConditions, connectorOrders, ConnectorsArgs } from './connector.list.ts';
import { batteryOfConnector } from './connector.loaders.ts';
import { Connector, ConnectorConnection, ConnectorReading } from './connector.type.ts';
import { stationById } from './station.loaders.ts';
import { Station } from './station.type.ts';

/** `Voltage`, `Voltage/L1`, `SoC@EV` or `Voltage/L1@Inlet`, see `LatestReadings`. */
const QUANTITY = /^([^/@]*)(?:\/([^@]*))?(?:@(.*))?$/;

@Resolver(() => Connector)
export class ConnectorResolver {
  private readonly rows: Rows;

  constructor(@Inject(ROWS) rows: Rows) {
    this.rows = rows;
  }

  @Roles(everyRole)
  @Query(() => ConnectorConnection, always('Connectors of all stations, page by page.'))
  connectors(@Args() { filter, orderBy, ...args }: ConnectorsArgs): Promise<Page<ConnectorRow>> {
    const conditions = conditionsOf(connectorConditions, filter);
    return this.rows.page({ table: connectorsTable, conditions, order: connectorOrders.by[orderBy], args });
  }

  @ResolveField(() => [ConnectorReading], always('The newest value of every quantity that the station measures here.'))
  readings(@Parent() { readings }: ConnectorRow): ConnectorReading[] {
    return Object.entries(readings).map(([quantity, reading]) => {
      const [, measurand = quantity, phase, location = 'Outlet'] = QUANTITY.exec(quantity) ?? [];
      return { measurand, phase, location, ...reading };
    });
  }

  @ResolveField(() => Session, maybe('The session that is charging or parked here now.'))
  currentSession(
    @Parent() { currentSessionId }: ConnectorRow,
    @Context() { loaders }: RequestContext,
  ): Promise<SessionRow | undefined> | undefined {
    return currentSessionId === undefined ? undefined : loaders.load(sessionById, currentSessionId);
  }

  @ResolveField(
    () => Battery,
    maybe('The newest reading of a battery here: of the session that goes on, else the newest there was.'),
  )
  battery(@Parent() connector: ConnectorRow, @Context() { loaders }: RequestContext): Promise<BatteryRow | undefined> {
    return loaders.load(batteryOfConnector, connector);
  }

  @ResolveField(() => Station, maybe('The station it belongs to.'))
  station(@Parent() { stationId }: ConnectorRow, @Context() { loaders }: RequestContext): Promise<StationRow | undefined> {
    return loaders.load(stationById, stationId);
  }
}
