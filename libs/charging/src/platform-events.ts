import type { JsonObject } from '@wattledger/kernel';
import type { EventOf } from './event-of.ts';
import type { CommandEvents } from './command-events.ts';
import type { CredentialEvents } from './credentials/credential-events.ts';
import type { AccountEvents, LockOutEvents } from './drivers/account-events.ts';
import type { GrantEvents, TokenEvents } from './drivers/token-events.ts';
import type { DesiredListEvents, StationListEvents } from './local-lists/local-list-events.ts';
import type { TariffEvents } from './pricing/tariff-events.ts';
import type { RolloutEvents } from './settings/rollout-events.ts';
import type { DesiredSettingEvents, SettingSyncEvents } from './settings/setting-events.ts';
import type { StationEvents } from './station/station-events.ts';
import type { ProfileEvents } from './stations/station-profile.ts';
import type { WalletEvents } from './wallets/wallet-events.ts';

export const apiRoles = ['admin', 'operator', 'integrator', 'auditor'] as const;
export type ApiRole = (typeof apiRoles)[number];

/** What the platform records of its own running. */
interface RunningEvents {
  // In node-<id>: which processes share the log, and that they are alive.
  NodeAlive: {
    readonly node: string;
    readonly roles: readonly string[];
    /** The next word comes by then. */ readonly beatSeconds: number;
  };
  NodeStopped: { readonly node: string };

  // In anchors.
  LogAnchored: {
    /** The last position of the anchor before, -1 for the first. */
    readonly after: number;
    /** Covers every event behind `after`, up to and with this position. */
    readonly upTo: number;
    readonly events: number;
    /** Streams whose names begin so are not covered, see `passingStreams`; absent: all are. */
    readonly without?: readonly string[];
    /** Base64url SHA-256 over the digest before and the hash of every event covered, in the order of the log. */
    readonly digest: string;
    /** Base64url DER, and the Ed25519 signature over `after upTo events digest`, parted by blanks. */
    readonly publicKey: string;
    readonly signature: string;
  };

  // In projection-<name>.
  ProjectionRetried: {
    readonly projection: string;
    readonly outcome: 'retried' | 'parked-again';
    /** Everything up to here is in its rows, or the event on which it threw again. */
    readonly position: number;
    readonly by: string;
  };

  // In archives.
  /** The beginning of a stream, or what then was its beginning, was taken out of the log. */
  EventsArchived: {
    readonly archive: string;
    /** In the archive folder, with its manifest beside it. */
    readonly file: string;
    /** Base64url SHA-256 over the hash of every event in the file, in the order of the log. */
    readonly digest: string;
    readonly stream: string;
    readonly from: number;
    readonly to: number;
    /** Of the last event taken out, to which the first one that stayed is chained. */
    readonly hash: string;
    /** Of the last event taken out. */
    readonly lastPosition: number;
  };

  // In apikey-<id>.
  ApiKeyCreated: {
    readonly keyId: string;
    readonly name: string;
    readonly role: ApiRole;
    /** base64url HMAC-SHA-256 under a key derived from the master key. */
    readonly secretHash: string;
    readonly createdBy: string;
  };
  ApiKeyRevoked: { readonly keyId: string; readonly revokedBy: string };

  // In user-<subject>. Whoever comes with a bearer token of an OpenID provider.
  UserSignedIn: {
    /** What stands in the other events of this user: `oidc:<sub>`, or a pseudonym where `sub` tells who it is. */
    readonly actor: string;
    readonly issuer: string;
    /** Sealed. */
    readonly sub: string;
    /** Sealed. */
    readonly name?: string;
    readonly role: ApiRole;
  };

  // In plugin-<pluginId>.
  PluginConfigured: {
    readonly pluginId: string;
    /** Absent: what the plugins file says. Secrets are sealed under a key of the plugin's own. */
    readonly config?: JsonObject;
    readonly enabled: boolean;
    readonly shadow: boolean;
    readonly by: string;
    readonly reason?: string;
    /** The revision whose configuration this brings back. */
    readonly rolledBackTo?: number;
  };
}

/**
 * What the platform itself records, beside the OCPP messages.
 *
 * A message is its own event, named by `messageEventType` (`BootNotificationReceived`, `ResetSent` ...). These are the
 * others: what was decided, what was asked for, and what happened to connections. The key is the event's type, the value
 * its data.
 */
export interface PlatformEvents
  extends
    StationEvents,
    CommandEvents,
    CredentialEvents,
    ProfileEvents,
    DesiredSettingEvents,
    SettingSyncEvents,
    RolloutEvents,
    DesiredListEvents,
    StationListEvents,
    TariffEvents,
    WalletEvents,
    AccountEvents,
    LockOutEvents,
    TokenEvents,
    GrantEvents,
    RunningEvents {}

export type PlatformEventType = keyof PlatformEvents;

/** An event of the platform's own, before it is written down. */
export type PlatformEvent = EventOf<PlatformEvents>;

/** Narrows the data of an event of the given type, as it was written by this platform. */
export const platformData = <Type extends PlatformEventType>(_type: Type, data: JsonObject): PlatformEvents[Type] =>
  data as PlatformEvents[Type] & JsonObject;
