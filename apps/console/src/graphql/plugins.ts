import type { DecisionPoint } from './decisions.ts';
import type { Json } from './document.ts';
import { mutation, operation } from './document.ts';

export type PluginState = 'DISABLED' | 'OK' | 'PARKED' | 'RESTARTING' | 'SUSPENDED';

export interface PluginVotes {
  readonly point: DecisionPoint;
  readonly answered: number;
  readonly abstained: number;
  readonly failed: number;
  readonly meanMilliseconds: number;
  readonly slowestMilliseconds: number;
}

export interface PluginSummary {
  readonly id: string;
  readonly version: string;
  readonly description: string | null;
  readonly enabled: boolean;
  readonly shadow: boolean;
  readonly order: number;
  readonly points: readonly DecisionPoint[];
  readonly revision: number | null;
  readonly health: { readonly state: PluginState; readonly suspendedAt: readonly DecisionPoint[] };
  readonly votes: readonly PluginVotes[];
}

const SUMMARY_FIELDS = /* GraphQL */ `
  fragment PluginSummaryFields on Plugin {
    id
    version
    description
    enabled
    shadow
    order
    points
    revision
    health {
      state
      suspendedAt
    }
    votes {
      point
      answered
      abstained
      failed
      meanMilliseconds
      slowestMilliseconds
    }
  }
`;

export const pluginList = operation<{ plugins: readonly PluginSummary[] }>(/* GraphQL */ `
  query PluginList {
    plugins {
      ...PluginSummaryFields
    }
  }
  ${SUMMARY_FIELDS}
`);

export interface PluginSetting {
  readonly name: string;
  readonly type: string;
  readonly description: string | null;
  readonly default: Json;
  readonly required: boolean;
  readonly secret: boolean;
}

export interface PluginConfiguration {
  readonly revision: number;
  readonly at: string;
  readonly by: string;
  readonly reason: string | null;
  readonly config: Json;
  readonly enabled: boolean;
  readonly shadow: boolean;
  readonly rolledBackTo: number | null;
}

export interface PluginHealth {
  readonly state: PluginState;
  readonly suspendedAt: readonly DecisionPoint[];
  readonly restarts: number;
  readonly ignoredConfiguration: string | null;
  readonly lastFailure: {
    readonly at: string;
    readonly failure: string;
    readonly point: DecisionPoint;
    readonly reason: string;
  } | null;
  readonly lastEnd: { readonly at: string; readonly reason: string } | null;
  readonly parked: readonly { readonly part: string; readonly reason: string }[];
}

export interface PluginDetails extends PluginSummary {
  readonly use: string;
  readonly sdk: string;
  readonly isolation: string;
  readonly config: { readonly [name: string]: Json };
  readonly settings: readonly PluginSetting[];
  readonly configurations: readonly PluginConfiguration[];
  readonly health: PluginHealth;
}

export const pluginDetails = operation<{ plugin: PluginDetails | null }, { id: string }>(/* GraphQL */ `
  query PluginDetails($id: ID!) {
    plugin(id: $id) {
      ...PluginSummaryFields
      use
      sdk
      isolation
      config
      settings {
        name
        type
        description
        default
        required
        secret
      }
      configurations {
        revision
        at
        by
        reason
        config
        enabled
        shadow
        rolledBackTo
      }
      health {
        restarts
        ignoredConfiguration
        lastFailure {
          at
          failure
          point
          reason
        }
        lastEnd {
          at
          reason
        }
        parked {
          part
          reason
        }
      }
    }
  }
  ${SUMMARY_FIELDS}
`);

interface PluginChange {
  readonly id: string;
  readonly config?: Json;
  readonly enabled?: boolean;
  readonly shadow?: boolean;
  readonly reason?: string;
}

const CONFIGURED = '... on PluginConfigured { configuration { revision } }';

export interface PluginConfigured {
  readonly configuration: { readonly revision: number };
}

export const configurePlugin = mutation<PluginConfigured, PluginChange>(
  'ConfigurePlugin',
  '$id: ID!, $config: JSON, $enabled: Boolean, $shadow: Boolean, $reason: String',
  'configurePlugin(id: $id, config: $config, enabled: $enabled, shadow: $shadow, reason: $reason)',
  CONFIGURED,
);

export const rollBackPlugin = mutation<PluginConfigured, { id: string; revision?: number; reason?: string }>(
  'RollBackPlugin',
  '$id: ID!, $revision: Int, $reason: String',
  'rollBackPlugin(id: $id, revision: $revision, reason: $reason)',
  CONFIGURED,
);
