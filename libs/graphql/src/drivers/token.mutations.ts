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
import { TokenResult, TokenWritten } from './driver-result.type.ts';
import { detailsIn, flawIn, IssueTokenArgs, TokenInput } from './driver.args.ts';

const tokenId = () => Args('tokenId', { type: () => ID, description: 'The pseudonym of the token.' });

type Outcome = Promise<TokenWritten | UserError>;

/** Tokens, as operators keep them. */
@Resolver()
export class TokenMutations {
  private readonly drivers: Drivers;

  constructor(@Inject(DRIVERS) drivers: Drivers) {
    this.drivers = drivers;
  }

  @Roles(commandingRoles)
  @Mutation(() => TokenResult, { description: 'Makes a token good.' })
  async issueToken(@Args() { token, type, details }: IssueTokenArgs, @Caller() { keyId }: ApiCaller): Outcome {
    const flaw = flawIn(details);
    if (flaw) return userErrorOf(flaw);
    const issued = await this.drivers.tokens.issue({ ...detailsIn(details), token, tokenType: type }, keyId);
    return isRefusal(issued) ? userErrorOf(issued) : new TokenWritten(issued.tokenId);
  }

  @Roles(commandingRoles)
  @Mutation(() => TokenResult, { description: 'Changes what is known of a token.' })
  async changeToken(
    @tokenId() id: string,
    @Args('changes', { type: () => TokenInput, description: 'What changes.' }) changes: TokenInput,
    @Caller() { keyId }: ApiCaller,
  ): Outcome {
    return outcome(id, flawIn(changes) ?? (await this.drivers.tokens.change(id, detailsIn(changes), keyId)));
  }

  @Roles(commandingRoles)
  @Mutation(() => TokenResult, { description: 'Makes a token good for nothing, for now.' })
  async blockToken(
    @tokenId() id: string,
    @Args('reason', { type: () => String, nullable: true, description: 'Why, for whoever reads the history.' })
    reason: string | null | undefined,
    @Caller() { keyId }: ApiCaller,
  ): Outcome {
    return outcome(id, await this.drivers.tokens.block(id, reason ?? undefined, keyId));
  }

  @Roles(commandingRoles)
  @Mutation(() => TokenResult, { description: 'Makes a blocked token good again.' })
  async unblockToken(@tokenId() id: string, @Caller() { keyId }: ApiCaller): Outcome {
    return outcome(id, await this.drivers.tokens.unblock(id, keyId));
  }

  @Roles(commandingRoles)
  @Mutation(() => TokenResult, { description: 'Makes a token good for nothing; it may be issued anew.' })
  async revokeToken(@tokenId() id: string, @Caller() { keyId }: ApiCaller): Outcome {
    return outcome(id, await this.drivers.tokens.revoke(id, keyId));
  }
}

const outcome = (id: string, refusal: Refusal | undefined): TokenWritten | UserError =>
  refusal ? userErrorOf(refusal) : new TokenWritten(id);
