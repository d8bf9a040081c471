import { ArgsType, Field, ID, InputType } from '@nestjs/graphql';
import { accountsTable, tokensTable } from '@wattledger/read-models';
import type { AccountRow, TokenRow } from '@wattledger/read-models';
import { columnsIn } from '../rows/conditions.ts';
import type { FilterConditions } from '../rows/conditions.ts';
import { orderings } from '../rows/ordering.ts';
import { maybe } from '../schema/descriptions.ts';
import { PageArgs } from '../schema/page-args.ts';
import { AccountStatusType } from './account.type.ts';
import { TokenStatusType } from './token.type.ts';

@InputType({ description: 'Which accounts are wanted; all that is given must hold.' })
export class AccountFilter {
  @Field(() => [AccountStatusType], maybe('With one of these statuses.'))
  statuses?: AccountRow['status'][];

  @Field(() => Boolean, maybe('Whether it charges on credit that was paid before.'))
  prepaid?: boolean;
}

export const accountConditions: FilterConditions<AccountFilter> = {
  statuses: columnsIn(accountsTable).isIn('status'),
  prepaid: columnsIn(accountsTable).is('prepaid'),
};

export const accountOrders = orderings(accountsTable, 'AccountOrder', {
  OPENED_DESC: { column: 'openedAt', direction: 'desc', description: 'The newest first.' },
  OPENED_ASC: { column: 'openedAt', direction: 'asc', description: 'The oldest first.' },
});
export type AccountOrder = keyof typeof accountOrders.by;

@ArgsType()
export class AccountsArgs extends PageArgs {
  @Field(() => AccountFilter, maybe('Which accounts are wanted.'))
  filter?: AccountFilter;

  @Field(() => accountOrders.type, { defaultValue: 'OPENED_DESC', description: 'In which order.' })
  orderBy!: AccountOrder;
}

@InputType({ description: 'Which tokens are wanted; all that is given must hold.' })
export class TokenFilter {
  @Field(() => [TokenStatusType], maybe('With one of these statuses.'))
  statuses?: TokenRow['status'][];

  @Field(() => [ID], maybe('Of one of these accounts.'))
  accountIds?: string[];

  @Field(() => [String], maybe('Of one of these types.'))
  types?: string[];
}

const tokenColumns = columnsIn(tokensTable);

export const tokenConditions: FilterConditions<TokenFilter> = {
  statuses: tokenColumns.isIn('status'),
  accountIds: tokenColumns.isIn('accountId'),
  types: tokenColumns.isIn('type'),
};

export const tokenOrders = orderings(tokensTable, 'TokenOrder', {
  ISSUED_DESC: { column: 'issuedAt', direction: 'desc', description: 'The newest first.' },
  ISSUED_ASC: { column: 'issuedAt', direction: 'asc', description: 'The oldest first.' },
});
export type TokenOrder = keyof typeof tokenOrders.by;

@ArgsType()
export class TokensArgs extends PageArgs {
  @Field(() => TokenFilter, maybe('Which tokens are wanted.'))
  filter?: TokenFilter;

  @Field(() => tokenOrders.type, { defaultValue: 'ISSUED_DESC', description: 'In which order.' })
  orderBy!: TokenOrder;
}
