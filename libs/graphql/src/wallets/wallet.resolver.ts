import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { walletMovementsTable, walletsTable } from '@wattledger/read-models';
import type { WalletMovementKind, WalletMovementRow, WalletRow } from '@wattledger/read-models';
import { ROWS } from '../collaborators.ts';
import { everyRole, Roles } from '../request/roles.ts';
import { columnsIn } from '../rows/conditions.ts';
import { orderings } from '../rows/ordering.ts';
import type { Page } from '../rows/page.ts';
import type { Rows } from '../rows/rows.ts';
import { always, maybe } from '../schema/descriptions.ts';
import { PageArgs } from '../schema/page-args.ts';
import { Wallet, WalletMovementConnection, WalletMovementKindType } from './wallet.type.ts';

const { is, isIn } = columnsIn(walletMovementsTable);

const movementOrders = orderings(walletMovementsTable, 'WalletMovementOrder', {
  NEWEST_FIRST: { column: 'revision', direction: 'desc', description: 'The newest first.' },
  OLDEST_FIRST: { column: 'revision', direction: 'asc', description: 'The oldest first.' },
});

@ArgsType()
class WalletMovementsArgs extends PageArgs {
  @Field(() => [WalletMovementKindType], maybe('Of one of these kinds.'))
  kinds?: WalletMovementKind[];

  @Field(() => ID, maybe('About this session.'))
  sessionId?: string;

  @Field(() => movementOrders.type, { defaultValue: 'NEWEST_FIRST', description: 'In which order.' })
  orderBy!: keyof typeof movementOrders.by;
}

@Resolver(() => Wallet)
export class WalletResolver {
  private readonly rows: Rows;

  constructor(@Inject(ROWS) rows: Rows) {
    this.rows = rows;
  }

  @Roles(everyRole)
  @Query(() => Wallet, maybe('The wallet of an account, or of a token without one; nothing where it was never moved.'))
  wallet(@Args('id', { type: () => ID, description: 'Its id.' }) id: string): Promise<WalletRow | undefined> {
    return this.rows.withKey(walletsTable, [id]);
  }

  @ResolveField(() => WalletMovementConnection, always('What happened to it, page by page.'))
  movements(
    @Parent() { walletId }: WalletRow,
    @Args() { kinds, sessionId, orderBy, ...args }: WalletMovementsArgs,
  ): Promise<Page<WalletMovementRow>> {
    const conditions = [
      is('walletId')(walletId),
      ...(kinds ? [isIn('kind')(kinds)] : []),
      ...(sessionId ? [is('sessionId')(sessionId)] : []),
    ];
    return this.rows.page({ table: walletMovementsTable, conditions, order: movementOrders.by[orderBy], args });
  }
}
