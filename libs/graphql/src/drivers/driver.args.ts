import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';

import type { AccountDetails, TokenDetails, TokenType } from '@wattledger/charging';
import type { Refusal } from '@wattledger/kernel';
import { refuseRequest } from '../errors.ts';
import { always, maybe } from '../schema/descriptions.ts';
import { enumType } from '../schema/enum-type.ts';
import { DateTime } from '../schema/scalars.ts';

export const TokenTypeType = enumType<TokenType>('TokenType', 'OCPP 2.x `IdTokenType`.', {
  ISO14443: 'RFID of ISO 14443: most cards.',
  ISO15693: 'RFID of ISO 15693.',
  Central: 'Made by a central system.',
  Local: 'Made by a station.',
  MacAddress: 'The address of a car.',
  eMAID: 'A contract (ISO 15118).',
  EVCCID: 'The id of a car (ISO 15118).',
  VIN: 'The number of a car.',
  DirectPayment: 'A payment card.',
});

@InputType({ description: 'What is said of an account. What is left out stays as it is; `null` takes back what was said.' })
export class AccountInput implements AccountDetails {
  @Field(() => String, maybe('What its driver is called.'))
  name?: string | null;

  @Field(() => String, maybe("Who shares it may stop each other's sessions."))
  groupToken?: string | null;

  @Field(() => String, maybe('RFC 5646 tag of the language that stations are asked to show.'))
  language?: string | null;

  @Field(() => ID, maybe('The tariff of its driver.'))
  tariffId?: string | null;

  @Field(() => Int, maybe('How many sessions may run at once.'))
  concurrentSessions?: number | null;

  @Field(() => Boolean, maybe('Charges on credit that was paid before.'))
  prepaid?: boolean;
}

@InputType({ description: 'Where a token may be used: where any of these holds.' })
export class TokenPlacesInput {
  @Field(() => [ID], maybe('At these stations.'))
  stationIds?: string[];

  @Field(() => [ID], maybe('At these sites.'))
  siteIds?: string[];

  @Field(() => [String], maybe('At stations of these groups.'))
  groups?: string[];
}

@InputType({ description: 'What is said of a token. What is left out stays as it is; `null` takes back what was said.' })
export class TokenInput implements TokenDetails {
  @Field(() => ID, maybe('Whose account it belongs to.'))
  accountId?: string | null;

  @Field(() => DateTime, maybe('From then on it is good no more.'))
  expiresAt?: string | null;

  @Field(() => String, maybe('1.6 `parentIdTag`, 2.x `groupIdToken`.'))
  groupToken?: string | null;

  @Field(() => String, maybe('RFC 5646 tag of the language that stations are asked to show.'))
  language?: string | null;

  @Field(() => Int, maybe('How many sessions may run at once.'))
  concurrentSessions?: number | null;

  @Field(() => ID, maybe('The tariff of its holder.'))
  tariffId?: string | null;

  @Field(() => TokenPlacesInput, maybe('Where it may be used.'))
  allowedAt?: TokenPlacesInput | null;

  @Field(() => Boolean, maybe('A master pass: stops any session and starts none.'))
  masterPass?: boolean;

  @Field(() => String, maybe('What it is called.'))
  label?: string | null;
}

@ArgsType()
export class OpenAccountArgs {
  @Field(always('What its driver logs in with; case does not count.'))
  userName!: string;

  @Field(() => String, maybe('Of 10 to 128 characters. It is hashed, and never comes back.'))
  password?: string;

  @Field(() => AccountInput, maybe('What else is said of it.'))
  details?: AccountInput;
}

@ArgsType()
export class TokenSubjectArgs {
  @Field(always('The token, as stations show it; case does not count.'))
  token!: string;

  @Field(() => TokenTypeType, { defaultValue: 'ISO14443', description: 'Its type.' })
  type!: TokenType;
}

@ArgsType()
export class IssueTokenArgs extends TokenSubjectArgs {
  @Field(() => TokenInput, maybe('What else is said of it.'))
  details?: TokenInput;
}

const LONGEST_TEXT = 255;
/** As long as OCPP 2.x lets a group be; 1.6 takes 20. */
const LONGEST_GROUP = 36;

/** What is wrong with what is said; GraphQL's `null` where nothing can be taken back counts as absent. */
export function flawIn(details: AccountInput | TokenInput | undefined): Refusal | undefined {
  const { groupToken, concurrentSessions } = details ?? {};
  if (groupToken === '' || (groupToken?.length ?? 0) > LONGEST_GROUP)
    return refuseRequest('input-invalid', `groupToken has 1 to ${LONGEST_GROUP} characters.`);
  if (typeof concurrentSessions === 'number' && concurrentSessions < 1)
    return refuseRequest('input-invalid', 'concurrentSessions is at least 1.');
  const tooLong = Object.entries(details ?? {}).find(([, value]) => typeof value === 'string' && value.length > LONGEST_TEXT);
  return tooLong && refuseRequest('input-invalid', `${tooLong[0]} has at most ${LONGEST_TEXT} characters.`);
}

/** Plain members, without those that were left out. */
export const detailsIn = <Details extends object>(details: Details | undefined | null): Partial<Details> =>
  Object.fromEntries(
    Object.entries(details ?? {}).filter(
      ([name, value]) => value !== undefined && !(value === null && (name === 'prepaid' || name === 'masterPass')),
    ),
  ) as Partial<Details>;
