import type { Charging, StartOptions } from './charging.ts';
import type { Connector } from './connector.ts';
import type { BootReason } from './dialect.ts';
import type { Fields } from './fields.ts';
import type { Reservations } from './reservations.ts';
import type { Answer } from './rpc-peer.ts';
import type { Station } from './station.ts';
import type { TariffStore } from './tariff-store.ts';
import type { Triggers } from './triggers.ts';

/** A station as the platform's commands see it: its parts, and what it does as a whole when it is told to. */
export interface CommandedStation extends Station {
  readonly tariffs: TariffStore;
  readonly reservations: Reservations;
  readonly charging: Charging;
  readonly triggers: Triggers;
  readonly hasPassword: boolean;
  /** The whole station (0 or undefined) or one connector; waits for the end of a transaction. */
  changeAvailability(connectorId: number | undefined, operative: boolean): 'Accepted' | 'Scheduled' | 'Rejected';
  changeSetting(name: 'heartbeatSeconds' | 'meterValueSeconds', value: number): void;
  /** From the next connection on, which follows at once (OCPP 1.6 security whitepaper A01, OCPP 2.0.1 A01). */
  changePassword(password: string): void;
  /** The connector a remote start would use: free, operative, not reserved for someone else. */
  remoteStartTarget(connectorId: number | undefined, idToken: string): Connector | undefined;
  /** Whoever pressed the button plugs in, where that has not happened yet. */
  remoteStart(connector: Connector, idToken: string, options?: StartOptions): Promise<void>;
  /** Reboots now (graceful: transactions end first and the platform knows), or as soon as nobody charges. */
  reboot(how: { reason: BootReason; graceful: boolean; whenIdle?: boolean }): Promise<void>;
}

/** Answers one action of the platform. */
export type Command = (fields: Fields, station: CommandedStation) => Answer;

/** How a station of one OCPP version answers the platform. */
export interface CommandSet {
  readonly commands: Readonly<Record<string, Command>>;
  /** Actions of this version the station knows of and does not offer. */
  readonly unsupported: ReadonlySet<string>;
  readonly errorCodes: { readonly occurrence: string; readonly type: string };
}
