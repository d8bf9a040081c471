import { createUnionType, Field, ID, ObjectType } from '@nestjs/graphql';
import { DriverRefusal, InvalidInput } from '../schema/user-errors.type.ts';

@ObjectType({ description: 'The account is as was asked.' })
export class AccountWritten {
  @Field(() => ID, { description: 'Its id.' })
  accountId!: string;

  constructor(accountId: string) {
    this.accountId = accountId;
  }
}

@ObjectType({ description: 'The token is as was asked.' })
export class TokenWritten {
  @Field(() => ID, { description: 'Its pseudonym.' })
  tokenId!: string;

  constructor(tokenId: string) {
    this.tokenId = tokenId;
  }
}

export const AccountResult = createUnionType({
  name: 'AccountResult',
  description: 'What comes of changing an account.',
  types: () => [AccountWritten, DriverRefusal, InvalidInput] as const,
});

export const TokenResult = createUnionType({
  name: 'TokenResult',
  description: 'What comes of changing a token.',
  types: () => [TokenWritten, DriverRefusal, InvalidInput] as const,
});
