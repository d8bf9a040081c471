import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { ApiRole } from '@wattledger/charging';
import type { ApiKeyRow } from '@wattledger/read-models';
import { connectionOf } from '../schema/connection-type.ts';
import { always, maybe } from '../schema/descriptions.ts';
import type { Shown } from '../schema/shown.ts';
import { DateTime } from '../schema/scalars.ts';
import { ApiRoleType } from './access.type.ts';

@ObjectType({ description: 'An API key, without the key itself: that was shown once.' })
export class ApiKey implements Shown<ApiKeyRow, keyof ApiKey> {
  @Field(() => ID, { name: 'id', ...always('Its id, which is no secret and part of the key.') })
  keyId!: string;

  @Field(always('Who or what it is for.'))
  name!: string;

  @Field(() => ApiRoleType, always('What its holder may do.'))
  role!: ApiRole;

  @Field(always('The key that made it, or where it was made.'))
  createdBy!: string;

  @Field(() => DateTime, always('When it was made.'))
  createdAt!: string;

  @Field(maybe('The key that revoked it, or where it was revoked.'))
  revokedBy?: string;

  @Field(() => DateTime, maybe('When it was revoked; absent while it is good.'))
  revokedAt?: string;
}

export const ApiKeyConnection = connectionOf(ApiKey, 'API keys', 'counted');
