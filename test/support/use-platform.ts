import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { Position } from '@wattledger/event-log';
import type { BuiltIn } from '@wattledger/plugin-host';
import { TestPlatform } from './test-platform.ts';
import type { Environment } from './test-platform.ts';

/**
 * One platform for all specs of a file; stations keep apart by their ids.
 *
 * After every spec that has recorded something its stations go home, the chains are verified and the rows held against a rebuild.
 */
export function usePlatform(environment: Environment = {}, plugins?: readonly BuiltIn[]): TestPlatform {
  const platform = new TestPlatform(environment, plugins);
  let proven: Position | undefined;
  beforeAll(() => platform.start());
  afterEach(async () => {
    await platform.sendStationsHome();
    const newest = await platform.store.log.head();
    if (newest === proven) return;
    await platform.isProven();
    proven = newest;
  });
  afterAll(() => platform.stop());
  return platform;
}
