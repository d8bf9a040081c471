import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import type { ApiCaller, Drivers } from '@wattledger/access';
import { isRefusal } from '@wattledger/kernel';
import type { Refusal } from '@wattledger/kernel';
import { DRIVERS } from '../collaborators.ts';
import { Caller } from '../request/caller.ts';
import { commandingRoles, Roles } from '../request/roles.ts';
import { userErrorOf } from '../schema/user-errors.type.ts';
import type { UserError } from '../schema/user-errors.type.ts';
import { AccountResult, AccountWritten } from './driver-result.type.ts';
import { AccountInput, detailsIn, flawIn, OpenAccountArgs } from './driver.args.ts';

const accountId = () => Args('accountId', { type: () => ID, description: 'The account.' });
const text = (name: string, description: string) => ({ name, type: () => String, description });

type Outcome = Promise<AccountWritten | UserError>;

/** Drivers' accounts, as operators keep them. What is secret goes in and never comes back. */
@Resolver()
export class AccountMutations {
  private readonly drivers: Drivers;

  constructor(@Inject(DRIVERS) drivers: Drivers) {
    this.drivers = drivers;
  }

  @Roles(commandingRoles)
  @Mutation(() => AccountResult, { description: 'Opens an account for a driver.' })
  async openAccount(@Args() { userName, password, details }: OpenAccountArgs, @Caller() { keyId }: ApiCaller): Outcome {
    const flaw = flawIn(details);
    if (flaw) return userErrorOf(flaw);
    const request = { ...detailsIn(details), userName, ...(typeof password === 'string' && { password }) };
    const opened = await this.drivers.accounts.open(request, keyId);
    return isRefusal(opened) ? userErrorOf(opened) : new AccountWritten(opened.accountId);
  }

  @Roles(commandingRoles)
  @Mutation(() => AccountResult, { description: 'Changes what is known of an account.' })
  async changeAccount(
    @accountId() id: string,
    @Args('changes', { type: () => AccountInput, description: 'What changes.' }) changes: AccountInput,
    @Caller() { keyId }: ApiCaller,
  ): Outcome {
    const refusal = flawIn(changes) ?? (await this.drivers.accounts.change(id, detailsIn(changes), keyId));
    return outcome(id, refusal);
  }

  @Roles(commandingRoles)
  @Mutation(() => AccountResult, { description: 'Keeps a driver from charging and logging in, for now.' })
  async blockAccount(
    @accountId() id: string,
    @Args({ ...text('reason', 'Why, for whoever reads the history.'), nullable: true }) reason: string | null | undefined,
    @Caller() { keyId }: ApiCaller,
  ): Outcome {
    return outcome(id, await this.drivers.accounts.block(id, reason ?? undefined, keyId));
  }

  @Roles(commandingRoles)
  @Mutation(() => AccountResult, { description: 'Lets a driver charge again.' })
  async unblockAccount(@accountId() id: string, @Caller() { keyId }: ApiCaller): Outcome {
    return outcome(id, await this.drivers.accounts.unblock(id, keyId));
  }

  @Roles(commandingRoles)
  @Mutation(() => AccountResult, { description: 'Closes an account for good. Its user name and PIN are free again.' })
  async closeAccount(@accountId() id: string, @Caller() { keyId }: ApiCaller): Outcome {
    return outcome(id, await this.drivers.accounts.close(id, keyId));
  }

  @Roles(commandingRoles)
  @Mutation(() => AccountResult, { description: 'Sets or resets a password. Every log-in of the account ends.' })
  async setAccountPassword(
    @accountId() id: string,
    @Args(text('password', 'Of 10 to 128 characters. It is hashed, and never comes back.')) password: string,
    @Caller() { keyId }: ApiCaller,
  ): Outcome {
    return outcome(id, await this.drivers.accounts.setPassword(id, password, keyId));
  }

  @Roles(commandingRoles)
  @Mutation(() => AccountResult, { description: 'Sets or replaces a PIN, which drivers type at stations (`KeyCode`).' })
  async setAccountPin(
    @accountId() id: string,
    @Args(text('pin', 'Of 6 to 20 digits or letters. It is hashed, and never comes back.')) pin: string,
    @Caller() { keyId }: ApiCaller,
  ): Outcome {
    return outcome(id, await this.drivers.accounts.setPin(id, pin, keyId));
  }
}

const outcome = (id: string, refusal: Refusal | undefined): AccountWritten | UserError =>
  refusal ? userErrorOf(refusal) : new AccountWritten(id);
