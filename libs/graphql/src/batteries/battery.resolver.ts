import { Args, ArgsType, Context, Field, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Inject } from '@nestjs/common';
import { batteriesTable } from '@wattledger/read-models';
import type { BatteryRow, SessionRow } from '@wattledger/read-models';
import { ROWS, SETTINGS } from '../collaborators.ts';
import { ApiError } from '../errors.ts';
import type { RequestContext } from '../request/context.ts';
import { everyRole, Roles } from '../request/roles.ts';
import { conditionsOf } from '../rows/conditions.ts';
import type { Page } from '../rows/page.ts';
import type { Rows } from '../rows/rows.ts';
import { always, maybe } from '../schema/descriptions.ts';
import { StationNumber } from '../schema/scalars.ts';
import { sessionById } from '../sessions/session.loaders.ts';
import { Session } from '../sessions/session.type.ts';
import type { GraphqlSettings } from '../settings.ts';
import { batteryAt } from '../stations/connector.loaders.ts';
import { BatteriesArgs, batteryConditions, batteryOrders, CurveArgs } from './battery.list.ts';
import { batteryById, curveOf } from './battery.loaders.ts';
import { Battery, BatteryConnection, BatteryCurve, PhaseReading } from './battery.type.ts';
import { thinCurve } from './thin-curve.ts';

@ArgsType()
class WhichBattery {
  @Field(() => ID, maybe('By its own id.'))
  id?: string;

  @Field(() => ID, maybe('That of this session.'))
  sessionId?: string;

  @Field(() => ID, maybe('The newest at this station; name the connector too.'))
  stationId?: string;

  @Field(() => StationNumber, maybe('The EVSE; in OCPP 1.6 the connector.'))
  evseId?: number;

  @Field(() => StationNumber, maybe('The connector; 1 of a 2.x EVSE, the EVSE of a 1.6 station, when absent.'))
  connectorId?: number;
}

@Resolver(() => Battery)
export class BatteryResolver {
  private readonly rows: Rows;
  private readonly maxCurvePoints: number;

  constructor(@Inject(ROWS) rows: Rows, @Inject(SETTINGS) settings: GraphqlSettings) {
    this.rows = rows;
    this.maxCurvePoints = settings.maxCurvePoints;
  }

  @Roles(everyRole)
  @Query(
    () => Battery,
    maybe('A battery: by its id, by its session, or by where it is plugged in. Name exactly one of the three.'),
  )
  async battery(@Args() which: WhichBattery, @Context() { loaders }: RequestContext): Promise<BatteryRow | undefined> {
    const { id, sessionId, stationId, evseId, connectorId } = which;
    const named = [id, sessionId, stationId].filter((each) => each !== undefined && each !== null);
    if (named.length !== 1) throw new ApiError('ARGUMENTS_INVALID', 'Name exactly one of id, sessionId and stationId.');
    if (!stationId) return loaders.load(batteryById, id ?? sessionId ?? '');
    if (!evseId) throw new ApiError('ARGUMENTS_INVALID', 'stationId goes with evseId.');
    return loaders.load(batteryAt, { stationId, evseId, connectorId });
  }

  @Roles(everyRole)
  @Query(() => BatteryConnection, always('Batteries, page by page.'))
  batteries(@Args() { filter, orderBy, ...args }: BatteriesArgs): Promise<Page<BatteryRow>> {
    const conditions = conditionsOf(batteryConditions, filter);
    return this.rows.page({ table: batteriesTable, conditions, order: batteryOrders.by[orderBy], args });
  }

  @ResolveField(() => BatteryCurve, always('How it was charged over time.'))
  async curve(
    @Parent() { batteryId }: BatteryRow,
    @Args() { from, before, maxPoints }: CurveArgs,
    @Context() { loaders }: RequestContext,
  ): Promise<BatteryCurve> {
    if (maxPoints < 2 || maxPoints > this.maxCurvePoints) {
      throw new ApiError('ARGUMENTS_INVALID', `maxPoints is from 2 to ${this.maxCurvePoints}, not ${maxPoints}.`);
    }
    const measured = await loaders.load(curveOf, { batteryId, from, before });
    const points = thinCurve(measured, maxPoints);
    return { points: [...points], measuredPoints: measured.length, thinned: points.length < measured.length };
  }

  @ResolveField(() => [PhaseReading], always('The newest of every phase, where the station measures phases.'))
  phases(@Parent() { phases }: BatteryRow): PhaseReading[] {
    return Object.entries(phases ?? {}).map(([phase, values]) => ({ phase, ...values }));
  }

  @ResolveField(() => Session, maybe('The session in which it is charged.'))
  session(
    @Parent() { sessionId }: BatteryRow,
    @Context() { loaders }: RequestContext,
  ): Promise<SessionRow | undefined> | undefined {
    return sessionId === undefined ? undefined : loaders.load(sessionById, sessionId);
  }
}
