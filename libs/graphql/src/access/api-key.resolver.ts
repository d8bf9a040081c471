import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { apiKeysTable } from '@wattledger/read-models';
import type { ApiKeyRow } from '@wattledger/read-models';
import { ROWS } from '../collaborators.ts';
import { adminOnly, Roles } from '../request/roles.ts';
import { conditionsOf } from '../rows/conditions.ts';
import type { Page } from '../rows/page.ts';
import type { Rows } from '../rows/rows.ts';
import { always } from '../schema/descriptions.ts';
import { apiKeyConditions, apiKeyOrders, ApiKeysArgs } from './api-key.list.ts';
import { ApiKey, ApiKeyConnection } from './api-key.type.ts';

@Resolver(() => ApiKey)
export class ApiKeyResolver {
  private readonly rows: Rows;

  constructor(@Inject(ROWS) rows: Rows) {
    this.rows = rows;
  }

  @Roles(adminOnly)
  @Query(() => ApiKeyConnection, always('API keys, those that were revoked included, page by page.'))
  apiKeys(@Args() { filter, orderBy, ...args }: ApiKeysArgs): Promise<Page<ApiKeyRow>> {
    return this.rows.page({
      table: apiKeysTable,
      conditions: conditionsOf(apiKeyConditions, filter),
      order: apiKeyOrders.by[orderBy],
      args,
    });
  }
}
