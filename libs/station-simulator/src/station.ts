import type { JsonObject } from '@wattledger/kernel';
import type { Connector } from './connector.ts';
import type { Dialect, StationIdentity } from './dialect.ts';
import type { Outbox } from './outbox.ts';
import type { ProfileStore } from './profile-store.ts';
import type { StationSettings } from './station-options.ts';
import type { Tokens } from './tokens.ts';

/** What the parts of a station (charging, reservations, triggers, the link to the platform) see of the whole. */
export interface Station {
  readonly id: string;
  readonly identity: StationIdentity;
  readonly connectors: readonly Connector[];
  readonly settings: StationSettings;
  readonly timeScale: number;
  readonly outbox: Outbox;
  readonly tokens: Tokens;
  readonly profiles: ProfileStore;
  readonly dialect: Dialect;
  /** Connected, and accepted by the platform. */
  readonly online: boolean;
  now(): Date;
  connector(connectorId: number): Connector | undefined;
  /** Sends a call nobody waits for; a failure goes to the observer. */
  tell(action: string, payload: JsonObject): Promise<void>;
  /** Tells the platform each connector status it does not know yet; what changes offline is told on return. */
  reportStatuses(): Promise<void>;
}
