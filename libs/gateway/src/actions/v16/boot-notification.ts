import { action16 } from '../action.ts';
import { admission, ocppTime, registrationStatusOf } from '../common.ts';

/** A station has powered up and asks whether it may serve (OCPP 1.6, section 4.2). */
export const bootNotification = action16('BootNotification', async (request, context) => {
  const { answer, decided } = await admission(context, {
    vendor: request.chargePointVendor,
    model: request.chargePointModel,
    serialNumber: request.chargePointSerialNumber,
    firmwareVersion: request.firmwareVersion,
  });
  return {
    decided,
    reply: {
      status: registrationStatusOf[answer.outcome],
      interval: answer.heartbeatSeconds,
      currentTime: ocppTime(context.now),
    },
  };
});
