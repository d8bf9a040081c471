import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, ID, Mutation, Resolver } from '@nestjs/graphql';
import type { ApiCaller, StreamWallets } from '@wattledger/access';
import type { CreditChange } from '@wattledger/charging';
import { isRefusal } from '@wattledger/kernel';
import { WALLETS } from '../collaborators.ts';
import { refuseRequest } from '../errors.ts';
import { Caller } from '../request/caller.ts';
import { commandingRoles, Roles } from '../request/roles.ts';
import { always } from '../schema/descriptions.ts';
import { userErrorOf } from '../schema/user-errors.type.ts';
import type { UserError } from '../schema/user-errors.type.ts';
import { CreditChanged, CreditResult, WalletReleaseResult, WalletSessionReleased } from './wallet.type.ts';

const WALLET_ID = /^[\w.:@+-]{1,100}$/;

@ArgsType()
class CreditArgs {
  @Field(() => ID, always('The account, or the pseudonym of a token without one.'))
  walletId!: string;

  @Field(() => String, always('Decimal text above zero, such as `25.00`.'))
  amount!: string;

  @Field(() => String, always('ISO 4217. A wallet is kept in the currency of its first credit.'))
  currency!: string;

  @Field(() => String, always('Names the payment, such as its number: the same one counts once.'))
  reference!: string;
}

/** Credit that is paid in, and paid back. */
@Resolver()
export class WalletMutations {
  private readonly wallets: StreamWallets;

  constructor(@Inject(WALLETS) wallets: StreamWallets) {
    this.wallets = wallets;
  }

  @Roles(commandingRoles)
  @Mutation(() => CreditResult, always('Adds credit to a wallet.'))
  addCredit(@Args() args: CreditArgs, @Caller() caller: ApiCaller): Promise<CreditChanged | UserError> {
    return this.change(args, caller, (change) => this.wallets.addCredit(change));
  }

  @Roles(commandingRoles)
  @Mutation(() => CreditResult, always('Takes credit out of a wallet, as far as no running session has reserved it.'))
  withdrawCredit(@Args() args: CreditArgs, @Caller() caller: ApiCaller): Promise<CreditChanged | UserError> {
    return this.change(args, caller, (change) => this.wallets.withdraw(change));
  }

  @Roles(commandingRoles)
  @Mutation(
    () => WalletReleaseResult,
    always(
      'Frees what a session has reserved whose station tells of no end. Should its price come after all, it is charged then.',
    ),
  )
  async releaseWalletSession(
    @Args('walletId', { type: () => ID, description: 'The account, or the pseudonym of a token without one.' }) walletId: string,
    @Args('sessionId', { type: () => ID, description: 'One of its `openSessions`.' }) sessionId: string,
    @Caller() caller: ApiCaller,
  ): Promise<WalletSessionReleased | UserError> {
    const released = await this.wallets.release(walletId, sessionId, caller.keyId);
    if (isRefusal(released)) return userErrorOf(released);
    return new WalletSessionReleased({ walletId, sessionId, available: released.available, currency: released.currency });
  }

  private async change(
    { walletId, amount, currency, reference }: CreditArgs,
    caller: ApiCaller,
    change: (change: CreditChange) => ReturnType<StreamWallets['addCredit']>,
  ): Promise<CreditChanged | UserError> {
    if (!WALLET_ID.test(walletId)) {
      return userErrorOf(refuseRequest('input-invalid', 'The id of a wallet has 1 to 100 letters, digits or one of `.:@+-_`.'));
    }
    const moved = await change({ walletId, amount, currency, reference, by: caller.keyId });
    if (isRefusal(moved)) return userErrorOf(moved);
    return new CreditChanged({ walletId, available: moved.available ?? '0.00', currency: moved.currency ?? currency });
  }
}
