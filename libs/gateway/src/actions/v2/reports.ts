import { action2, action21, send21 } from '../action.ts';

/**
 * Facts that a station reports and that nobody has to decide about: recorded, acknowledged, interpreted when they are
 * folded (OCPP 2.0.1 and 2.1, part 2).
 */
export const reports2 = [
  action2('StatusNotification', () => ({ reply: {} })),
  action2('NotifyEvent', () => ({ reply: {} })),
  action2('NotifyReport', () => ({ reply: {} })),
  action2('NotifyMonitoringReport', () => ({ reply: {} })),
  action2('NotifyCustomerInformation', () => ({ reply: {} })),
  action2('NotifyDisplayMessages', () => ({ reply: {} })),
  action2('NotifyChargingLimit', () => ({ reply: {} })),
  action2('ClearedChargingLimit', () => ({ reply: {} })),
  action2('ReportChargingProfiles', () => ({ reply: {} })),
  action2('ReservationStatusUpdate', () => ({ reply: {} })),
  action2('SecurityEventNotification', () => ({ reply: {} })),
  action2('FirmwareStatusNotification', () => ({ reply: {} })),
  action2('PublishFirmwareStatusNotification', () => ({ reply: {} })),
  action2('LogStatusNotification', () => ({ reply: {} })),
  action21('BatterySwap', () => ({ reply: {} })),
  action21('NotifyDERAlarm', () => ({ reply: {} })),
  action21('NotifyDERStartStop', () => ({ reply: {} })),
  action21('NotifyPriorityCharging', () => ({ reply: {} })),
  action21('ReportDERControl', () => ({ reply: {} })),
  action21('NotifySettlement', () => ({ reply: {} })),
  send21('NotifyPeriodicEventStream'),
  action21('ClosePeriodicEventStream', () => ({ reply: {} })),
];
