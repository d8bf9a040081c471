import { Inject } from '@nestjs/common';
import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Drivers } from '@wattledger/access';
import { tokensTable } from '@wattledger/read-models';
import type { TokenRow } from '@wattledger/read-models';
import { DRIVERS, ROWS } from '../collaborators.ts';
import type { RequestContext } from '../request/context.ts';
import { PersonalData } from '../request/personal-data.ts';
import { everyRole, personalDataReaders, Roles } from '../request/roles.ts';
import { conditionsOf } from '../rows/conditions.ts';
import type { Page } from '../rows/page.ts';
import type { Rows } from '../rows/rows.ts';
import { always, maybe } from '../schema/descriptions.ts';
import { TokenSubjectArgs } from './driver.args.ts';
import { tokenConditions, tokenOrders, TokensArgs } from './driver.list.ts';
import { Token, TokenConnection } from './token.type.ts';

const SEALED = '`subject:<pseudonym>` for whoever may not read it, and once its holder was erased.';

@Resolver(() => Token)
export class TokenResolver {
  private readonly rows: Rows;
  private readonly drivers: Drivers;
  private readonly personalData: PersonalData;

  constructor(@Inject(ROWS) rows: Rows, @Inject(DRIVERS) drivers: Drivers, personalData: PersonalData) {
    this.rows = rows;
    this.drivers = drivers;
    this.personalData = personalData;
  }

  @Roles(everyRole)
  @Query(() => TokenConnection, always('Tokens that were issued, page by page.'))
  tokens(@Args() { filter, orderBy, ...args }: TokensArgs): Promise<Page<TokenRow>> {
    const conditions = conditionsOf(tokenConditions, filter);
    return this.rows.page({ table: tokensTable, conditions, order: tokenOrders.by[orderBy], args });
  }

  @Roles(everyRole)
  @Query(() => Token, maybe('One token.'))
  token(@Args('id', { type: () => ID, description: 'Its pseudonym.' }) id: string): Promise<TokenRow | undefined> {
    return this.rows.withKey(tokensTable, [id]);
  }

  /** Tokens are kept under pseudonyms, so whoever stands before a driver with a card in hand has to learn its pseudonym first. */
  @Roles(personalDataReaders)
  @Query(
    () => ID,
    always('The pseudonym of a token, whether it was issued or not: its `id`, and what filters take as `tokenSubject`.'),
  )
  tokenSubject(@Args() { token, type }: TokenSubjectArgs): string {
    return this.drivers.tokens.tokenIdOf(token, type);
  }

  @ResolveField(() => String, { name: 'token', ...always(`The token itself; ${SEALED}`) })
  tokenText(@Parent() { token }: TokenRow, @Context() { caller }: RequestContext): Promise<string> {
    return this.personalData.open(token, caller);
  }

  @ResolveField(() => String, maybe(`1.6 \`parentIdTag\`, 2.x \`groupIdToken\`; ${SEALED}`))
  groupToken(@Parent() { groupToken }: TokenRow, @Context() { caller }: RequestContext): Promise<string | undefined> {
    return this.personalData.open(groupToken, caller);
  }
}
