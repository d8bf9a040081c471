import { action2, action21 } from '../action.ts';

/**
 * What a station asks for and this platform does not do yet: refused in the words each action has for it, so that the
 * station goes on without (OCPP 2.0.1 and 2.1, part 2, use cases K15, N11, K28, I09).
 */
export const requests2 = [
  action2('NotifyEVChargingNeeds', () => ({ reply: { status: 'Rejected' } })),
  action2('NotifyEVChargingSchedule', () => ({ reply: { status: 'Accepted' } })),
  action21('OpenPeriodicEventStream', () => ({ reply: { status: 'Rejected' } })),
  action21('PullDynamicScheduleUpdate', () => ({ reply: { status: 'Rejected' } })),
  action21('VatNumberValidation', ({ vatNumber, evseId }) => ({
    reply: { status: 'Rejected', vatNumber, ...(evseId !== undefined && { evseId }) },
  })),
];
