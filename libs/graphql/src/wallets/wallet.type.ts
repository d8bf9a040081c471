import { createUnionType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { SettlementCause } from '@wattledger/charging';
import type { WalletMovementKind, WalletMovementRow, WalletRow } from '@wattledger/read-models';
import { connectionOf } from '../schema/connection-type.ts';
import { always, maybe } from '../schema/descriptions.ts';
import { enumType } from '../schema/enum-type.ts';
import { DateTime, Position } from '../schema/scalars.ts';
import type { Shown } from '../schema/shown.ts';
import { CreditTooLow, CurrencyMismatch, InvalidInput, ReferenceReused, SessionNotActive } from '../schema/user-errors.type.ts';

export const WalletMovementKindType = enumType<WalletMovementKind>('WalletMovementKind', 'What happened to a wallet.', {
  'credit-added': 'Credit was paid in.',
  'credit-withdrawn': 'Credit was paid back.',
  'session-opened': 'A session runs on the wallet; `amount` is what is reserved for it.',
  'session-settled': 'A session no longer runs on the wallet; `amount` is what was taken for it.',
});

export const SettlementCauseType = enumType<SettlementCause>('SettlementCause', 'Why a session was settled.', {
  priced: 'It has ended and its price is known.',
  corrected: 'It was priced anew; the difference was taken or given back.',
  'not-priced': 'It has ended and nobody priced it.',
  interrupted: 'Its station has told of no end, and it cannot be going on.',
  'never-came-to-be': 'No station ever told of it.',
  released: 'Somebody has released it; a price that comes after all is charged then.',
  'currency-mismatch': 'Its price is in another currency than the wallet: nothing was taken.',
});

@ObjectType({ description: 'A session that runs on a wallet.' })
export class WalletSession {
  @Field(() => ID, always('Id of the session.'))
  sessionId!: string;

  @Field(() => ID, always('The station it runs at.'))
  stationId!: string;

  @Field(() => DateTime, always('Since when.'))
  openedAt!: string;

  @Field(() => String, maybe('Decimal text in the currency of the wallet: kept back until the session is settled.'))
  reserved?: string;
}

@ObjectType({ description: 'The credit of an account, or of a token that has no account. Amounts are decimal texts.' })
export class Wallet implements Shown<WalletRow, keyof Wallet> {
  @Field(() => ID, { name: 'id', ...always('Id of the account, or pseudonym of the token.') })
  walletId!: string;

  @Field(() => String, maybe('ISO 4217; absent while no credit was ever added.'))
  currency?: string;

  @Field(() => String, maybe('What can be reserved or withdrawn; below zero where a session cost more than there was.'))
  available?: string;

  @Field(() => String, always('Everything that was ever paid in.'))
  credited!: string;

  @Field(() => String, always('Everything that was ever paid back.'))
  withdrawn!: string;

  @Field(() => String, always('Kept back for the sessions that run.'))
  reserved!: string;

  @Field(() => String, always('What sessions have cost.'))
  spent!: string;

  @Field(() => [WalletSession], always('The sessions that run on it.'))
  openSessions!: readonly WalletSession[];

  @Field(() => DateTime, always('When it was last moved.'))
  updatedAt!: string;
}

@ObjectType({ description: 'Something that happened to a wallet.' })
export class WalletMovement implements Shown<WalletMovementRow, keyof WalletMovement> {
  @Field(() => Int, always('Counts the movements of the wallet, from 0.'))
  revision!: number;

  @Field(() => WalletMovementKindType, always('What happened.'))
  kind!: WalletMovementKind;

  @Field(() => String, maybe('Decimal text: paid in or back, reserved, or taken; negative where a correction gave back.'))
  amount?: string;

  @Field(() => String, maybe('ISO 4217.'))
  currency?: string;

  @Field(() => String, maybe('Who paid in or back.'))
  by?: string;

  @Field(() => String, maybe('Names the payment.'))
  reference?: string;

  @Field(() => ID, maybe('The session it is about.'))
  sessionId?: string;

  @Field(() => String, maybe('Of a settlement: what the session costs, all told.'))
  charged?: string;

  @Field(() => SettlementCauseType, maybe('Of a settlement: why now.'))
  because?: SettlementCause;

  @Field(() => DateTime, always('When.'))
  at!: string;

  @Field(() => Position, always('Where the log says so.'))
  position!: number;
}

export const WalletMovementConnection = connectionOf(WalletMovement, 'movements of a wallet', 'counted');

@ObjectType({ description: 'What a wallet holds after credit was added or withdrawn.' })
export class CreditChanged {
  @Field(() => ID, always('The wallet.'))
  walletId!: string;

  @Field(() => String, always('Decimal text: what can be reserved or withdrawn now.'))
  available!: string;

  @Field(() => String, always('ISO 4217.'))
  currency!: string;

  constructor(changed: { walletId: string; available: string; currency: string }) {
    Object.assign(this, changed);
  }
}

@ObjectType({ description: 'A session that no longer runs on its wallet.' })
export class WalletSessionReleased {
  @Field(() => ID, always('The wallet.'))
  walletId!: string;

  @Field(() => ID, always('The session.'))
  sessionId!: string;

  @Field(() => String, maybe('Decimal text: what can be reserved or withdrawn now.'))
  available?: string;

  @Field(() => String, maybe('ISO 4217; absent where nothing was ever paid in.'))
  currency?: string;

  constructor(released: { walletId: string; sessionId: string; available?: string; currency?: string }) {
    Object.assign(this, released);
  }
}

export const WalletReleaseResult = createUnionType({
  name: 'WalletReleaseResult',
  description: 'What comes of releasing a session from a wallet.',
  types: () => [WalletSessionReleased, SessionNotActive] as const,
});

export const CreditResult = createUnionType({
  name: 'CreditResult',
  description: 'What comes of adding or withdrawing credit.',
  types: () => [CreditChanged, CreditTooLow, CurrencyMismatch, ReferenceReused, InvalidInput] as const,
});
