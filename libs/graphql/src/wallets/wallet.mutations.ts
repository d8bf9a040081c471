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
import { CreditChanged, CreditResult } from './wallet.type.ts';

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

  private async change(
    { walletId, amount, currency, reference }: CreditArgs,
    caller: ApiCaller,
    change: (change: CreditChange) => ReturnType<StreamWallets['addCredit']>,
  ): Promise<CreditChanged | UserError> {
    if (!WALLET_ID.test(walletId)) {
      return userErrorOf(refuseRequest('input-invalid', 'The id of a wallet has 1 to 100 letters, digits or one of `.:@+-_`.'));
    }
    const changed = await change({ walletId, amount, currency, reference, by: caller.keyId });
    if (isRefusal(changed)) return userErrorOf(changed);
    return new CreditChanged({ walletId, available: changed.available ?? '0.00', currency: changed.currency ?? currency });
  }
}
