import { action2 } from '../action.ts';
import { admission, ocppTime, registrationStatusOf } from '../common.ts';

/** A station has powered up and asks whether it may serve (OCPP 2.0.1, part 2, use case B01). */
export const bootNotification = action2('BootNotification', async ({ chargingStation }, context) => {
  const { answer, decided } = await admission(context, {
    vendor: chargingStation.vendorName,
    model: chargingStation.model,
    serialNumber: chargingStation.serialNumber,
    firmwareVersion: chargingStation.firmwareVersion,
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
