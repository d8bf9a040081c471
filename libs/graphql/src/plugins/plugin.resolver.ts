import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { ApiCaller } from '@wattledger/access';
import { isJsonObject, isRefusal } from '@wattledger/kernel';
import type { Json, Refusal } from '@wattledger/kernel';
import { decisionsTable } from '@wattledger/read-models';
import type { DecisionRow } from '@wattledger/read-models';
import { PLUGIN_DESK, ROWS } from '../collaborators.ts';
import { decisionConditions, decisionOrders } from '../decisions/decision.list.ts';
import { DecisionConnection } from '../decisions/decision.type.ts';
import { refuseRequest } from '../errors.ts';
import { costs, EXCHANGE_COST } from '../limits/costs.ts';
import { Caller } from '../request/caller.ts';
import { adminOnly, everyRole, Roles } from '../request/roles.ts';
import type { Page } from '../rows/page.ts';
import type { Rows } from '../rows/rows.ts';
import { always, maybe } from '../schema/descriptions.ts';
import { PageArgs } from '../schema/page-args.ts';
import { JsonScalar } from '../schema/scalars.ts';
import { PluginConfigurationInvalid, userErrorOf } from '../schema/user-errors.type.ts';
import type { UserError } from '../schema/user-errors.type.ts';
import type { PluginDesk, ShownConfiguration } from './plugin-desk.ts';
import {
  ConfigurePluginResult,
  Plugin,
  PluginConfiguration,
  PluginConfigured,
  RollBackPluginResult,
  shownPlugin,
} from './plugin.type.ts';

@ArgsType()
class ConfigurePluginArgs {
  @Field(() => ID, { description: 'The plugin.' })
  id!: string;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'The whole new configuration; a secret given as `[hidden]` stays as it is. Absent: the configuration stays.',
  })
  config?: Json;

  @Field(() => Boolean, maybe('Whether it is asked; absent: as it is.'))
  enabled?: boolean;

  @Field(() => Boolean, maybe('Whether it is asked beside the others only; absent: as it is.'))
  shadow?: boolean;

  @Field(() => String, maybe('Why; recorded.'))
  reason?: string;
}

@ArgsType()
class ShadowDifferencesArgs extends PageArgs {
  @Field(() => ID, { description: 'The plugin.' })
  pluginId!: string;
}

/** Who decides. */
@Resolver(() => Plugin)
export class PluginResolver {
  private readonly desk: PluginDesk;
  private readonly rows: Rows;

  constructor(@Inject(PLUGIN_DESK) desk: PluginDesk, @Inject(ROWS) rows: Rows) {
    this.desk = desk;
    this.rows = rows;
  }

  @Roles(everyRole)
  @Query(() => [Plugin], always('The plugins of this platform, in the order in which their votes count.'))
  async plugins(): Promise<Plugin[]> {
    return (await this.desk.list()).map(shownPlugin);
  }

  @Roles(everyRole)
  @Query(() => Plugin, maybe('One plugin.'))
  async plugin(@Args('id', { type: () => ID, description: 'Its id.' }) id: string): Promise<Plugin | undefined> {
    const found = await this.desk.get(id);
    return found && shownPlugin(found);
  }

  @costs(EXCHANGE_COST)
  @ResolveField(() => [PluginConfiguration], always('What was configured while the platform ran, the newest first.'))
  configurations(@Parent() { id }: Plugin): Promise<readonly ShownConfiguration[]> {
    return this.desk.configurations(id);
  }

  @Roles(everyRole)
  @Query(
    () => DecisionConnection,
    always('Decisions that a plugin in the shadow would have made otherwise, the newest first, page by page.'),
  )
  shadowDifferences(@Args() { pluginId, ...args }: ShadowDifferencesArgs): Promise<Page<DecisionRow>> {
    const conditions = [decisionConditions.differingShadow(pluginId)];
    return this.rows.page({ table: decisionsTable, conditions, order: decisionOrders.by.NEWEST_FIRST, args });
  }

  @Roles(adminOnly)
  @Mutation(() => ConfigurePluginResult, {
    description: 'Configures, enables, disables a plugin, or puts it in the shadow: an event, in force on every node at once.',
  })
  async configurePlugin(
    @Args() { id, config, enabled, shadow, reason }: ConfigurePluginArgs,
    @Caller() caller: ApiCaller,
  ): Promise<PluginConfigured | UserError> {
    if (config !== undefined && config !== null && !isJsonObject(config)) {
      return new PluginConfigurationInvalid(refuseRequest('input-invalid', 'config must be an object.'));
    }
    const change = {
      ...(config && { config }),
      ...(typeof enabled === 'boolean' && { enabled }),
      ...(typeof shadow === 'boolean' && { shadow }),
      ...(reason && { reason }),
    };
    return this.told(id, await this.desk.configure(id, change, `key:${caller.keyId}`));
  }

  @Roles(adminOnly)
  @Mutation(() => RollBackPluginResult, {
    description: 'Brings back an earlier configuration of a plugin, as a new event.',
  })
  async rollBackPlugin(
    @Args('id', { type: () => ID, description: 'The plugin.' }) id: string,
    @Args('revision', { type: () => Int, ...maybe('See `PluginConfiguration.revision`; absent: what the plugins file says.') })
    revision: number | undefined,
    @Args('reason', { type: () => String, ...maybe('Why; recorded.') }) reason: string | undefined,
    @Caller() caller: ApiCaller,
  ): Promise<PluginConfigured | UserError> {
    return this.told(id, await this.desk.rollBack(id, revision ?? undefined, `key:${caller.keyId}`, reason ?? undefined));
  }

  private async told(id: string, done: ShownConfiguration | Refusal): Promise<PluginConfigured | UserError> {
    if (isRefusal(done)) return userErrorOf(done);
    const plugin = await this.desk.get(id);
    if (!plugin) throw new Error(`The plugin ${id} has gone while it was configured`);
    return new PluginConfigured({ plugin: shownPlugin(plugin), configuration: done });
  }
}
