import { Inject } from '@nestjs/common';
import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Drivers } from '@wattledger/access';
import { accountsTable } from '@wattledger/read-models';
import type { AccountRow } from '@wattledger/read-models';
import { DRIVERS, ROWS } from '../collaborators.ts';
import type { RequestContext } from '../request/context.ts';
import { PersonalData } from '../request/personal-data.ts';
import { everyRole, personalDataReaders, Roles } from '../request/roles.ts';
import { conditionsOf } from '../rows/conditions.ts';
import type { Page } from '../rows/page.ts';
import type { Rows } from '../rows/rows.ts';
import { always, maybe } from '../schema/descriptions.ts';
import { Account, AccountConnection } from './account.type.ts';
import { accountConditions, accountOrders, AccountsArgs } from './driver.list.ts';

const SEALED = '`subject:<pseudonym>` for whoever may not read it, and once its holder was erased.';

@Resolver(() => Account)
export class AccountResolver {
  private readonly rows: Rows;
  private readonly drivers: Drivers;
  private readonly personalData: PersonalData;

  constructor(@Inject(ROWS) rows: Rows, @Inject(DRIVERS) drivers: Drivers, personalData: PersonalData) {
    this.rows = rows;
    this.drivers = drivers;
    this.personalData = personalData;
  }

  @Roles(everyRole)
  @Query(() => AccountConnection, always("Drivers' accounts, page by page."))
  accounts(@Args() { filter, orderBy, ...args }: AccountsArgs): Promise<Page<AccountRow>> {
    const conditions = conditionsOf(accountConditions, filter);
    return this.rows.page({ table: accountsTable, conditions, order: accountOrders.by[orderBy], args });
  }

  @Roles(everyRole)
  @Query(() => Account, maybe('One account.'))
  account(@Args('id', { type: () => ID, description: 'Its id.' }) id: string): Promise<AccountRow | undefined> {
    return this.rows.withKey(accountsTable, [id]);
  }

  @Roles(personalDataReaders)
  @Query(() => Account, maybe('The account of a user name.'))
  async accountOf(
    @Args('userName', { description: 'What its driver logs in with; case does not count.' }) userName: string,
  ): Promise<AccountRow | undefined> {
    const id = await this.drivers.accounts.idOf(userName);
    return id === undefined ? undefined : this.rows.withKey(accountsTable, [id]);
  }

  @ResolveField(() => String, always(`What its driver logs in with; ${SEALED}`))
  userName(@Parent() { userName }: AccountRow, @Context() { caller }: RequestContext): Promise<string> {
    return this.personalData.open(userName, caller);
  }

  @ResolveField(() => String, maybe(`What its driver is called; ${SEALED}`))
  name(@Parent() { name }: AccountRow, @Context() { caller }: RequestContext): Promise<string | undefined> {
    return this.personalData.open(name, caller);
  }

  @ResolveField(() => String, maybe(`Who shares it may stop each other's sessions; ${SEALED}`))
  groupToken(@Parent() { groupToken }: AccountRow, @Context() { caller }: RequestContext): Promise<string | undefined> {
    return this.personalData.open(groupToken, caller);
  }
}
