import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { AccountRow } from '@wattledger/read-models';
import { connectionOf } from '../schema/connection-type.ts';
import { always, maybe } from '../schema/descriptions.ts';
import { enumType } from '../schema/enum-type.ts';
import type { Shown } from '../schema/shown.ts';
import { DateTime } from '../schema/scalars.ts';

export const AccountStatusType = enumType<AccountRow['status']>('AccountStatus', 'Whether a driver may charge.', {
  active: 'May charge.',
  blocked: 'May not charge for now, nor log in.',
  closed: 'Closed for good.',
});

@ObjectType({ description: "A driver's account. Passwords and PINs are nowhere to be read." })
export class Account implements Shown<AccountRow, keyof Account> {
  @Field(() => ID, { name: 'id', ...always('Its id.') })
  accountId!: string;

  @Field(() => AccountStatusType, always('Whether its driver may charge.'))
  status!: AccountRow['status'];

  @Field(maybe('RFC 5646 tag of the language that stations are asked to show.'))
  language?: string;

  @Field(maybe('The tariff of its driver; absent: what everybody pays.'))
  tariffId?: string;

  @Field(() => Int, maybe('How many sessions may run at once; absent: as the plugins say.'))
  concurrentSessions?: number;

  @Field(always('Charges on credit that was paid before.'))
  prepaid!: boolean;

  @Field(always('Whether a password is set.'))
  hasPassword!: boolean;

  @Field(always('Whether a PIN is set.'))
  hasPin!: boolean;

  @Field(always('The API key that opened it.'))
  openedBy!: string;

  @Field(() => DateTime, always('When it was opened.'))
  openedAt!: string;

  @Field(() => DateTime, always('When it was changed last.'))
  updatedAt!: string;

  @Field(() => DateTime, maybe('When its driver logged in last.'))
  lastLogInAt?: string;

  /** Opened by its resolver for those who may read them. */
  userName!: string;
  name?: string;
  groupToken?: string;
}

export const AccountConnection = connectionOf(Account, 'accounts', 'counted');
