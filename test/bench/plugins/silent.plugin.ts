import { definePlugin, z } from '@wattledger/plugin-sdk';

const never = (): Promise<never> => new Promise(() => undefined);

/** Never answers. */
export default definePlugin({
  id: 'silent',
  version: '1.0.0',
  sdk: '^1.0.0',
  config: z.object({}),
  decisions: {
    admitStation: never,
    authorize: never,
    startSession: never,
    continueCharging: never,
    priceSession: never,
    answerDataTransfer: never,
  },
});
