import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { TokenRow } from '@wattledger/read-models';
import { connectionOf } from '../schema/connection-type.ts';
import { always, maybe } from '../schema/descriptions.ts';
import { enumType } from '../schema/enum-type.ts';
import type { Shown } from '../schema/shown.ts';
import { DateTime } from '../schema/scalars.ts';

export const TokenStatusType = enumType<TokenRow['status']>('TokenStatus', 'Whether a token is good.', {
  active: 'Good, within its other bounds.',
  blocked: 'Good for nothing for now.',
  revoked: 'Good for nothing any more; it may be issued anew.',
});

@ObjectType({ description: 'Where a token may be used: where any of these holds.' })
export class TokenPlaces {
  @Field(() => [ID], maybe('At these stations.'))
  stationIds?: readonly string[];

  @Field(() => [ID], maybe('At these sites.'))
  siteIds?: readonly string[];

  @Field(() => [String], maybe('At stations of these groups.'))
  groups?: readonly string[];
}

@ObjectType({ description: 'A token that was issued: a card, a fob, a contract.' })
export class Token implements Shown<TokenRow, keyof Token> {
  @Field(() => ID, { name: 'id', ...always('A pseudonym: equal for equal tokens; `Session.tokenSubject` shows the same.') })
  tokenId!: string;

  @Field(always('OCPP 2.x `IdTokenType`, such as `ISO14443`.'))
  type!: string;

  @Field(() => TokenStatusType, always('Whether it is good.'))
  status!: TokenRow['status'];

  @Field(maybe('What it is called.'))
  label?: string;

  @Field(() => ID, maybe('Whose account it belongs to.'))
  accountId?: string;

  @Field(() => DateTime, maybe('From then on it is good no more.'))
  expiresAt?: string;

  @Field(maybe('RFC 5646 tag of the language that stations are asked to show.'))
  language?: string;

  @Field(maybe('The tariff of its holder; absent: that of the account.'))
  tariffId?: string;

  @Field(() => Int, maybe('How many sessions may run at once; absent: as the account says.'))
  concurrentSessions?: number;

  @Field(() => TokenPlaces, maybe('Where it may be used; absent: anywhere.'))
  allowedAt?: TokenPlaces;

  @Field(always('A master pass: stops any session and starts none.'))
  masterPass!: boolean;

  @Field(always('The API key that issued it.'))
  issuedBy!: string;

  @Field(() => DateTime, always('When it was issued.'))
  issuedAt!: string;

  @Field(() => DateTime, always('When it was changed last.'))
  updatedAt!: string;

  /** Opened by its resolver for those who may read them. */
  token!: string;
  groupToken?: string;
}

export const TokenConnection = connectionOf(Token, 'tokens', 'counted');
