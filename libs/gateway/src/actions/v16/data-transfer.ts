import { action16 } from '../action.ts';
import { vendorMessage } from '../vendor-message.ts';

/** A vendor's own message (OCPP 1.6, section 4.3). Plugins answer for the vendors they know. */
export const dataTransfer = action16('DataTransfer', async ({ vendorId, messageId, data }, context) => {
  const { answer, decided } = await vendorMessage(context, { vendorId, messageId, data });
  const { status, data: said } = answer;
  return {
    decided,
    reply: { status, ...(said !== undefined && { data: typeof said === 'string' ? said : JSON.stringify(said) }) },
  };
});
