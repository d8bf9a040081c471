import { MESSAGE_FORM, eventVersions } from '@wattledger/event-log';
import { messageEventType } from '@wattledger/ocpp';
import type { MessageDirection, MessageKind, OcppVersion } from '@wattledger/ocpp';
import type { JsonObject } from '@wattledger/kernel';
import { meters16, start16, status16, stop16, transactionEvent } from '../frames.ts';
import type { EventFixture } from './event-fixtures.ts';

type Said = readonly [version: OcppVersion, direction: MessageDirection, kind: MessageKind, action: string, payload: JsonObject];

const AT = '2026-05-01T08:00:00.000Z';
/** As the sealer writes a token: its pseudonym, and what only the holder of its key can read. */
const SEALED = 'sealed:c3ViamVjdC1vZi1hLXRva2:bm9uY2Utd2l0aC1jaXBoZXJ0ZXh0';
const moment = { event: 'Started', id: 'tx-1', seqNo: 0, timestamp: AT, registerWh: 100, token: SEALED } as const;

const said: readonly Said[] = [
  ['1.6', 'fromStation', 'call', 'BootNotification', { chargePointVendor: 'Oak', chargePointModel: 'One' }],
  ['1.6', 'toStation', 'result', 'BootNotification', { status: 'Accepted', interval: 300, currentTime: AT }],
  ['1.6', 'fromStation', 'call', 'StatusNotification', status16('Available')],
  ['1.6', 'fromStation', 'call', 'StartTransaction', start16(SEALED, 100, AT)],
  ['1.6', 'toStation', 'result', 'StartTransaction', { transactionId: 1, idTagInfo: { status: 'Accepted' } }],
  ['1.6', 'fromStation', 'call', 'MeterValues', meters16(110, 50, AT, 1)],
  ['1.6', 'fromStation', 'call', 'StopTransaction', stop16(1, 200, AT)],
  ['1.6', 'toStation', 'error', 'Reset', { errorCode: 'NotSupported', errorDescription: '', errorDetails: {} }],
  ['2.0.1', 'fromStation', 'call', 'TransactionEvent', transactionEvent(moment)],
  ['2.1', 'fromStation', 'call', 'TransactionEvent', transactionEvent({ ...moment, event: 'Ended', seqNo: 1 })],
  ['2.1', 'toStation', 'call', 'RequestStopTransaction', { transactionId: 'tx-1' }],
];

/** Messages as they are stored in the present version of their form. */
export const messageFixture = (): EventFixture => ({
  type: MESSAGE_FORM,
  version: eventVersions.current(MESSAGE_FORM),
  events: said.map(([ocppVersion, direction, kind, action, data], index) => ({
    stream: 'station-of-fixture',
    metadata: {
      type: messageEventType(action, direction, kind),
      schemaVersion: eventVersions.current(MESSAGE_FORM),
      recordedAt: AT,
      receivedAt: AT,
      direction,
      ocppVersion,
      action,
      kind,
      messageId: `m${index}`,
      connectionEpoch: 1,
    },
    data,
  })),
});
