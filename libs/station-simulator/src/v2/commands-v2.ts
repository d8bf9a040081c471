import { instantOf } from '@wattledger/kernel';
import type { JsonObject } from '@wattledger/kernel';
import { compositeSchedule } from '../charging-profiles.ts';
import type { Command, CommandSet } from '../command.ts';
import type { Answer } from '../rpc-peer.ts';
import { profileOf, purposeOf, reportProfiles } from './profiles-v2.ts';
import { getBaseReport, getReport, getVariables, setVariables } from './variables.ts';

const status = (value: string, afterwards?: () => void): Answer => ({
  result: { status: value },
  ...(afterwards ? { afterwards } : {}),
});

const commands: Readonly<Record<string, Command>> = {
  CancelReservation: (fields, station) =>
    status(station.reservations.cancel(fields.integer('reservationId')) ? 'Accepted' : 'Rejected'),

  ChangeAvailability: (fields, station) => {
    const evseId = fields.optionalObject('evse')?.integer('id');
    const outcome = station.changeAvailability(evseId, fields.text('operationalStatus') === 'Operative');
    return status(outcome, () => void station.reportStatuses());
  },

  ClearCache: (_fields, station) => {
    station.tokens.clearCache();
    return status('Accepted');
  },

  ClearChargingProfile: (fields, station) => {
    const criteria = fields.optionalObject('chargingProfileCriteria');
    const cleared = station.charging.clearProfiles({
      id: fields.optionalInteger('chargingProfileId'),
      evseId: criteria?.optionalInteger('evseId'),
      purpose: purposeOf(criteria?.optionalText('chargingProfilePurpose')),
      stackLevel: criteria?.optionalInteger('stackLevel'),
    });
    return status(cleared > 0 ? 'Accepted' : 'Unknown');
  },

  CostUpdated: (fields, station) => {
    const totalCost = fields.number('totalCost');
    const transaction = station.charging.transactionWith(fields.text('transactionId'));
    if (transaction) transaction.totalCost = totalCost;
    return { result: {} };
  },

  DataTransfer: (fields) => {
    fields.text('vendorId');
    return status('UnknownVendorId');
  },

  GetBaseReport: getBaseReport,

  GetChargingProfiles: (fields, station) => {
    const requestId = fields.integer('requestId');
    const criteria = fields.object('chargingProfile');
    const ids = criteria.optionalList('chargingProfileId');
    const found = station.profiles
      .find({
        evseId: fields.optionalInteger('evseId'),
        purpose: purposeOf(criteria.optionalText('chargingProfilePurpose')),
        stackLevel: criteria.optionalInteger('stackLevel'),
      })
      .filter(({ id }) => !ids || ids.includes(id));
    if (found.length === 0) return status('NoProfiles');
    return status('Accepted', () => void reportProfiles(station, requestId, found));
  },

  GetCompositeSchedule: (fields, station) => {
    const evseId = fields.integer('evseId');
    const duration = fields.integer('duration');
    const unit = fields.optionalText('chargingRateUnit') === 'A' ? 'A' : 'W';
    const question = station.charging.limitQuestion(evseId);
    if (!question) return status('Rejected');
    const periods = compositeSchedule(station.profiles.list, question, duration, unit);
    const schedule: JsonObject = {
      evseId,
      duration,
      scheduleStart: instantOf(question.at),
      chargingRateUnit: unit,
      chargingSchedulePeriod: periods.map(({ startSeconds, limit }) => ({ startPeriod: startSeconds, limit })),
    };
    return { result: { status: 'Accepted', schedule } };
  },

  GetLocalListVersion: (_fields, station) => ({ result: { versionNumber: station.tokens.listVersion } }),

  GetReport: getReport,

  GetTransactionStatus: (fields, station) => {
    const id = fields.optionalText('transactionId');
    const messagesInQueue = station.outbox.length > 0;
    const ongoing: JsonObject = id === undefined ? {} : { ongoingIndicator: station.charging.transactionWith(id) !== undefined };
    return { result: { ...ongoing, messagesInQueue } };
  },

  GetVariables: getVariables,

  RequestStartTransaction: (fields, station) => {
    const idToken = fields.object('idToken').text('idToken');
    const remoteStartId = fields.integer('remoteStartId');
    const profile = fields.optionalObject('chargingProfile');
    const connector = station.remoteStartTarget(fields.optionalInteger('evseId'), idToken);
    if (!connector) return status('Rejected');
    const chargingProfile = profile && profileOf(connector.id, profile);
    return status('Accepted', () => void station.remoteStart(connector, idToken, { remoteStartId, chargingProfile }));
  },

  RequestStopTransaction: (fields, station) => {
    const transaction = station.charging.transactionWith(fields.text('transactionId'));
    return transaction ? status('Accepted', () => void station.charging.stop(transaction, 'Remote')) : status('Rejected');
  },

  ReserveNow: (fields, station) => {
    const idToken = fields.object('idToken').text('idToken');
    const evseId = fields.optionalInteger('evseId') ?? station.remoteStartTarget(undefined, idToken)?.id ?? 0;
    return status(
      station.reservations.reserve({
        id: fields.integer('id'),
        connectorId: evseId,
        idToken,
        groupIdToken: fields.optionalObject('groupIdToken')?.text('idToken'),
        expiresAt: fields.optionalDate('expiryDateTime') ?? new Date(0),
      }),
      () => void station.reportStatuses(),
    );
  },

  Reset: (fields, station) => {
    const whenIdle = fields.text('type') === 'OnIdle';
    if (fields.optionalInteger('evseId') !== undefined) return status('Rejected');
    const waits = whenIdle && station.charging.transactions.length > 0;
    const reason = waits ? 'ScheduledReset' : 'RemoteReset';
    return status(waits ? 'Scheduled' : 'Accepted', () => void station.reboot({ reason, graceful: true, whenIdle }));
  },

  SendLocalList: (fields, station) => {
    const entries = (fields.optionalObjects('localAuthorizationList') ?? []).map((entry) => ({
      idToken: entry.object('idToken').text('idToken'),
      status: entry.optionalObject('idTokenInfo')?.text('status'),
    }));
    return status(station.tokens.updateList(fields.integer('versionNumber'), fields.text('updateType') === 'Full', entries));
  },

  SetChargingProfile: (fields, station) => {
    const profile = profileOf(fields.integer('evseId'), fields.object('chargingProfile'));
    return status(station.charging.addProfile(profile) ? 'Accepted' : 'Rejected');
  },

  SetVariables: setVariables,

  TriggerMessage: (fields, station) => {
    const evseId = fields.optionalObject('evse')?.integer('id');
    const message = fields.text('requestedMessage');
    const { triggers } = station;
    const known = triggers.knows(evseId);
    switch (message) {
      case 'BootNotification':
        return status('Accepted', () => triggers.boot());
      case 'Heartbeat':
        return status('Accepted', () => triggers.heartbeat());
      case 'StatusNotification':
        return known ? status('Accepted', () => triggers.status(evseId)) : status('Rejected');
      case 'MeterValues':
        return known ? status('Accepted', () => triggers.meterValues(evseId)) : status('Rejected');
      case 'TransactionEvent':
        return triggers.charges(evseId) ? status('Accepted', () => triggers.transactionEvent(evseId)) : status('Rejected');
      case 'FirmwareStatusNotification':
      case 'LogStatusNotification':
        return status('Accepted', () => triggers.idle(message));
      default:
        return status('NotImplemented');
    }
  },

  UnlockConnector: (fields, station) => {
    const connector = fields.integer('connectorId') === 1 ? station.connector(fields.integer('evseId')) : undefined;
    if (!connector) return status('UnknownConnector');
    return status(connector.transaction ? 'OngoingAuthorizedTransaction' : 'Unlocked');
  },
};

const tariffCommands: Readonly<Record<string, Command>> = {
  ClearTariffs: (fields, station) => {
    const evseId = fields.optionalInteger('evseId');
    const clearTariffsResult = fields.optionalTexts('tariffIds')?.map((tariffId) => ({
      tariffId,
      status: station.tariffs.clear(evseId, tariffId) ? 'Accepted' : 'NoTariff',
    })) ?? [{ status: station.tariffs.clear(evseId) ? 'Accepted' : 'NoTariff' }];
    return { result: { clearTariffsResult } };
  },

  GetTariffs: (fields, station) => {
    const held = station.tariffs.list(fields.integer('evseId'));
    if (held.length === 0) return status('NoTariff');
    return { result: { status: 'Accepted', tariffAssignments: held.map((of) => ({ ...of, tariffKind: 'DefaultTariff' })) } };
  },

  SetDefaultTariff: (fields, station) => {
    const tariffId = fields.object('tariff').text('tariffId');
    return status(station.tariffs.set(fields.integer('evseId'), tariffId) ? 'Accepted' : 'Rejected');
  },
};

const unsupported = [
  'CertificateSigned',
  'ClearDisplayMessage',
  'ClearVariableMonitoring',
  'CustomerInformation',
  'DeleteCertificate',
  'GetDisplayMessages',
  'GetInstalledCertificateIds',
  'GetLog',
  'GetMonitoringReport',
  'InstallCertificate',
  'PublishFirmware',
  'SetDisplayMessage',
  'SetMonitoringBase',
  'SetMonitoringLevel',
  'SetNetworkProfile',
  'SetVariableMonitoring',
  'UnpublishFirmware',
  'UpdateFirmware',
];

const unsupported21 = [
  'AFRRSignal',
  'AdjustPeriodicEventStream',
  'ChangeTransactionTariff',
  'ClearDERControl',
  'GetDERControl',
  'GetPeriodicEventStream',
  'NotifyAllowedEnergyTransfer',
  'NotifyWebPaymentStarted',
  'RequestBatterySwap',
  'SetDERControl',
  'UpdateDynamicSchedule',
  'UsePriorityCharging',
];

const errorCodes = { occurrence: 'OccurrenceConstraintViolation', type: 'TypeConstraintViolation' };

/** What a charging station of OCPP 2.0.1 does when it is told to. */
export const commands201: CommandSet = { commands, unsupported: new Set(unsupported), errorCodes };

/** The same and more of OCPP 2.1. */
export const commands21: CommandSet = {
  commands: { ...commands, ...tariffCommands },
  unsupported: new Set([...unsupported, ...unsupported21]),
  errorCodes,
};
