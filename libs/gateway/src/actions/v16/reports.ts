import { action16 } from '../action.ts';

/**
 * Facts that a station reports and that nobody has to decide about: recorded, acknowledged, interpreted when they are
 * folded (OCPP 1.6, sections 4.4, 4.5, 4.9; security whitepaper, section 4).
 */
export const reports16 = [
  action16('StatusNotification', () => ({ reply: {} })),
  action16('DiagnosticsStatusNotification', () => ({ reply: {} })),
  action16('FirmwareStatusNotification', () => ({ reply: {} })),
  action16('LogStatusNotification', () => ({ reply: {} })),
  action16('SecurityEventNotification', () => ({ reply: {} })),
  action16('SignedFirmwareStatusNotification', () => ({ reply: {} })),
];
