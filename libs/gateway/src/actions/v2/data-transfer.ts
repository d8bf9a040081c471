import type { JsonObject } from '@wattledger/kernel';
import { action2 } from '../action.ts';
import { vendorMessage } from '../vendor-message.ts';

/** A vendor's own message (OCPP 2.0.1, part 2, use case P02). Plugins answer for the vendors they know. */
export const dataTransfer = action2('DataTransfer', async ({ vendorId, messageId, data }, context) => {
  const { answer, decided } = await vendorMessage(context, { vendorId, messageId, data });
  const { status, data: said } = answer;
  // The schema has `data` of any type; the types made of it know objects only.
  return { decided, reply: { status, ...(said !== undefined && { data: said as JsonObject }) } };
});
