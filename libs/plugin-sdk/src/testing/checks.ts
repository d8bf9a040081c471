import type { ConfigSchema, Plugin } from '../plugin.ts';
import { decisionChecks } from './decision-checks.ts';
import type { Check, Conformance } from './conformance.ts';
import { identityChecks } from './identity-checks.ts';
import { priceChecks } from './price-checks.ts';
import { projectionChecks } from './projection-checks.ts';

/** Everything that is asked of a plugin, one by one; `describePlugin` makes a suite of them. */
export const checksOf = <Schema extends ConfigSchema>(
  plugin: Plugin<Schema>,
  conformance: Conformance<Schema> = {},
): readonly Check[] => [
  ...identityChecks(plugin, conformance),
  ...decisionChecks(plugin, conformance),
  ...priceChecks(plugin, conformance),
  ...projectionChecks(plugin),
];
