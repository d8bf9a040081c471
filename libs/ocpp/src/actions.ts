import { ocppVersions } from './message.ts';
import type { MessageDirection, OcppVersion } from './message.ts';

// OCPP 1.6 edition 2, section 4 and 5, and the security whitepaper (edition 2), section 4 and 5.
const fromStation16 = [
  'Authorize',
  'BootNotification',
  'DiagnosticsStatusNotification',
  'FirmwareStatusNotification',
  'Heartbeat',
  'LogStatusNotification',
  'MeterValues',
  'SecurityEventNotification',
  'SignCertificate',
  'SignedFirmwareStatusNotification',
  'StartTransaction',
  'StatusNotification',
  'StopTransaction',
] as const;

const toStation16 = [
  'CancelReservation',
  'CertificateSigned',
  'ChangeAvailability',
  'ChangeConfiguration',
  'ClearCache',
  'ClearChargingProfile',
  'DeleteCertificate',
  'ExtendedTriggerMessage',
  'GetCompositeSchedule',
  'GetConfiguration',
  'GetDiagnostics',
  'GetInstalledCertificateIds',
  'GetLocalListVersion',
  'GetLog',
  'InstallCertificate',
  'RemoteStartTransaction',
  'RemoteStopTransaction',
  'ReserveNow',
  'Reset',
  'SendLocalList',
  'SetChargingProfile',
  'SignedUpdateFirmware',
  'TriggerMessage',
  'UnlockConnector',
  'UpdateFirmware',
] as const;

// OCPP 2.0.1 part 2, section "Messages, datatypes & enumerations".
const fromStation201 = [
  'Authorize',
  'BootNotification',
  'ClearedChargingLimit',
  'FirmwareStatusNotification',
  'Get15118EVCertificate',
  'GetCertificateStatus',
  'Heartbeat',
  'LogStatusNotification',
  'MeterValues',
  'NotifyChargingLimit',
  'NotifyCustomerInformation',
  'NotifyDisplayMessages',
  'NotifyEVChargingNeeds',
  'NotifyEVChargingSchedule',
  'NotifyEvent',
  'NotifyMonitoringReport',
  'NotifyReport',
  'PublishFirmwareStatusNotification',
  'ReportChargingProfiles',
  'ReservationStatusUpdate',
  'SecurityEventNotification',
  'SignCertificate',
  'StatusNotification',
  'TransactionEvent',
] as const;

const toStation201 = [
  'CancelReservation',
  'CertificateSigned',
  'ChangeAvailability',
  'ClearCache',
  'ClearChargingProfile',
  'ClearDisplayMessage',
  'ClearVariableMonitoring',
  'CostUpdated',
  'CustomerInformation',
  'DeleteCertificate',
  'GetBaseReport',
  'GetChargingProfiles',
  'GetCompositeSchedule',
  'GetDisplayMessages',
  'GetInstalledCertificateIds',
  'GetLocalListVersion',
  'GetLog',
  'GetMonitoringReport',
  'GetReport',
  'GetTransactionStatus',
  'GetVariables',
  'InstallCertificate',
  'PublishFirmware',
  'RequestStartTransaction',
  'RequestStopTransaction',
  'ReserveNow',
  'Reset',
  'SendLocalList',
  'SetChargingProfile',
  'SetDisplayMessage',
  'SetMonitoringBase',
  'SetMonitoringLevel',
  'SetNetworkProfile',
  'SetVariableMonitoring',
  'SetVariables',
  'TriggerMessage',
  'UnlockConnector',
  'UnpublishFirmware',
  'UpdateFirmware',
] as const;

// What OCPP 2.1 edition 1 adds.
const fromStationSince21 = [
  'BatterySwap',
  'ClosePeriodicEventStream',
  'GetCertificateChainStatus',
  'NotifyDERAlarm',
  'NotifyDERStartStop',
  'NotifyPeriodicEventStream',
  'NotifyPriorityCharging',
  'NotifySettlement',
  'OpenPeriodicEventStream',
  'PullDynamicScheduleUpdate',
  'ReportDERControl',
  'VatNumberValidation',
] as const;

const toStationSince21 = [
  'AFRRSignal',
  'AdjustPeriodicEventStream',
  'ChangeTransactionTariff',
  'ClearDERControl',
  'ClearTariffs',
  'GetDERControl',
  'GetPeriodicEventStream',
  'GetTariffs',
  'NotifyAllowedEnergyTransfer',
  'NotifyWebPaymentStarted',
  'RequestBatterySwap',
  'SetDERControl',
  'SetDefaultTariff',
  'UpdateDynamicSchedule',
  'UsePriorityCharging',
] as const;

/** Every action of every version, by the side that calls. `DataTransfer` may be called by either. */
export const actionsOf = {
  '1.6': { fromStation: fromStation16, toStation: toStation16, both: ['DataTransfer'] },
  '2.0.1': { fromStation: fromStation201, toStation: toStation201, both: ['DataTransfer'] },
  '2.1': {
    fromStation: [...fromStation201, ...fromStationSince21],
    toStation: [...toStation201, ...toStationSince21],
    both: ['DataTransfer'],
  },
} as const satisfies Record<OcppVersion, Record<MessageDirection | 'both', readonly string[]>>;

type CatalogueOf<Version extends OcppVersion> = (typeof actionsOf)[Version];

/** The actions that a station calls, `DataTransfer` included. */
export type StationAction<Version extends OcppVersion = OcppVersion> = Version extends OcppVersion
  ? CatalogueOf<Version>['fromStation' | 'both'][number]
  : never;

/** The actions that a station is called with, `DataTransfer` included. */
export type PlatformAction<Version extends OcppVersion = OcppVersion> = Version extends OcppVersion
  ? CatalogueOf<Version>['toStation' | 'both'][number]
  : never;

export type Action<Version extends OcppVersion = OcppVersion> = StationAction<Version> | PlatformAction<Version>;

export type CallingSide = MessageDirection | 'both';

const sideOfAction: Readonly<Record<OcppVersion, ReadonlyMap<string, CallingSide>>> = {
  '1.6': sidesOf('1.6'),
  '2.0.1': sidesOf('2.0.1'),
  '2.1': sidesOf('2.1'),
};

function sidesOf(version: OcppVersion): ReadonlyMap<string, CallingSide> {
  const { fromStation, toStation, both } = actionsOf[version];
  const entries = (names: readonly string[], side: CallingSide) => names.map((name) => [name, side] as const);
  return new Map([...entries(fromStation, 'fromStation'), ...entries(toStation, 'toStation'), ...entries(both, 'both')]);
}

/** Who calls this action; `undefined` when this version has no such action. */
export const directionOf = (version: OcppVersion, action: string): CallingSide | undefined => sideOfAction[version].get(action);

export const isKnownAction = <Version extends OcppVersion>(version: Version, action: string): action is Action<Version> =>
  sideOfAction[version].has(action);

/** True when a station of this version may call us with this action. */
export function isStationAction<Version extends OcppVersion>(version: Version, action: string): action is StationAction<Version> {
  const side = directionOf(version, action);
  return side === 'fromStation' || side === 'both';
}

/** True when we may call a station of this version with this action. */
export function isPlatformAction<Version extends OcppVersion>(
  version: Version,
  action: string,
): action is PlatformAction<Version> {
  const side = directionOf(version, action);
  return side === 'toStation' || side === 'both';
}

/** True for what travels as SEND (RPC type 6): it has no answer. */
export const isSendAction = (version: OcppVersion, action: string): boolean =>
  version === '2.1' && action === 'NotifyPeriodicEventStream';

/** Every action of a version, in alphabetical order. */
export const listActions = (version: OcppVersion): readonly string[] => [...sideOfAction[version].keys()].sort();

/** Every action that any version knows, in alphabetical order. */
export const listAllActions = (): readonly string[] => [...new Set(ocppVersions.flatMap(listActions))].sort();
