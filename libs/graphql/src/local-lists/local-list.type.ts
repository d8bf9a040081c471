import { ArgsType, createUnionType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { LocalListStatus, TokenChoice } from '@wattledger/charging';
import { always, maybe } from '../schema/descriptions.ts';
import { enumType } from '../schema/enum-type.ts';
import { DateTime } from '../schema/scalars.ts';
import { InvalidInput, LocalListNotDesired, StationNotFound } from '../schema/user-errors.type.ts';
import { SettingScopeInput } from '../station-settings/setting.type.ts';

export const LocalListStatusType = enumType<LocalListStatus>('LocalListStatus', 'Where the local list of a station stands.', {
  unknown: 'The station was never asked what it has.',
  asked: 'The station was asked which version it has.',
  known: 'What the station has is known, as far as it can be; where something is lacking it is sent next.',
  sent: 'A list is on its way; the station’s answer is awaited.',
  refused: 'The station, or the platform, would not have it: see `refusedCode` and `refusedWhy`.',
});

export const LocalListTokensType = enumType<TokenChoice['kind']>(
  'LocalListTokens',
  'Which tokens stations are to know by heart, of those that are good there. Master passes and prepaid accounts never are.',
  {
    active: 'All of them.',
    restricted: 'Those that may be used at some stations only, the station among them.',
    accounts: 'Those of the accounts that are named.',
    tokens: 'Those that are named.',
  },
);

@ObjectType({ description: 'The wish that holds for a station.' })
export class LocalListWish {
  @Field(always('Where it was uttered, such as `site-harbour`.'))
  scope!: string;

  @Field(() => LocalListTokensType, always('Which tokens.'))
  tokens!: TokenChoice['kind'];

  @Field(() => [ID], maybe('The accounts or tokens that are named.'))
  ids?: readonly string[];

  @Field(() => Int, maybe('Entries at most.'))
  limit?: number;

  @Field(always('The API key that wanted it.'))
  by!: string;

  @Field(maybe('Why.'))
  reason?: string;

  @Field(() => DateTime, always('Since when.'))
  at!: string;
}

@ObjectType({ description: 'A token that a station knows by heart.' })
export class LocalListEntry {
  @Field(() => ID, always('Its pseudonym, as `Token.id` shows it.'))
  tokenId!: string;

  @Field(always('OCPP 2.x `IdTokenType`, such as `ISO14443`.'))
  type!: string;

  @Field(() => DateTime, maybe('Until then.'))
  expiresAt?: string;
}

@ObjectType({ description: 'The local list of a station: what it is to know by heart, and what it knows.' })
export class LocalList {
  @Field(() => ID, always('The station.'))
  stationId!: string;

  @Field(() => LocalListWish, maybe('What is wanted; absent: nobody wants a list there.'))
  wish?: LocalListWish;

  @Field(() => LocalListStatusType, always('Where it stands.'))
  status!: LocalListStatus;

  @Field(() => Int, maybe('The version that the station last confirmed, or reported when it was asked.'))
  confirmedVersion?: number;

  @Field(() => DateTime, maybe('When the station last reported its version.'))
  reportedAt?: string;

  @Field(() => Int, maybe('The version that is on its way.'))
  sentVersion?: number;

  @Field(() => Int, maybe('How many tokens the station has; absent: nobody knows, and a full list is next.'))
  entryCount?: number;

  @Field(() => ID, maybe('The command that is on its way, or was last.'))
  commandId?: string;

  @Field(() => Int, always('How often lists were sent to it.'))
  sendings!: number;

  @Field(() => Int, always('Refusals since it last confirmed something, or since something else was wanted.'))
  attempts!: number;

  @Field(maybe('Why it has not got it: a stable code, such as `local-list-refused`.'))
  refusedCode?: string;

  @Field(maybe('The same in the words of the station.'))
  refusedWhy?: string;

  @Field(() => DateTime, maybe('When it came to this status.'))
  updatedAt?: string;

  /** By their ids; shown page by page. */
  held?: readonly LocalListEntry[];
}

@ArgsType()
export class SetLocalListArgs {
  @Field(() => SettingScopeInput, { description: 'For whom it is meant; the narrowest scope that has a wish counts.' })
  scope!: SettingScopeInput;

  @Field(() => LocalListTokensType, { defaultValue: 'active', description: 'Which tokens.' })
  tokens!: TokenChoice['kind'];

  @Field(() => [ID], maybe('With `ACCOUNTS` the accounts, with `TOKENS` the tokens, 1 to 10,000; absent otherwise.'))
  ids?: string[];

  @Field(() => Int, maybe('Entries at most: 1 to 100,000. Where there is no room for all, tokens with few places come first.'))
  limit?: number;

  @Field(() => String, maybe('Why, for whoever reads the history.'))
  reason?: string;
}

@ObjectType({ description: 'The list is desired; stations are told now, or when they are back.' })
export class LocalListTaken {
  @Field({ description: 'Where it is desired, such as `site-harbour`.' })
  scope!: string;

  @Field({ description: 'The very same was desired there before: nothing new happens.' })
  repeated!: boolean;

  constructor(scope: string, repeated: boolean) {
    Object.assign(this, { scope, repeated });
  }
}

@ObjectType({ description: 'The list is no longer desired there; what the next wider scope desires holds again.' })
export class LocalListWithdrawn {
  @Field({ description: 'Where it was desired, such as `site-harbour`.' })
  scope!: string;

  constructor(scope: string) {
    this.scope = scope;
  }
}

export const SetLocalListResult = createUnionType({
  name: 'SetLocalListResult',
  description: 'What comes of wanting local lists.',
  types: () => [LocalListTaken, StationNotFound, InvalidInput] as const,
});

export const WithdrawLocalListResult = createUnionType({
  name: 'WithdrawLocalListResult',
  description: 'What comes of withdrawing local lists.',
  types: () => [LocalListWithdrawn, LocalListNotDesired, InvalidInput] as const,
});
