import type { OcppVersion } from './message.ts';
import type { Part } from './types.ts';

/**
 * What a payload cannot do without, reviewed by hand: a path per field, `transactionInfo.transactionId` for a nested one.
 *
 * Only these stay required when a payload that breaks its schema is read leniently; a nested one only where what it is nested
 * in is there. What is not listed can be missing and the message still makes sense: a boot without a vendor is a boot, a meter
 * value without a time was taken now. Objects and lists that the schema requires are listed, for whoever answers looks into them.
 */
type Essentials = Readonly<Record<string, readonly string[]>>;

const requests16: Essentials = {
  Authorize: ['idTag'],
  DataTransfer: ['vendorId'],
  DiagnosticsStatusNotification: ['status'],
  FirmwareStatusNotification: ['status'],
  LogStatusNotification: ['status'],
  MeterValues: ['connectorId', 'meterValue'],
  SecurityEventNotification: ['type'],
  SignCertificate: ['csr'],
  SignedFirmwareStatusNotification: ['status'],
  StartTransaction: ['connectorId', 'idTag', 'meterStart', 'timestamp'],
  StatusNotification: ['connectorId', 'status'],
  StopTransaction: ['transactionId', 'meterStop'],
};

const requests2: Essentials = {
  Authorize: ['idToken', 'idToken.idToken'],
  BootNotification: ['chargingStation'],
  DataTransfer: ['vendorId'],
  FirmwareStatusNotification: ['status'],
  Get15118EVCertificate: ['action', 'exiRequest', 'iso15118SchemaVersion'],
  GetCertificateStatus: ['ocspRequestData'],
  LogStatusNotification: ['status'],
  MeterValues: ['evseId', 'meterValue'],
  NotifyChargingLimit: ['chargingLimit'],
  NotifyEVChargingNeeds: ['chargingNeeds'],
  NotifyEVChargingSchedule: ['chargingSchedule'],
  NotifyEvent: ['eventData'],
  PublishFirmwareStatusNotification: ['status'],
  ReportChargingProfiles: ['chargingProfile'],
  ReservationStatusUpdate: ['reservationId', 'reservationUpdateStatus'],
  SecurityEventNotification: ['type'],
  SignCertificate: ['csr'],
  StatusNotification: ['evseId', 'connectorId', 'connectorStatus'],
  TransactionEvent: ['eventType', 'transactionInfo', 'transactionInfo.transactionId', 'idToken.idToken'],
};

const requests21: Essentials = {
  ...requests2,
  BatterySwap: ['eventType', 'requestId', 'batteryData'],
  GetCertificateChainStatus: ['certificateStatusRequests'],
  NotifyPeriodicEventStream: ['id', 'data'],
  OpenPeriodicEventStream: ['constantStreamData'],
  VatNumberValidation: ['vatNumber'],
};

const responses2: Essentials = { GetVariables: ['getVariableResult'], SetVariables: ['setVariableResult'] };

const essentials: Readonly<Record<OcppVersion, Readonly<Record<Part, Essentials>>>> = {
  '1.6': { request: requests16, response: {} },
  '2.0.1': { request: requests2, response: responses2 },
  '2.1': { request: requests21, response: responses2 },
};

/** The fields without which a message has no meaning. Beside those listed: the `status` of an answer that has one. */
export const essentialFields = (version: OcppVersion, action: string, part: Part): readonly string[] =>
  essentials[version][part][action] ?? (part === 'response' ? ['status'] : []);

/** Fields whose values decide what the message is: a value outside the list leaves nothing to understand. */
export const decisiveFields = (action: string, part: Part): readonly string[] =>
  part === 'request' && (action === 'TransactionEvent' || action === 'BatterySwap') ? ['eventType'] : [];
