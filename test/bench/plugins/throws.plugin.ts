import { definePlugin, z } from '@wattledger/plugin-sdk';

const broken = (): never => {
  throw new Error('broken on purpose');
};

/** Throws in every decision. */
export default definePlugin({
  id: 'throws',
  version: '1.0.0',
  sdk: '^1.0.0',
  config: z.object({}),
  decisions: {
    admitStation: broken,
    authorize: broken,
    startSession: broken,
    continueCharging: broken,
    priceSession: broken,
    answerDataTransfer: broken,
  },
});
