import type {
  Access,
  Drivers,
  OidcTokens,
  PasswordRotations,
  PriceDesk,
  StationCredentialStreams,
  StationProfiles,
  StreamWallets,
  Tariffs,
} from '@wattledger/access';
import type { ListEntry } from '@wattledger/charging';
import type { CommandDesk, LocalListDesk, LocalListStreams, SettingsDesk } from '@wattledger/commands';
import type { EventLog, Sealer } from '@wattledger/event-log';
import type { Clock, Tracer } from '@wattledger/kernel';
import type { ProjectorStatus, RetryOutcome, TableChange } from '@wattledger/projections';
import type { ReadModels } from '@wattledger/read-models';
import type { PluginDesk } from './plugins/plugin-desk.ts';
import type { Kysely } from 'kysely';

/** Tells of rows that have changed, once they can be read: the projector's `onCommitted`, handed on to whoever listens. */
export interface RowChanges {
  /** @returns a function that ends it. */
  onChange(listener: (changes: readonly TableChange[]) => void): () => void;
}

/** Where an unexpected error is written down; pino's logger is one. */
export interface ErrorLog {
  error(details: object, message: string): void;
}

/** Hears of whoever asks for something that their role does not allow. */
export interface Denials {
  /** @param denied by whom, and of which root field, such as `Mutation.createApiKey`; arguments are not told */
  denied(denied: { readonly actor: string; readonly role: string; readonly field: string }): void;
}

/** Everything the API works with; the app makes it. */
export interface Collaborators {
  /** Opened for reading: the API writes no row. */
  readonly readModels: Kysely<ReadModels>;
  readonly eventLog: EventLog;
  readonly sealer: Sealer;
  readonly commandDesk: CommandDesk;
  readonly access: Access;
  /** Bearer tokens of an OpenID provider, where one is set up. */
  readonly oidc?: OidcTokens;
  /** What stations prove themselves with. */
  readonly credentials: StationCredentialStreams;
  readonly passwordRotations: PasswordRotations;
  readonly wallets: StreamWallets;
  /** Where stations stand. */
  readonly stationProfiles: StationProfiles;
  /** How stations are to be set. */
  readonly settingsDesk: SettingsDesk;
  /** Whom stations are to know by heart, and what they know. */
  readonly localLists: LocalListStreams;
  readonly localListDesk: LocalListDesk;
  /** What a station is to have by heart as things are; `undefined` where no list is wanted. */
  readonly desiredLocalList: (stationId: string) => Promise<readonly ListEntry[] | undefined>;
  readonly drivers: Drivers;
  readonly tariffs: Tariffs;
  readonly priceDesk: PriceDesk;
  readonly rowChanges: RowChanges;
  /** `undefined` while the projector is being opened or is gone. */
  readonly projectorStatus: () => Promise<ProjectorStatus | undefined>;
  /** Tries a parked projection again; `undefined` where no projector runs here, or it failed meanwhile. */
  readonly retryProjection: (projection: string, by: string) => Promise<RetryOutcome | undefined>;
  readonly errorLog: ErrorLog;
  readonly denials?: Denials;
  readonly clock: Clock;
  /** Absent where nobody collects traces. */
  readonly tracer?: Tracer;
  readonly plugins: PluginDesk;
}

// NestJS injects by value, and interfaces have none at run time.
export const ROWS = Symbol('Rows');
export const EVENT_LOG = Symbol('EventLog');
export const SEALER = Symbol('Sealer');
export const COMMAND_DESK = Symbol('CommandDesk');
export const STATION_PROFILES = Symbol('StationProfiles');
export const SETTINGS_DESK = Symbol('SettingsDesk');
export const LOCAL_LISTS = Symbol('LocalLists');
export const LOCAL_LIST_DESK = Symbol('LocalListDesk');
export const DESIRED_LOCAL_LIST = Symbol('desiredLocalList');
export const ACCESS = Symbol('Access');
export const ENTRANCE = Symbol('Entrance');
export const CREDENTIALS = Symbol('StationCredentialStreams');
export const PASSWORD_ROTATIONS = Symbol('PasswordRotations');
export const WALLETS = Symbol('Wallets');
export const DRIVERS = Symbol('Drivers');
export const TARIFFS = Symbol('Tariffs');
export const PRICE_DESK = Symbol('PriceDesk');
export const ROW_CHANGES = Symbol('RowChanges');
export const PROJECTOR_STATUS = Symbol('projectorStatus');
export const RETRY_PROJECTION = Symbol('retryProjection');
export const DENIALS = Symbol('Denials');
export const ERROR_LOG = Symbol('ErrorLog');
export const CLOCK = Symbol('Clock');
export const PLUGIN_DESK = Symbol('PluginDesk');
export const SETTINGS = Symbol('GraphqlSettings');
