import { Inject } from '@nestjs/common';
import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { stationStream } from '@wattledger/charging';
import { sessionsTable } from '@wattledger/read-models';
import type { BatteryRow, SessionRow, StationRow } from '@wattledger/read-models';
import { batteryById } from '../batteries/battery.loaders.ts';
import { Battery } from '../batteries/battery.type.ts';
import { ROWS } from '../collaborators.ts';
import { EventReader } from '../events/event-reader.ts';
import { Event } from '../events/event.type.ts';
import { costs, EXCHANGE_COST } from '../limits/costs.ts';
import type { RequestContext } from '../request/context.ts';
import { PersonalData } from '../request/personal-data.ts';
import { everyRole, Roles } from '../request/roles.ts';
import { conditionsOf } from '../rows/conditions.ts';
import type { Page } from '../rows/page.ts';
import type { Rows } from '../rows/rows.ts';
import { always, maybe } from '../schema/descriptions.ts';
import { stationById } from '../stations/station.loaders.ts';
import { Station } from '../stations/station.type.ts';
import { sessionConditions, sessionOrders, SessionsArgs } from './session.list.ts';
import { sessionById } from './session.loaders.ts';
import { Session, SessionConnection } from './session.type.ts';

@Resolver(() => Session)
export class SessionResolver {
  private readonly rows: Rows;
  private readonly eventReader: EventReader;
  private readonly personalData: PersonalData;

  constructor(@Inject(ROWS) rows: Rows, eventReader: EventReader, personalData: PersonalData) {
    this.rows = rows;
    this.eventReader = eventReader;
    this.personalData = personalData;
  }

  @Roles(everyRole)
  @Query(() => SessionConnection, always('Charging sessions, page by page.'))
  sessions(@Args() { filter, orderBy, ...args }: SessionsArgs): Promise<Page<SessionRow>> {
    const conditions = conditionsOf(sessionConditions, filter);
    return this.rows.page({ table: sessionsTable, conditions, order: sessionOrders.by[orderBy], args });
  }

  @Roles(everyRole)
  @Query(() => Session, maybe('One charging session.'))
  session(
    @Args('id', { type: () => ID, description: '`<stationId>:<transactionId>`.' }) id: string,
    @Context() { loaders }: RequestContext,
  ): Promise<SessionRow | undefined> {
    return loaders.load(sessionById, id);
  }

  @ResolveField(
    () => String,
    maybe('The token it was started with; `subject:<pseudonym>` for whoever may not read it, and once its holder was erased.'),
  )
  token(@Parent() { token }: SessionRow, @Context() { caller }: RequestContext): Promise<string | undefined> {
    return this.personalData.open(token, caller);
  }

  @ResolveField(() => String, maybe('The token it was stopped with, as `token`.'))
  stopToken(@Parent() { stopToken }: SessionRow, @Context() { caller }: RequestContext): Promise<string | undefined> {
    return this.personalData.open(stopToken, caller);
  }

  @ResolveField(() => Station, maybe('Where it takes place.'))
  station(@Parent() { stationId }: SessionRow, @Context() { loaders }: RequestContext): Promise<StationRow | undefined> {
    return loaders.load(stationById, stationId);
  }

  @ResolveField(() => Battery, maybe('The battery that is charged, where the station tells of it; `curve` shows how.'))
  battery(@Parent() { sessionId }: SessionRow, @Context() { loaders }: RequestContext): Promise<BatteryRow | undefined> {
    return loaders.load(batteryById, sessionId);
  }

  @costs(EXCHANGE_COST)
  @ResolveField(
    () => [Event],
    always(
      'The events that prove its start and its end: what the station said, what was decided (who may charge, what it costs, with every vote), and what was answered.',
    ),
  )
  events(@Parent() { stationId, startRevision, endRevision }: SessionRow): Promise<Event[]> {
    const revisions = [startRevision, endRevision].filter((revision) => revision !== undefined);
    return this.eventReader.exchangesAt(stationStream(stationId), revisions);
  }
}
