import { Inject } from '@nestjs/common';
import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { messageStatsTable, reservationsTable, variablesTable } from '@wattledger/read-models';
import type { MessageStatsRow, ReservationRow, VariableRow } from '@wattledger/read-models';
import { ROWS } from '../collaborators.ts';
import type { RequestContext } from '../request/context.ts';
import { PersonalData } from '../request/personal-data.ts';
import { everyRole, Roles } from '../request/roles.ts';
import { conditionsOf } from '../rows/conditions.ts';
import type { Page } from '../rows/page.ts';
import type { Rows } from '../rows/rows.ts';
import { always, maybe } from '../schema/descriptions.ts';
import {
  byStation,
  MessageStatisticsArgs,
  reservationConditions,
  ReservationsArgs,
  statisticConditions,
  variableConditions,
  variableOf,
  VariablesArgs,
} from './station-details.list.ts';
import { MessageStatisticConnection, Reservation, ReservationConnection, VariableConnection } from './station-details.type.ts';

@Resolver(() => Reservation)
export class StationDetailsResolver {
  private readonly rows: Rows;
  private readonly personalData: PersonalData;

  constructor(@Inject(ROWS) rows: Rows, personalData: PersonalData) {
    this.rows = rows;
    this.personalData = personalData;
  }

  @Roles(everyRole)
  @Query(() => VariableConnection, always('Configuration variables of a station as it last reported them.'))
  variables(@Args() { stationId, filter, ...args }: VariablesArgs): Promise<Page<VariableRow>> {
    const conditions = [variableOf(stationId), ...conditionsOf(variableConditions, filter)];
    return this.rows.page({ table: variablesTable, conditions, order: byStation, args });
  }

  @Roles(everyRole)
  @Query(() => MessageStatisticConnection, always('How often stations and the platform said what to each other.'))
  messageStatistics(@Args() { filter, ...args }: MessageStatisticsArgs): Promise<Page<MessageStatsRow>> {
    return this.rows.page({
      table: messageStatsTable,
      conditions: conditionsOf(statisticConditions, filter),
      order: byStation,
      args,
    });
  }

  @Roles(everyRole)
  @Query(() => ReservationConnection, always('Reservations as stations last confirmed them.'))
  reservations(@Args() { filter, ...args }: ReservationsArgs): Promise<Page<ReservationRow>> {
    return this.rows.page({
      table: reservationsTable,
      conditions: conditionsOf(reservationConditions, filter),
      order: byStation,
      args,
    });
  }

  @ResolveField(
    () => String,
    maybe('The token it is for; `subject:<pseudonym>` for whoever may not read it, and once its holder was erased.'),
  )
  token(@Parent() { token }: ReservationRow, @Context() { caller }: RequestContext): Promise<string | undefined> {
    return this.personalData.open(token, caller);
  }
}
