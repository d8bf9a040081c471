import * as nodeTest from 'node:test';
import type { ConfigSchema, Plugin } from '../plugin.ts';
import { checksOf } from './checks.ts';
import type { Conformance } from './conformance.ts';
import { fail } from './disagreement.ts';

/** `describe` and `it` of whatever runs the specs. */
export interface Runner {
  describe(name: string, define: () => void): unknown;
  it(name: string, run: () => Promise<void>): unknown;
}

/**
 * The conformance suite: what every plugin must do, whatever it decides. One line in its spec:
 *
 *     describePlugin(chargeCeiling);
 *
 * Runs under Jest, Vitest and `node --test`: `describe` and `it` are the global ones, else those of `node:test`, else those handed in.
 */
export function describePlugin<Schema extends ConfigSchema>(
  plugin: Plugin<Schema>,
  conformance: Conformance<Schema> = {},
  runner: Runner = usualRunner(),
): void {
  const { leaveOut = {} } = conformance;
  const checks = checksOf(plugin, conformance);
  const unknown = Object.keys(leaveOut).filter((name) => !checks.some((check) => check.name === name));
  if (unknown.length > 0)
    fail(
      `There is no check called "${unknown.join('", "')}".`,
      checks.map(({ name }) => name),
    );
  runner.describe(`the plugin ${plugin.id}`, () => {
    for (const { name, run } of checks) {
      if (!(name in leaveOut)) runner.it(name, run);
    }
  });
}

/** Jest and Vitest have them as globals, `node --test` as a module. */
function usualRunner(): Runner {
  const { describe, it } = globalThis as Partial<Runner>;
  return describe && it ? { describe, it } : { describe: nodeTest.describe, it: nodeTest.it };
}
