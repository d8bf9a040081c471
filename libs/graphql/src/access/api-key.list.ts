import { ArgsType, Field, InputType } from '@nestjs/graphql';
import type { ApiRole } from '@wattledger/charging';
import { apiKeysTable } from '@wattledger/read-models';
import { sql } from 'kysely';
import { columnsIn } from '../rows/conditions.ts';
import type { FilterConditions } from '../rows/conditions.ts';
import { orderings } from '../rows/ordering.ts';
import { maybe } from '../schema/descriptions.ts';
import { PageArgs } from '../schema/page-args.ts';
import { ApiRoleType } from './access.type.ts';

@InputType({ description: 'Which API keys are wanted; all that is given must hold.' })
export class ApiKeyFilter {
  @Field(() => [ApiRoleType], maybe('With one of these roles.'))
  roles?: ApiRole[];

  @Field(() => Boolean, maybe('Whether it was revoked.'))
  revoked?: boolean;
}

export const apiKeyConditions: FilterConditions<ApiKeyFilter> = {
  roles: columnsIn(apiKeysTable).isIn('role'),
  revoked: (revoked) => (revoked ? sql`${sql.ref('revokedAt')} is not null` : sql`${sql.ref('revokedAt')} is null`),
};

export const apiKeyOrders = orderings(apiKeysTable, 'ApiKeyOrder', {
  CREATED_DESC: { column: 'createdAt', direction: 'desc', description: 'The newest first.' },
  CREATED_ASC: { column: 'createdAt', direction: 'asc', description: 'The oldest first.' },
});
export type ApiKeyOrder = keyof typeof apiKeyOrders.by;

@ArgsType()
export class ApiKeysArgs extends PageArgs {
  @Field(() => ApiKeyFilter, maybe('Which API keys are wanted.'))
  filter?: ApiKeyFilter;

  @Field(() => apiKeyOrders.type, { defaultValue: 'CREATED_DESC', description: 'In which order.' })
  orderBy!: ApiKeyOrder;
}
