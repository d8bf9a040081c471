import { createUnionType, Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import type { DecisionPoint, Vote } from '@wattledger/charging';
import type { Json } from '@wattledger/kernel';
import { DecisionPointType, VoteFailureType } from '../decisions/decision.type.ts';
import { always, maybe } from '../schema/descriptions.ts';
import { enumType } from '../schema/enum-type.ts';
import { DateTime, JsonScalar } from '../schema/scalars.ts';
import { PluginAway, PluginConfigurationInvalid, PluginNotFound, PluginRevisionNotFound } from '../schema/user-errors.type.ts';
import type { ShownPlugin } from './plugin-desk.ts';

const IsolationType = enumType<ShownPlugin['isolation']>('PluginIsolation', 'Where a plugin runs.', {
  thread: 'In a thread of its own, which is ended when it is stuck.',
  inline: 'In the platform’s own thread.',
});

const PluginStateType = enumType<ShownPlugin['state']>('PluginState', 'How a plugin fares.', {
  ok: 'It is asked and answers.',
  suspended: 'It failed several times in a row, and is left alone for a while at some decisions.',
  restarting: 'Its thread has ended, and is being started again.',
  parked: 'It is asked; one of its projections, or its listener, stands still.',
  disabled: 'Somebody has disabled it: it is not asked.',
});

@ObjectType({ description: 'One member of a plugin’s configuration.' })
export class PluginSetting {
  @Field(always('Its name.'))
  name!: string;

  @Field(always('What it takes, such as `integer` or `list of string`.'))
  type!: string;

  @Field(maybe('What it is for.'))
  description?: string;

  @Field(() => JsonScalar, maybe('What holds where nothing is said.'))
  default?: Json;

  @Field(always('It must be given.'))
  required!: boolean;

  @Field(always('It is sealed in the log, and never shown.'))
  secret!: boolean;
}

@ObjectType({ description: 'A projection of a plugin’s, or its listener, that stands still.' })
export class PluginParkedPart {
  @Field(always('Name of the projection; `onEvent` for the listener.'))
  part!: string;

  @Field(always('Why.'))
  reason!: string;
}

@ObjectType({ description: 'The newest failure of a plugin.' })
export class PluginFailure {
  @Field(() => DateTime, always('When it failed.'))
  at!: string;

  @Field(() => DecisionPointType, always('At which decision.'))
  point!: DecisionPoint;

  @Field(() => VoteFailureType, always('In which way.'))
  failure!: NonNullable<Vote['failure']>;

  @Field(always('What happened.'))
  reason!: string;
}

@ObjectType({ description: 'How the thread of a plugin ended.' })
export class PluginThreadEnd {
  @Field(() => DateTime, always('When it ended.'))
  at!: string;

  @Field(always('Why.'))
  reason!: string;
}

@ObjectType({ description: 'How a plugin fares in this process.' })
export class PluginHealth {
  @Field(() => PluginStateType, always('In a word.'))
  state!: ShownPlugin['state'];

  @Field(() => [DecisionPointType], always('The decisions at which it is left alone for now.'))
  suspendedAt!: readonly DecisionPoint[];

  @Field(() => Int, always('How often its thread was started again.'))
  restarts!: number;

  @Field(() => PluginThreadEnd, maybe('How its thread last ended.'))
  lastEnd?: PluginThreadEnd;

  @Field(() => PluginFailure, maybe('Its newest failure.'))
  lastFailure?: PluginFailure;

  @Field(maybe('Why the newest configuration is not in force: it does not match the schema of this version of the plugin.'))
  ignoredConfiguration?: string;

  @Field(() => [PluginParkedPart], always('What stands still.'))
  parked!: readonly PluginParkedPart[];
}

@ObjectType({ description: 'The votes of a plugin at one decision point, since this process was started.' })
export class PluginVotes {
  @Field(() => DecisionPointType, always('The decision point.'))
  point!: DecisionPoint;

  @Field(() => Int, always('How often it gave an answer.'))
  answered!: number;

  @Field(() => Int, always('How often it left the question to others.'))
  abstained!: number;

  @Field(() => Int, always('How often it failed.'))
  failed!: number;

  @Field(() => Float, always('How long it took on average.'))
  meanMilliseconds!: number;

  @Field(() => Float, always('How long it took at most.'))
  slowestMilliseconds!: number;
}

@ObjectType({ description: 'What somebody has configured of a plugin while the platform ran: an event.' })
export class PluginConfiguration {
  @Field(() => Int, always('Its number; votes name it, and it can be rolled back to.'))
  revision!: number;

  @Field(() => JsonScalar, maybe('The configuration, secrets as `[hidden]`; absent: what the plugins file says.'))
  config?: Json;

  @Field(always('Whether the plugin is asked.'))
  enabled!: boolean;

  @Field(always('Whether it is asked beside the others only, and what it says not applied.'))
  shadow!: boolean;

  @Field(always('Who did it.'))
  by!: string;

  @Field(maybe('Why.'))
  reason?: string;

  @Field(() => Int, maybe('The revision that it brings back.'))
  rolledBackTo?: number;

  @Field(() => DateTime, always('When.'))
  at!: string;
}

@ObjectType({ description: 'A plugin: takes part in decisions.' })
export class Plugin {
  @Field(() => ID, always('Unique among the plugins of a platform.'))
  id!: string;

  @Field(always('Its own version.'))
  version!: string;

  @Field(always('The versions of the plugin SDK that it was written for.'))
  sdk!: string;

  @Field(maybe('What it does.'))
  description?: string;

  @Field(always('As the plugins file names it: a package or a path.'))
  use!: string;

  @Field(() => IsolationType, always('Where it runs.'))
  isolation!: ShownPlugin['isolation'];

  @Field(always('Whether it is asked.'))
  enabled!: boolean;

  @Field(always('Whether it is asked beside the others only, and what it says not applied.'))
  shadow!: boolean;

  @Field(() => Int, always('Its place among the plugins, from 0: the order in which votes count.'))
  order!: number;

  @Field(() => [DecisionPointType], always('The decisions that it takes part in.'))
  points!: readonly DecisionPoint[];

  @Field(() => JsonScalar, always('The configuration in force, secrets as `[hidden]`.'))
  config!: Json;

  @Field(() => JsonScalar, always('JSON Schema of its configuration.'))
  configSchema!: Json;

  @Field(() => [PluginSetting], always('The documentation of its configuration.'))
  settings!: readonly PluginSetting[];

  @Field(() => Int, maybe('Revision of the configuration in force; absent: what the plugins file says.'))
  revision?: number;

  @Field(() => [PluginVotes], always('How it has voted.'))
  votes!: readonly PluginVotes[];

  @Field(() => PluginHealth, always('How it fares in this process.'))
  health!: PluginHealth;
}

export const shownPlugin = (plugin: ShownPlugin): Plugin => {
  const { state, suspendedAt, restarts, lastEnd, lastFailure, ignoredConfiguration, parked, ...shown } = plugin;
  return { ...shown, health: { state, suspendedAt, restarts, lastEnd, lastFailure, ignoredConfiguration, parked } };
};

@ObjectType({ description: 'The plugin is configured, on every node, from now on.' })
export class PluginConfigured {
  @Field(() => Plugin, always('The plugin as it is now.'))
  plugin!: Plugin;

  @Field(() => PluginConfiguration, always('What was configured.'))
  configuration!: PluginConfiguration;

  constructor(configured: { plugin: Plugin; configuration: PluginConfiguration }) {
    Object.assign(this, configured);
  }
}

export const ConfigurePluginResult = createUnionType({
  name: 'ConfigurePluginResult',
  description: 'What comes of configuring a plugin.',
  types: () => [PluginConfigured, PluginNotFound, PluginConfigurationInvalid, PluginAway] as const,
});

export const RollBackPluginResult = createUnionType({
  name: 'RollBackPluginResult',
  description: 'What comes of bringing back an earlier configuration of a plugin.',
  types: () => [PluginConfigured, PluginNotFound, PluginRevisionNotFound, PluginConfigurationInvalid, PluginAway] as const,
});
