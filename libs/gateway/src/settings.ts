import type { OcppVersion } from '@wattledger/ocpp';
import type { SecuritySettings } from './server/security-settings.ts';

/** What an operator can set about the stations' side. Names of the environment variables are in `apps/platform`. */
export interface GatewaySettings {
  readonly host: string;
  readonly port: number;
  /** For stations that offer no subprotocol at all. */
  readonly defaultVersion: OcppVersion;
  /** Lets stations in that have no credentials set. A station with credentials must always show them. */
  readonly allowUnauthenticatedStations: boolean;
  readonly security: SecuritySettings;
  readonly maxFrameBytes: number;
  /** Sustained; twice as many may come at once. Beyond it a socket is read more slowly, nothing is dropped. */
  readonly messagesPerSecond: number;
  readonly pingSeconds: number;
  /** The interval that stations are told at boot where no plugin decides another. */
  readonly heartbeatSeconds: number;
  /** Refuses every frame that breaks the official schema, as certification wants it. */
  readonly strictSchemas: boolean;
  /** How long an exchange waits for a log that cannot be written before the station is left to ask again. */
  readonly recordTimeoutSeconds: number;
}
