import { Inject } from '@nestjs/common';
import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { settingSyncStream, stationStream } from '@wattledger/charging';
import type { Json } from '@wattledger/kernel';
import { decisionsTable } from '@wattledger/read-models';
import type { DecisionRow, SessionRow, StationRow } from '@wattledger/read-models';
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
import { JsonScalar } from '../schema/scalars.ts';
import { sessionById } from '../sessions/session.loaders.ts';
import { Session } from '../sessions/session.type.ts';
import { stationById } from '../stations/station.loaders.ts';
import { Station } from '../stations/station.type.ts';
import { decisionConditions, decisionOrders, DecisionsArgs } from './decision.list.ts';
import { decisionById, decisionsOfSession } from './decision.loaders.ts';
import { Decision, DecisionConnection, shownVote, VoteType } from './decision.type.ts';

/** So many events that a decision was based on are shown. */
const MOST_BASIS = 10;

/** Why was this driver refused, and why did this session cost that? */
@Resolver(() => Decision)
export class DecisionResolver {
  private readonly rows: Rows;
  private readonly eventReader: EventReader;
  private readonly personalData: PersonalData;

  constructor(@Inject(ROWS) rows: Rows, eventReader: EventReader, personalData: PersonalData) {
    this.rows = rows;
    this.eventReader = eventReader;
    this.personalData = personalData;
  }

  @Roles(everyRole)
  @Query(() => DecisionConnection, always('What was decided, with every vote and its reason, page by page.'))
  decisions(@Args() { filter, orderBy, ...args }: DecisionsArgs): Promise<Page<DecisionRow>> {
    const conditions = conditionsOf(decisionConditions, filter);
    return this.rows.page({ table: decisionsTable, conditions, order: decisionOrders.by[orderBy], args });
  }

  @Roles(everyRole)
  @Query(() => Decision, maybe('One decision.'))
  decision(
    @Args('id', { type: () => ID, description: 'Of the event that recorded it.' }) id: string,
    @Context() { loaders }: RequestContext,
  ): Promise<DecisionRow | undefined> {
    return loaders.load(decisionById, id);
  }

  @ResolveField(() => [VoteType], always('What every plugin said, in the order in which their votes count.'))
  votes(@Parent() { votes }: DecisionRow): VoteType[] {
    return votes.map(shownVote);
  }

  @ResolveField(() => String, maybe('The token that was shown; `subject:<pseudonym>` for whoever may not read it.'))
  token(@Parent() { token }: DecisionRow, @Context() { caller }: RequestContext): Promise<string | undefined> {
    return this.personalData.open(token, caller);
  }

  @ResolveField(() => JsonScalar, always('What was decided in full; lines and periods of a price are in its event.'))
  answer(@Parent() { answer }: DecisionRow, @Context() { caller }: RequestContext): Promise<Json> {
    return this.personalData.open(answer, caller);
  }

  @ResolveField(() => JsonScalar, maybe('What was known of the driver when it was asked: token, account, credit ...'))
  considered(@Parent() { considered }: DecisionRow, @Context() { caller }: RequestContext): Promise<Json | undefined> {
    return this.personalData.open(considered, caller);
  }

  @costs(EXCHANGE_COST)
  @ResolveField(() => [Event], always('What the station said, what was decided, and what was answered.'))
  events(@Parent() { stationId, revision, point }: DecisionRow): Promise<Event[]> {
    const streamOf = point === 'translateSettings' ? settingSyncStream : stationStream;
    return this.eventReader.exchangesAt(streamOf(stationId), [revision]);
  }

  @costs(EXCHANGE_COST)
  @ResolveField(
    () => [Event],
    always('The events that say what was known of the driver: the newest of each stream that was looked at.'),
  )
  async basis(@Parent() { basis = [] }: DecisionRow): Promise<Event[]> {
    const found = basis.slice(0, MOST_BASIS).map(({ stream, revision }) => this.eventReader.one(stream, revision));
    return (await Promise.all(found)).filter((event) => event !== undefined);
  }

  @ResolveField(() => Station, maybe('Where it was decided.'))
  station(@Parent() { stationId }: DecisionRow, @Context() { loaders }: RequestContext): Promise<StationRow | undefined> {
    return loaders.load(stationById, stationId);
  }

  @ResolveField(() => Session, maybe('The session it is about.'))
  async session(@Parent() { sessionId }: DecisionRow, @Context() { loaders }: RequestContext): Promise<SessionRow | undefined> {
    return sessionId === undefined ? undefined : loaders.load(sessionById, sessionId);
  }
}

/** What was decided about a session. */
@Resolver(() => Session)
export class SessionDecisionsResolver {
  @ResolveField(
    () => [Decision],
    always('What was decided about it, in order: whether it may run, what ended it, what it costs, with every vote.'),
  )
  decisions(@Parent() { sessionId }: SessionRow, @Context() { loaders }: RequestContext): Promise<readonly DecisionRow[]> {
    return loaders.load(decisionsOfSession, sessionId);
  }
}
