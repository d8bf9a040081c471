import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, ID, InputType, Query, Resolver } from '@nestjs/graphql';
import { tariffAssignmentsTable, tariffsTable } from '@wattledger/read-models';
import type { TariffAssignmentRow, TariffRow } from '@wattledger/read-models';
import { sql } from 'kysely';
import { ROWS } from '../collaborators.ts';
import { everyRole, Roles } from '../request/roles.ts';
import { columnsIn, conditionsOf } from '../rows/conditions.ts';
import type { FilterConditions } from '../rows/conditions.ts';
import { orderings } from '../rows/ordering.ts';
import type { Page } from '../rows/page.ts';
import type { Rows } from '../rows/rows.ts';
import { always, maybe } from '../schema/descriptions.ts';
import { PageArgs } from '../schema/page-args.ts';
import { Tariff, TariffAssignment, TariffConnection } from './tariff.type.ts';

@InputType({ description: 'Which tariffs are wanted; all that is given must hold.' })
class TariffFilter {
  @Field(maybe('Priced by this plugin.'))
  plugin?: string;

  @Field(() => Boolean, maybe('Whether it was retired.'))
  retired?: boolean;
}

const tariffConditions: FilterConditions<TariffFilter> = {
  plugin: columnsIn(tariffsTable).is('plugin'),
  retired: (retired) => (retired ? sql`${sql.ref('retiredAt')} is not null` : sql`${sql.ref('retiredAt')} is null`),
};

const tariffOrders = orderings(tariffsTable, 'TariffOrder', {
  CREATED_DESC: { column: 'createdAt', direction: 'desc', description: 'The newest first.' },
  NAME_ASC: { column: 'name', direction: 'asc', description: 'By name.' },
});

@ArgsType()
class TariffsArgs extends PageArgs {
  @Field(() => TariffFilter, maybe('Which tariffs are wanted.'))
  filter?: TariffFilter;

  @Field(() => tariffOrders.type, { defaultValue: 'CREATED_DESC', description: 'In which order.' })
  orderBy!: keyof typeof tariffOrders.by;
}

@Resolver(() => Tariff)
export class TariffResolver {
  private readonly rows: Rows;

  constructor(@Inject(ROWS) rows: Rows) {
    this.rows = rows;
  }

  @Roles(everyRole)
  @Query(() => TariffConnection, always('Tariffs with all their versions, page by page.'))
  tariffs(@Args() { filter, orderBy, ...args }: TariffsArgs): Promise<Page<TariffRow>> {
    const conditions = conditionsOf(tariffConditions, filter);
    return this.rows.page({ table: tariffsTable, conditions, order: tariffOrders.by[orderBy], args });
  }

  @Roles(everyRole)
  @Query(() => Tariff, maybe('One tariff.'))
  tariff(@Args('id', { type: () => ID, description: 'Its id.' }) id: string): Promise<TariffRow | undefined> {
    return this.rows.withKey(tariffsTable, [id]);
  }

  @Roles(everyRole)
  @Query(() => [TariffAssignment], always('Who pays which tariff.'))
  tariffAssignments(): Promise<TariffAssignmentRow[]> {
    return this.rows.where(tariffAssignmentsTable);
  }
}
