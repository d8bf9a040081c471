import { setTimeout as sleep } from 'node:timers/promises';
import { definePlugin, z } from '@wattledger/plugin-sdk';

/** Begins well, and then never lets go of its thread. */
async function loop(): Promise<never> {
  await sleep(1);
  for (;;);
}

/** Runs into an endless loop in every decision, behind an `await`. */
export default definePlugin({
  id: 'loops',
  version: '1.0.0',
  sdk: '^1.0.0',
  config: z.object({}),
  decisions: {
    admitStation: loop,
    authorize: loop,
    startSession: loop,
    continueCharging: loop,
    priceSession: loop,
    answerDataTransfer: loop,
  },
});
