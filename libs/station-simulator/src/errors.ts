import { faultsOf } from '@wattledger/kernel';
import type { ErrorCatalogue } from '@wattledger/kernel';

export const simulatorErrors = {
  'call-timed-out': {
    meaning: 'The platform did not answer a call of the station in time',
    remedy: 'Look for the message id in the event log: the call may have been recorded; raise callTimeoutMs for slow links',
  },
  'call-refused': {
    meaning: 'The platform answered a call of the station with a CALLERROR',
    remedy: 'The message carries the error code and description of the platform',
  },
  'connection-lost': {
    meaning: 'The connection closed before the platform answered',
    remedy: 'The station connects again by itself; transaction messages are kept and repeated',
  },
  'connection-refused': {
    meaning: 'The platform did not accept the connection',
    remedy: 'Check the URL, the station id and its password, and that the platform speaks the asked OCPP version',
  },
  'nothing-to-charge': {
    meaning: 'The connector has no cable plugged in, or does not exist',
    remedy: 'Call plugIn(connectorId) first; connectors count from 1',
  },
  'connector-busy': {
    meaning: 'The connector is used by a vehicle or a transaction, or reserved for someone else',
    remedy: 'Stop the transaction and unplug, or cancel the reservation, first',
  },
  'simulation-settings-invalid': {
    meaning: 'A setting of the simulation makes no sense',
    remedy: 'The message names the setting and what it may be',
  },
} as const satisfies ErrorCatalogue;

export const fault = faultsOf(simulatorErrors);
