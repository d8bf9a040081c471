import type { StationStory } from './station-story.ts';

/** A sealed token: the subject is told apart, the rest differs with every sealing. */
export const sealedToken = (subject: string, sealing = 0): string => `sealed:${subject}:v1:${sealing}`;

export interface ToldSession {
  readonly transactionId: string;
  readonly connectorId?: number;
  readonly token?: string;
  readonly meterStartWh?: number;
  /** How many minutes it charges; every minute the meters are read. */
  readonly minutes: number;
  readonly powerW?: number;
  /** Of a battery with a usable 50 kWh. */
  readonly socStart?: number;
}

const BATTERY_WH = 50_000;

/** Powers up an OCPP 1.6 station and reports its connector. */
export const booted16 = (story: StationStory): StationStory =>
  story
    .connects()
    .calls(
      'BootNotification',
      { chargePointVendor: 'Acme', chargePointModel: 'Wall', chargePointSerialNumber: 'A-1', firmwareVersion: '1.2' },
      { status: 'Accepted', currentTime: story.now, interval: 300 },
    )
    .calls('StatusNotification', { connectorId: 1, errorCode: 'NoError', status: 'Available', timestamp: story.now }, {});

/** A whole session of an OCPP 1.6 station: authorized, started, metered every minute, stopped. */
export function charges16(story: StationStory, session: ToldSession): StationStory {
  const {
    transactionId,
    connectorId = 1,
    token = sealedToken('ana'),
    meterStartWh = 1_000,
    minutes,
    powerW = 11_000,
    socStart = 40,
  } = session;
  const idTagInfo = { status: 'Accepted' };
  story.calls('Authorize', { idTag: token }, { idTagInfo });
  story.calls(
    'StartTransaction',
    { connectorId, idTag: token, meterStart: meterStartWh, timestamp: story.now },
    { transactionId: Number(transactionId), idTagInfo },
  );
  let energyWh = meterStartWh;
  for (let minute = 1; minute <= minutes; minute += 1) {
    story.after(60);
    energyWh += powerW / 60;
    const socPercent = socStart + ((energyWh - meterStartWh) / BATTERY_WH) * 100;
    story.calls('MeterValues', meterValues16(transactionId, connectorId, story.now, energyWh, powerW, socPercent), {});
  }
  return story.calls(
    'StopTransaction',
    {
      transactionId: Number(transactionId),
      idTag: token,
      meterStop: Math.round(energyWh),
      timestamp: story.now,
      reason: 'EVDisconnected',
    },
    { idTagInfo },
  );
}

export const meterValues16 = (
  transactionId: string | undefined,
  connectorId: number,
  timestamp: string,
  energyWh: number,
  powerW: number,
  socPercent?: number,
  context = 'Sample.Periodic',
): object => ({
  connectorId,
  transactionId: transactionId === undefined ? undefined : Number(transactionId),
  meterValue: [
    {
      timestamp,
      sampledValue: [
        { value: energyWh.toFixed(1), context, measurand: 'Energy.Active.Import.Register', unit: 'Wh' },
        { value: (powerW / 1_000).toFixed(3), context, measurand: 'Power.Active.Import', unit: 'kW' },
        { value: '230.0', context, measurand: 'Voltage', phase: 'L1-N', unit: 'V' },
        { value: (powerW / 230).toFixed(1), context, measurand: 'Current.Import', phase: 'L1', unit: 'A' },
        { value: '31', context, measurand: 'Temperature', unit: 'Celsius', location: 'EV' },
        ...(socPercent === undefined
          ? []
          : [{ value: socPercent.toFixed(1), context, measurand: 'SoC', unit: 'Percent', location: 'EV' }]),
      ],
    },
  ],
});

/** A TransactionEvent of OCPP 2.0.1 or 2.1. */
export const transactionEvent = (
  eventType: 'Started' | 'Updated' | 'Ended',
  seqNo: number,
  timestamp: string,
  transactionId: string,
  more: object = {},
): object => ({
  eventType,
  seqNo,
  timestamp,
  triggerReason: eventType === 'Started' ? 'CablePluggedIn' : eventType === 'Updated' ? 'MeterValuePeriodic' : 'EVDeparted',
  transactionInfo: { transactionId, chargingState: eventType === 'Ended' ? 'Idle' : 'Charging' },
  ...more,
});

export const register2 = (timestamp: string, energyWh: number, context: string, socPercent?: number): object => ({
  timestamp,
  sampledValue: [
    { value: energyWh / 1_000, context, measurand: 'Energy.Active.Import.Register', unitOfMeasure: { unit: 'kWh' } },
    ...(socPercent === undefined
      ? []
      : [{ value: socPercent, context, measurand: 'SoC', location: 'EV', unitOfMeasure: { unit: 'Percent' } }]),
  ],
});
