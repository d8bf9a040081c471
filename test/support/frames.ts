import type { RecordedEvent } from '@wattledger/event-log';
import type { Json, JsonObject } from '@wattledger/kernel';

/** Payloads that most specs need and few care about. */
export const boot16: JsonObject = { chargePointVendor: 'Acme', chargePointModel: 'Pole 1' };
export const boot2: JsonObject = { chargingStation: { vendorName: 'Acme', model: 'Pole 1' }, reason: 'PowerUp' };

export const status16 = (status: string, connectorId = 1, timestamp?: string): JsonObject => ({
  connectorId,
  errorCode: 'NoError',
  status,
  ...(timestamp !== undefined && { timestamp }),
});

export const start16 = (idTag: string, meterStart: number, timestamp: string, connectorId = 1): JsonObject => ({
  connectorId,
  idTag,
  meterStart,
  timestamp,
});

export const stop16 = (transactionId: Json | undefined, meterStop: number, timestamp: string): JsonObject => ({
  transactionId: transactionId ?? null,
  meterStop,
  timestamp,
  reason: 'Local',
});

/** A meter value of 1.6 with state of charge, power and register. */
export const meters16 = (registerWh: number, socPercent: number, timestamp: string, transactionId?: number): JsonObject => ({
  connectorId: 1,
  ...(transactionId !== undefined && { transactionId }),
  meterValue: [
    {
      timestamp,
      sampledValue: [
        { value: String(registerWh), measurand: 'Energy.Active.Import.Register', unit: 'Wh' },
        { value: String(socPercent), measurand: 'SoC', unit: 'Percent', location: 'EV' },
        { value: '7400', measurand: 'Power.Active.Import', unit: 'W' },
      ],
    },
  ],
});

export const meterValue2 = (registerWh: number, timestamp: string, context = 'Sample.Periodic'): JsonObject => ({
  timestamp,
  sampledValue: [
    { value: registerWh, measurand: 'Energy.Active.Import.Register', context, unitOfMeasure: { unit: 'Wh' } },
    { value: 61, measurand: 'SoC', location: 'EV', context },
  ],
});

export interface TransactionMoment {
  readonly event: 'Started' | 'Updated' | 'Ended';
  readonly id: string;
  readonly seqNo: number;
  readonly timestamp: string;
  readonly registerWh?: number;
  readonly token?: string;
  readonly offline?: boolean;
}

const moments = {
  Started: { triggerReason: 'Authorized', context: 'Transaction.Begin' },
  Updated: { triggerReason: 'MeterValuePeriodic', context: 'Sample.Periodic' },
  Ended: { triggerReason: 'StopAuthorized', context: 'Transaction.End' },
} as const;

/** A TransactionEvent of 2.0.1 and 2.1. */
export function transactionEvent({ event, id, seqNo, timestamp, registerWh, token, offline }: TransactionMoment): JsonObject {
  const { triggerReason, context } = moments[event];
  return {
    eventType: event,
    timestamp,
    triggerReason,
    seqNo,
    ...(offline !== undefined && { offline }),
    transactionInfo: { transactionId: id, ...(event === 'Ended' && { stoppedReason: 'Local' }) },
    evse: { id: 1, connectorId: 1 },
    ...(token !== undefined && { idToken: { idToken: token, type: 'ISO14443' } }),
    ...(registerWh !== undefined && { meterValue: [meterValue2(registerWh, timestamp, context)] }),
  };
}

/** An instant so many seconds from now, as stations write it. */
export const secondsFromNow = (seconds: number): string => new Date(Date.now() + seconds * 1_000).toISOString();

/** The same as stations write it that know no fractions. */
export const withoutFraction = (instant: string): string => `${instant.slice(0, 19)}Z`;

/** Messages of a station's stream in the log's order, as they were on the wire: who, what kind, which id. */
export const messagesIn = (events: readonly RecordedEvent[]): string[] =>
  events
    .filter(({ metadata }) => metadata.kind !== undefined)
    .map(({ metadata: { direction, kind, action, messageId } }) => `${direction} ${kind} ${action} ${messageId}`);
