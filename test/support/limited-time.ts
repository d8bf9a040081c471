import type { BuiltIn } from '@wattledger/plugin-host';
import { accept, definePlugin, z } from '@wattledger/plugin-sdk';

/** Every driver may charge for so many seconds. */
export const limitedTime = (seconds: number): BuiltIn => ({
  plugin: definePlugin({
    id: 'time-of-this-spec',
    version: '1.0.0',
    sdk: '^1.0.0',
    config: z.object({}),
    decisions: { authorize: () => accept('everybody has some time', { limits: { seconds } }) },
  }),
  config: {},
});
