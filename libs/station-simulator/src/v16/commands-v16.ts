import { instantOf } from '@wattledger/kernel';
import { compositeSchedule } from '../charging-profiles.ts';
import type { ChargingProfile, ProfilePurpose } from '../charging-profiles.ts';
import type { Command, CommandSet } from '../command.ts';
import type { Fields } from '../fields.ts';
import { Malformed } from '../fields.ts';
import type { Answer } from '../rpc-peer.ts';
import { configurationKeys } from './configuration-keys.ts';

const status = (value: string, afterwards?: () => void): Answer => ({
  result: { status: value },
  ...(afterwards ? { afterwards } : {}),
});

const purposes: Readonly<Record<string, ProfilePurpose>> = {
  ChargePointMaxProfile: 'station',
  TxDefaultProfile: 'default',
  TxProfile: 'transaction',
};

function profileOf(evseId: number, wire: Fields): ChargingProfile {
  const schedule = wire.object('chargingSchedule');
  const purpose = purposes[wire.text('chargingProfilePurpose')];
  if (!purpose) throw new Malformed('type', 'chargingProfilePurpose is not one of OCPP 1.6');
  return {
    id: wire.integer('chargingProfileId'),
    evseId,
    stackLevel: wire.integer('stackLevel'),
    purpose,
    kind: wire.text('chargingProfileKind'),
    recurrence: wire.optionalText('recurrencyKind'),
    validFrom: wire.optionalDate('validFrom'),
    validTo: wire.optionalDate('validTo'),
    schedule: {
      startsAt: schedule.optionalDate('startSchedule'),
      durationSeconds: schedule.optionalInteger('duration'),
      unit: schedule.text('chargingRateUnit') === 'A' ? 'A' : 'W',
      periods: schedule.objects('chargingSchedulePeriod').map((period) => ({
        startSeconds: period.integer('startPeriod'),
        limit: period.number('limit'),
        phases: period.optionalInteger('numberPhases'),
      })),
    },
    wire: wire.wire,
  };
}

const triggerMessage: Command = (fields, station) => {
  const connectorId = fields.optionalInteger('connectorId');
  const { triggers } = station;
  switch (fields.text('requestedMessage')) {
    case 'BootNotification':
      return status('Accepted', () => triggers.boot());
    case 'Heartbeat':
      return status('Accepted', () => triggers.heartbeat());
    case 'StatusNotification':
      return triggers.knows(connectorId) ? status('Accepted', () => triggers.status(connectorId)) : status('Rejected');
    case 'MeterValues':
      return triggers.knows(connectorId) ? status('Accepted', () => triggers.meterValues(connectorId)) : status('Rejected');
    case 'DiagnosticsStatusNotification':
    case 'FirmwareStatusNotification':
    case 'LogStatusNotification': {
      const action = fields.text('requestedMessage');
      return status('Accepted', () => triggers.idle(action));
    }
    default:
      return status('NotImplemented');
  }
};

const commands: Readonly<Record<string, Command>> = {
  CancelReservation: (fields, station) =>
    status(station.reservations.cancel(fields.integer('reservationId')) ? 'Accepted' : 'Rejected'),

  ChangeAvailability: (fields, station) => {
    const connectorId = fields.integer('connectorId');
    const outcome = station.changeAvailability(connectorId, fields.text('type') === 'Operative');
    return status(outcome, () => void station.reportStatuses());
  },

  ChangeConfiguration: (fields, station) => {
    const change = configurationKeys.get(fields.text('key'));
    const value = fields.text('value');
    if (!change) return status('NotSupported');
    return status(change.change ? change.change(station, value) : 'Rejected');
  },

  ClearCache: (_fields, station) => {
    station.tokens.clearCache();
    return status('Accepted');
  },

  ClearChargingProfile: (fields, station) => {
    const purpose = fields.optionalText('chargingProfilePurpose');
    const cleared = station.charging.clearProfiles({
      id: fields.optionalInteger('id'),
      evseId: fields.optionalInteger('connectorId'),
      purpose: purpose === undefined ? undefined : purposes[purpose],
      stackLevel: fields.optionalInteger('stackLevel'),
    });
    return status(cleared > 0 ? 'Accepted' : 'Unknown');
  },

  DataTransfer: (fields) => {
    fields.text('vendorId');
    return status('UnknownVendorId');
  },

  ExtendedTriggerMessage: triggerMessage,

  GetCompositeSchedule: (fields, station) => {
    const connectorId = fields.integer('connectorId');
    const duration = fields.integer('duration');
    const unit = fields.optionalText('chargingRateUnit') === 'A' ? 'A' : 'W';
    const question = station.charging.limitQuestion(connectorId);
    if (!question) return status('Rejected');
    const periods = compositeSchedule(station.profiles.list, question, duration, unit);
    return {
      result: {
        status: 'Accepted',
        connectorId,
        scheduleStart: instantOf(question.at),
        chargingSchedule: {
          duration,
          startSchedule: instantOf(question.at),
          chargingRateUnit: unit,
          chargingSchedulePeriod: periods.map(({ startSeconds, limit }) => ({ startPeriod: startSeconds, limit })),
        },
      },
    };
  },

  GetConfiguration: (fields, station) => {
    const asked = fields.optionalTexts('key');
    const names = asked && asked.length > 0 ? asked : [...configurationKeys.keys()];
    const found = names.flatMap((key) => {
      const entry = configurationKeys.get(key);
      if (!entry) return [];
      const value = entry.value(station);
      return [{ key, readonly: entry.change === undefined, ...(value === undefined ? {} : { value }) }];
    });
    const unknownKey = names.filter((key) => !configurationKeys.has(key)).map((key) => key.slice(0, 50));
    return { result: { configurationKey: found, ...(unknownKey.length > 0 ? { unknownKey } : {}) } };
  },

  GetLocalListVersion: (_fields, station) => ({ result: { listVersion: station.tokens.listVersion } }),

  RemoteStartTransaction: (fields, station) => {
    const idToken = fields.text('idTag');
    const profile = fields.optionalObject('chargingProfile');
    const connector = station.remoteStartTarget(fields.optionalInteger('connectorId'), idToken);
    if (!connector) return status('Rejected');
    const chargingProfile = profile && profileOf(connector.id, profile);
    return status('Accepted', () => void station.remoteStart(connector, idToken, { chargingProfile }));
  },

  RemoteStopTransaction: (fields, station) => {
    fields.integer('transactionId');
    const transaction = station.charging.transactionWith(String(fields.raw('transactionId')));
    return transaction ? status('Accepted', () => void station.charging.stop(transaction, 'Remote')) : status('Rejected');
  },

  ReserveNow: (fields, station) =>
    status(
      station.reservations.reserve({
        id: fields.integer('reservationId'),
        connectorId: fields.integer('connectorId'),
        idToken: fields.text('idTag'),
        groupIdToken: fields.optionalText('parentIdTag'),
        expiresAt: fields.optionalDate('expiryDate') ?? new Date(0),
      }),
      () => void station.reportStatuses(),
    ),

  Reset: (fields, station) => {
    const hard = fields.text('type') === 'Hard';
    return status('Accepted', () => void station.reboot({ reason: 'RemoteReset', graceful: !hard }));
  },

  SendLocalList: (fields, station) => {
    const entries = (fields.optionalObjects('localAuthorizationList') ?? []).map((entry) => ({
      idToken: entry.text('idTag'),
      status: entry.optionalObject('idTagInfo')?.text('status'),
    }));
    return status(station.tokens.updateList(fields.integer('listVersion'), fields.text('updateType') === 'Full', entries));
  },

  SetChargingProfile: (fields, station) => {
    const profile = profileOf(fields.integer('connectorId'), fields.object('csChargingProfiles'));
    return status(station.charging.addProfile(profile) ? 'Accepted' : 'Rejected');
  },

  TriggerMessage: triggerMessage,

  UnlockConnector: (fields, station) => {
    const connector = station.connector(fields.integer('connectorId'));
    if (!connector) return status('NotSupported');
    return status('Unlocked', () => {
      if (connector.transaction) void station.charging.stop(connector.transaction, 'UnlockCommand');
    });
  },
};

const unsupported: ReadonlySet<string> = new Set([
  'CertificateSigned',
  'DeleteCertificate',
  'GetDiagnostics',
  'GetInstalledCertificateIds',
  'GetLog',
  'InstallCertificate',
  'SignedUpdateFirmware',
  'UpdateFirmware',
]);

/** What a charge point of OCPP 1.6 does when it is told to (chapter 5). */
export const commands16: CommandSet = {
  commands,
  unsupported,
  errorCodes: { occurrence: 'OccurenceConstraintViolation', type: 'TypeConstraintViolation' },
};
