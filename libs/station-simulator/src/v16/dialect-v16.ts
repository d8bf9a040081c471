import { instantOf, isJsonObject } from '@wattledger/kernel';
import type { JsonObject } from '@wattledger/kernel';
import { phasesOf } from '../connector.ts';
import type { Dialect, Moment } from '../dialect.ts';
import type { StopReason } from '../session-record.ts';

/** OCPP 1.6 has no reasons of its own for limits: `Other`. */
const reasonOf = (reason: StopReason): string =>
  reason === 'EnergyLimitReached' || reason === 'SOCLimitReached' || reason === 'TimeLimitReached' ? 'Other' : reason;

/** A charge point of OCPP 1.6J, second edition. */
export const dialect16: Dialect = {
  version: '1.6',
  subprotocol: 'ocpp1.6',

  bootNotification: ({ vendor, model, serialNumber, firmwareVersion }) => ({
    chargePointVendor: vendor,
    chargePointModel: model,
    chargePointSerialNumber: serialNumber,
    firmwareVersion,
    meterType: 'Simulated class B',
    meterSerialNumber: `M-${serialNumber}`.slice(0, 25),
  }),

  statusNotification: (connector, at) => ({
    connectorId: connector.id,
    errorCode: connector.faulted ? 'InternalError' : 'NoError',
    status: connector.status,
    timestamp: instantOf(at),
  }),

  stationStatus: (at) => ({ connectorId: 0, errorCode: 'NoError', status: 'Available', timestamp: instantOf(at) }),

  authorize: (idToken) => ({ idTag: idToken }),

  verdict: ({ idTagInfo }) => {
    if (!isJsonObject(idTagInfo) || typeof idTagInfo['status'] !== 'string') return undefined;
    const { status, parentIdTag } = idTagInfo;
    return { status, group: typeof parentIdTag === 'string' ? parentIdTag : undefined };
  },

  newTransactionId: () => -1,

  transactionStarted: (transaction, { at }) => ({
    action: 'StartTransaction',
    payload: () => ({
      connectorId: transaction.connector.id,
      idTag: transaction.idToken,
      meterStart: transaction.meterStartWh,
      timestamp: instantOf(at),
      ...(transaction.reservationId === undefined ? {} : { reservationId: transaction.reservationId }),
    }),
    answered: ({ transactionId }) => {
      if (typeof transactionId === 'number' || typeof transactionId === 'bigint') transaction.id = transactionId;
    },
  }),

  transactionUpdated: (transaction, moment, trigger) =>
    trigger === 'ChargingStateChanged'
      ? undefined
      : {
          action: 'MeterValues',
          payload: () => ({
            connectorId: transaction.connector.id,
            transactionId: transactionIdOf(transaction.id),
            meterValue: [meterValue(moment)],
          }),
        },

  transactionEnded: (transaction, moment, reason, idToken) => ({
    action: 'StopTransaction',
    payload: () => ({
      transactionId: transactionIdOf(transaction.id),
      meterStop: moment.sample.energyWh,
      timestamp: instantOf(moment.at),
      reason: reasonOf(reason),
      ...(idToken === undefined ? {} : { idTag: idToken }),
      transactionData: [meterValue(moment)],
    }),
  }),

  meterValues: (connector, moment) => ({
    connectorId: connector.id,
    ...(connector.transaction && connector.transaction.id !== -1
      ? { transactionId: transactionIdOf(connector.transaction.id) }
      : {}),
    meterValue: [meterValue(moment)],
  }),
};

const transactionIdOf = (id: string | number | bigint): number | bigint => (typeof id === 'string' ? -1 : id);

function meterValue({ at, sample, context }: Moment): JsonObject {
  const sampled = (measurand: string, value: number, digits: number, unit: string, more: JsonObject = {}): JsonObject => ({
    value: value.toFixed(digits),
    context,
    measurand,
    unit,
    ...more,
  });
  return {
    timestamp: instantOf(at),
    sampledValue: [
      sampled('Energy.Active.Import.Register', sample.energyWh, 0, 'Wh', { location: 'Outlet' }),
      sampled('Power.Active.Import', sample.powerW, 0, 'W', { location: 'Outlet' }),
      ...phasesOf(sample).flatMap((phase) => [
        sampled('Current.Import', sample.currentA, 2, 'A', { location: 'Outlet', ...(phase ? { phase } : {}) }),
        sampled('Voltage', sample.voltageV, 1, 'V', { location: 'Outlet', ...(phase ? { phase: `${phase}-N` } : {}) }),
      ]),
      ...(sample.socPercent === undefined ? [] : [sampled('SoC', sample.socPercent, 1, 'Percent', { location: 'EV' })]),
      ...(sample.temperatureCelsius === undefined
        ? []
        : [sampled('Temperature', sample.temperatureCelsius, 1, 'Celsius', { location: 'EV' })]),
    ],
  };
}
