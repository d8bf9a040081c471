import { randomUUID } from 'node:crypto';
import type { NewEvent } from '@wattledger/event-log';
import { messageEventType } from '@wattledger/ocpp';

const METER_VALUES = 20;
const SECONDS_BETWEEN = 60;
const WH_BETWEEN = 180;

/** The exchanges of one OCPP 1.6 session as the gateway records them: authorize, start, meter values, stop. */
export function sessionEvents(station: number, session: number): NewEvent[][] {
  const begin = Date.UTC(2026, 0, 1) + session * 3_600_000;
  const at = (step: number) => new Date(begin + step * SECONDS_BETWEEN * 1_000).toISOString();
  const meter = (step: number) => (session * METER_VALUES + step) * WH_BETWEEN;
  const transactionId = station * 1_000 + session;
  const idTag = `sealed:${String(station).padStart(22, 'A')}:bench`;
  const accepted = { idTagInfo: { status: 'Accepted' } };
  return [
    exchange('Authorize', at(0), { idTag }, accepted),
    exchange(
      'StartTransaction',
      at(0),
      { connectorId: 1, idTag, meterStart: meter(0), timestamp: at(0) },
      { transactionId, ...accepted },
    ),
    ...Array.from({ length: METER_VALUES }, (_, step) =>
      exchange(
        'MeterValues',
        at(step),
        { connectorId: 1, transactionId, meterValue: [{ timestamp: at(step), sampledValue: sampled(meter(step), step) }] },
        {},
      ),
    ),
    exchange(
      'StopTransaction',
      at(METER_VALUES),
      { transactionId, meterStop: meter(METER_VALUES), timestamp: at(METER_VALUES) },
      {},
    ),
  ];
}

const sampled = (wh: number, step: number) => [
  { value: String(wh), measurand: 'Energy.Active.Import.Register', unit: 'Wh' },
  { value: '10800', measurand: 'Power.Active.Import', unit: 'W' },
  { value: '15.7', measurand: 'Current.Import', unit: 'A' },
  { value: String(20 + step), measurand: 'SoC', unit: 'Percent', location: 'EV' },
];

function exchange(action: string, receivedAt: string, request: object, response: object): NewEvent[] {
  const messageId = randomUUID();
  const common = { ocppVersion: '1.6', action, messageId, connectionEpoch: 1 } as const;
  return [
    {
      id: randomUUID(),
      type: messageEventType(action, 'fromStation', 'call'),
      data: JSON.stringify(request),
      notes: { ...common, direction: 'fromStation', kind: 'call', receivedAt },
    },
    {
      id: randomUUID(),
      type: messageEventType(action, 'toStation', 'result'),
      data: JSON.stringify(response),
      notes: { ...common, direction: 'toStation', kind: 'result' },
    },
  ];
}
