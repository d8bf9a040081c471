import { randomUUID } from 'node:crypto';
import { instantOf, isJsonObject } from '@wattledger/kernel';
import type { JsonObject } from '@wattledger/kernel';
import { phasesOf } from '../connector.ts';
import type { Transaction, TransactionLimit } from '../connector.ts';
import type { Dialect, Moment, SimulatedVersion, TokenVerdict } from '../dialect.ts';
import { Fields } from '../fields.ts';
import type { TransactionMessage } from '../outbox.ts';
import type { StopReason } from '../session-record.ts';

/** How the two lists of OCPP 2.x, `stoppedReason` and `triggerReason`, name the end of a transaction. */
const endings: Readonly<Record<StopReason, { readonly stopped: string; readonly trigger: string }>> = {
  Local: { stopped: 'Local', trigger: 'StopAuthorized' },
  Remote: { stopped: 'Remote', trigger: 'RemoteStop' },
  EVDisconnected: { stopped: 'EVDisconnected', trigger: 'EVCommunicationLost' },
  DeAuthorized: { stopped: 'DeAuthorized', trigger: 'Deauthorized' },
  UnlockCommand: { stopped: 'Other', trigger: 'UnlockCommand' },
  HardReset: { stopped: 'ImmediateReset', trigger: 'ResetCommand' },
  SoftReset: { stopped: 'ImmediateReset', trigger: 'ResetCommand' },
  PowerLoss: { stopped: 'PowerLoss', trigger: 'AbnormalCondition' },
  EnergyLimitReached: { stopped: 'EnergyLimitReached', trigger: 'EnergyLimitReached' },
  SOCLimitReached: { stopped: 'SOCLimitReached', trigger: 'EnergyLimitReached' },
  TimeLimitReached: { stopped: 'TimeLimitReached', trigger: 'TimeLimitReached' },
  Other: { stopped: 'Other', trigger: 'AbnormalCondition' },
};

const tokenOf = (idToken: string): JsonObject => ({ idToken, type: 'ISO14443' });

function dialect(version: SimulatedVersion, subprotocol: string): Dialect {
  return {
    version,
    subprotocol,

    bootNotification: ({ vendor, model, serialNumber, firmwareVersion }, reason) => ({
      reason,
      chargingStation: { vendorName: vendor, model, serialNumber, firmwareVersion },
    }),

    statusNotification: (connector, at) => ({
      timestamp: instantOf(at),
      connectorStatus: statusOf(connector.status),
      evseId: connector.id,
      connectorId: 1,
    }),

    authorize: (idToken) => ({ idToken: tokenOf(idToken) }),
    verdict,
    newTransactionId: () => randomUUID(),

    transactionStarted: (transaction, moment) =>
      transactionEvent(transaction, moment, {
        eventType: 'Started',
        triggerReason: transaction.remoteStartId === undefined ? 'Authorized' : 'RemoteStart',
        info: transaction.remoteStartId === undefined ? {} : { remoteStartId: transaction.remoteStartId },
        more: {
          idToken: tokenOf(transaction.idToken),
          ...(transaction.reservationId === undefined ? {} : { reservationId: transaction.reservationId }),
        },
      }),

    transactionUpdated: (transaction, moment, trigger) =>
      transactionEvent(transaction, moment, { eventType: 'Updated', triggerReason: trigger }),

    transactionEnded: (transaction, moment, reason, idToken) =>
      transactionEvent(transaction, moment, {
        eventType: 'Ended',
        triggerReason: endings[reason].trigger,
        info: { stoppedReason: endings[reason].stopped, chargingState: reason === 'EVDisconnected' ? 'Idle' : 'EVConnected' },
        more: idToken === undefined ? {} : { idToken: tokenOf(idToken) },
      }),

    meterValues: (connector, moment) => ({ evseId: connector.id, meterValue: [meterValue(moment)] }),
  };
}

export const dialect201 = dialect('2.0.1', 'ocpp2.0.1');
export const dialect21 = dialect('2.1', 'ocpp2.1');

/** OCPP 2.x sees five connector states; all that has a vehicle is `Occupied`. */
function statusOf(status: string): string {
  return ['Available', 'Reserved', 'Unavailable', 'Faulted'].includes(status) ? status : 'Occupied';
}

function verdict(answer: JsonObject): TokenVerdict | undefined {
  const fields = new Fields(answer);
  const { idTokenInfo, transactionLimit, totalCost } = answer;
  const info = isJsonObject(idTokenInfo) ? fields.object('idTokenInfo') : undefined;
  const status = info?.optionalText('status');
  const group = info?.optionalObject('groupIdToken')?.optionalText('idToken');
  const limit = isJsonObject(transactionLimit) ? limitOf(fields.object('transactionLimit')) : undefined;
  if (status === undefined && limit === undefined && totalCost === undefined) return undefined;
  return { status, group, limit, totalCost: typeof totalCost === 'number' ? totalCost : undefined };
}

const limitOf = (limit: Fields): TransactionLimit => ({
  energyWh: limit.optionalNumber('maxEnergy'),
  seconds: limit.optionalNumber('maxTime'),
  socPercent: limit.optionalNumber('maxSoC'),
});

interface EventParts {
  readonly eventType: 'Started' | 'Updated' | 'Ended';
  readonly triggerReason: string;
  readonly info?: JsonObject;
  readonly more?: JsonObject;
}

/** The number is taken, and the payload written, when it happens: a replay later says the same (OCPP 2.0.1 E04). */
function transactionEvent(
  transaction: Transaction,
  moment: Moment,
  { eventType, triggerReason, info, more }: EventParts,
): TransactionMessage {
  const payload: JsonObject = {
    eventType,
    timestamp: instantOf(moment.at),
    triggerReason,
    seqNo: transaction.seqNo,
    ...(moment.offline ? { offline: true } : {}),
    transactionInfo: { transactionId: String(transaction.id), chargingState: transaction.chargingState, ...info },
    evse: { id: transaction.connector.id, connectorId: 1 },
    meterValue: [meterValue(moment)],
    ...more,
  };
  transaction.seqNo += 1;
  return { action: 'TransactionEvent', payload: () => payload };
}

/** The list of measurands of OCPP 2.x has no temperature: it is a variable of the device model. */
function meterValue({ at, sample, context }: Moment): JsonObject {
  const sampled = (measurand: string, value: number, digits: number, unit: string, more: JsonObject = {}): JsonObject => ({
    value: Number(value.toFixed(digits)),
    context,
    measurand,
    location: 'Outlet',
    unitOfMeasure: { unit },
    ...more,
  });
  return {
    timestamp: instantOf(at),
    sampledValue: [
      sampled('Energy.Active.Import.Register', sample.energyWh, 0, 'Wh'),
      sampled('Power.Active.Import', sample.powerW, 0, 'W'),
      ...phasesOf(sample).flatMap((phase) => [
        sampled('Current.Import', sample.currentA, 2, 'A', phase ? { phase } : {}),
        sampled('Voltage', sample.voltageV, 1, 'V', phase ? { phase: `${phase}-N` } : {}),
      ]),
      ...(sample.socPercent === undefined ? [] : [sampled('SoC', sample.socPercent, 1, 'Percent', { location: 'EV' })]),
    ],
  };
}
