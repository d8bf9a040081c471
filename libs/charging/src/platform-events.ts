import type { Instant, JsonObject } from '@wattledger/kernel';
import type { OcppVersion } from '@wattledger/ocpp';
import type { Command } from './commands.ts';
import type { SecurityProfile } from './credentials/station-credentials.ts';
import type {
  Answer,
  AuthorizationAnswer,
  Basis,
  KnownDriver,
  Question,
  SessionProgress,
  SessionTerms,
  Vote,
} from './decisions.ts';
import type { AccountDetails } from './drivers/account.ts';
import type { KnownGrant, KnownSecret } from './drivers/known-driver.ts';
import type { LockOutKind } from './drivers/lock-out.ts';
import type { TokenDetails, TokenIssue } from './drivers/token.ts';
import type { SessionPrice } from './pricing/session-price.ts';
import type { ChargingPeriod } from './pricing/charging-periods.ts';
import type { StationProfile } from './stations/station-profile.ts';
import type { RolloutCounts } from './settings/rollout.ts';
import type { ListEntry, LocalListWish } from './local-lists/listed-tokens.ts';
import type { SettingScope } from './settings/scope.ts';
import type { Setting, SettingCall, SettingName, ShownSetting } from './settings/setting.ts';
import type { KnownTariff } from './pricing/tariff.ts';
import type { TariffScope } from './pricing/tariff-scopes.ts';

/** What every decision says of itself: events written by the first version have votes only. */
interface Reasoned {
  readonly reason?: string;
  readonly rule?: string;
  readonly votes: readonly Vote[];
  /** What the question began with, so that it can be put again. */
  readonly asked?: {
    readonly at: Instant;
    /** Absent where nobody had said anything about the station. */
    readonly station?: StationProfile;
  };
}

/** Which setting of a station an event is about. */
export interface SettingOfStation {
  readonly stationId: string;
  readonly name: SettingName;
  readonly evseId?: number;
}

/**
 * What the platform itself records, beside the OCPP messages.
 *
 * A message is its own event, named by `messageEventType` (`BootNotificationReceived`, `ResetSent` ...). These are the
 * others: what was decided, what was asked for, and what happened to connections. The key is the event's type, the value
 * its data.
 */
export interface PlatformEvents {
  // In station-<id>, written by the gateway that holds the station's newest socket.
  StationConnected: {
    readonly ocppVersion: OcppVersion;
    readonly offeredProtocols: readonly string[];
    readonly remoteAddress: string;
    /** `none` only where the setting that allows it is on. */
    readonly authentication: 'basic' | 'certificate' | 'none';
    /** Absent in what the first version wrote. */
    readonly securityProfile?: SecurityProfile;
    /** OCPP 1.6 stations disagree: the key's text, or the bytes that its hexadecimal digits stand for. */
    readonly passwordSentAs?: 'text' | 'bytes';
    /** Of the certificate it has shown. */
    readonly certificateSerialNumber?: string;
    /** The process that holds the line; absent in what the first versions wrote. */
    readonly node?: string;
    /** The trusted proxy that it came through; `remoteAddress` is what that told. */
    readonly proxyAddress?: string;
  };
  StationDisconnected: {
    /** WebSocket close code, RFC 6455 section 7.4; 1006 when the line just went dead. */
    readonly code: number;
    readonly cause:
      | 'closed-by-station'
      | 'line-lost'
      | 'not-reading'
      | 'credentials-changed'
      | 'superseded'
      | 'silent'
      | 'gateway-died'
      | 'oversized-frame'
      | 'protocol-error'
      | 'shutdown'
      | 'not-recorded';
  };
  /** A frame that is no OCPP message. Its text is sealed: nobody knows what is in it. */
  FrameUnreadable: { readonly text: string; readonly reason: string };
  /** The CALLERROR that an unreadable frame got; not every one gets one. */
  FrameRefused: { readonly errorCode: string; readonly errorDescription: string; readonly messageId: string };
  /** A call that had been answered before, to the letter and under the same id; the stream holds the first one. */
  CallRepeated: { /** of the answer it got the first time */ readonly answerRevision: number };
  AnswerRepeated: { readonly answerRevision: number };
  /** A call of an action that is in no document. Its payload is sealed: nobody knows what is in it. */
  UnknownActionReceived: { readonly action: string; readonly text: string };
  /** A frame from a connection that a newer one has replaced. Kept, never applied. */
  LateFrameReceived: { readonly text: string };
  /** An answer to no call of ours, or one that came after its time-out. Kept, never applied. */
  StrayAnswerReceived: { readonly text: string };
  StationAdmissionDecided: Reasoned & {
    readonly outcome: 'accepted' | 'pending' | 'refused';
    readonly heartbeatSeconds: number;
  };
  AuthorizationDecided: Reasoned &
    AuthorizationAnswer & {
      /** sealed */ readonly token: string;
      readonly tokenType?: string;
      readonly purpose: 'present' | 'start' | 'stop';
      readonly evseId?: number;
      readonly connectorId?: number;
      readonly transactionId?: string;
      /** Whose session was to be stopped. */
      readonly stopping?: Question<'authorize'>['stopping'];
      /** What was known of the driver. */
      readonly considered?: KnownDriver;
      readonly basis?: readonly Basis[];
    };
  SessionStartDecided: Reasoned & {
    readonly transactionId: string;
    readonly evseId?: number;
    readonly connectorId?: number;
    readonly startedAt?: Instant;
    readonly outcome: 'charge' | 'stop';
    readonly terms: SessionTerms;
    readonly reserve?: { readonly amount: string; readonly currency: string };
    /** What the tariff was found in: its assignment and its versions. */
    readonly basis?: readonly Basis[];
  };
  /** A session has reached a limit, or a plugin wants it to end; the station is told to stop it. */
  SessionStopDecided: Reasoned & {
    readonly transactionId: string;
    readonly progress: SessionProgress;
    /** From the second on: the station was asked before, and the session goes on. */
    readonly attempt?: number;
  };
  /** A plugin in the shadow would have ended the session, which goes on. Said once of each plugin. */
  SessionStopAdvised: Reasoned & { readonly transactionId: string; readonly progress: SessionProgress };
  SessionPriced: Reasoned &
    SessionPrice & {
      readonly transactionId: string;
      readonly energyWh: number;
      readonly startedAt?: Instant;
      readonly endedAt?: Instant;
      readonly periods?: readonly ChargingPeriod[];
      readonly terms?: SessionTerms;
      /** Of the station, by which local times were told. */
      readonly timeZone?: string;
    };
  /** A plugin failed to price a session that has ended: nothing is charged until it is priced after all. */
  SessionPricingFailed: Reasoned & {
    readonly transactionId: string;
    readonly energyWh: number;
    readonly startedAt: Instant;
    readonly endedAt?: Instant;
    readonly periods: readonly ChargingPeriod[];
    readonly terms: SessionTerms;
    readonly timeZone?: string;
  };
  /** Whether a certificate will be signed for the station, and if not, why. */
  CertificateSigningDecided: {
    readonly outcome: 'accepted' | 'rejected';
    readonly certificateType: string;
    readonly code?: string;
    readonly why?: string;
  };
  DataTransferDecided: Reasoned & {
    readonly vendorId: string;
    readonly messageId?: string;
    /** Where it held a user name and a password. */
    readonly logIn?: KnownSecret['outcome'];
  } & Pick<Answer<'answerDataTransfer'>, 'status'>;
  /** The station did not answer a call of ours in time, lost its connection before it did, or answered what nobody can read. */
  CallUnanswered: { readonly cause: 'timed-out' | 'disconnected' | 'unreadable-answer' };

  // In snapshot-station-<id>: a short cut for the gateway, derived from the station's stream and never trusted over it.
  StationSnapshotTaken: {
    readonly format: number;
    readonly revision: number;
    readonly hash: string;
    readonly memory: JsonObject;
  };

  // In opencommands: where a process that starts takes up the commands; derived from the commands' own streams.
  OpenCommandsNoted: {
    /** Everything up to this position is in it. */
    readonly upTo: number;
    readonly commandIds: readonly string[];
  };

  // In node-<id>: which processes share the log, and that they are alive.
  NodeAlive: {
    readonly node: string;
    readonly roles: readonly string[];
    /** The next word comes by then. */ readonly beatSeconds: number;
  };
  NodeStopped: { readonly node: string };

  // In command-<id>. Whoever writes second has it: a gateway that takes it, or whoever ends it.
  CommandRequested: {
    readonly commandId: string;
    readonly stationId: string;
    readonly command: Command;
    readonly requestedBy: string;
    readonly reason?: string;
    readonly expiresAt: Instant;
    /** False: fails at once when the station is not connected. */
    readonly waitForStation: boolean;
    readonly answerTimeoutSeconds: number;
    readonly idempotencyKey?: string;
  };
  /** A gateway is about to make the call. From here on the station's stream tells what becomes of it. */
  CommandTaken: { readonly commandId: string; readonly stationId: string; readonly node: string };
  CommandExpired: { readonly commandId: string; readonly stationId: string };
  CommandRefused: { readonly commandId: string; readonly stationId: string; readonly code: string; readonly message: string };

  // In credential-<stationId>.
  StationCredentialSet: {
    readonly stationId: string;
    /** base64url HMAC-SHA-256 under a key derived from the master key */ readonly passwordHash: string;
  };
  StationCredentialRevoked: { readonly stationId: string };
  /** A new password is on its way to the station; both are good until it is known which one the station uses. */
  StationPasswordRotationStarted: {
    readonly stationId: string;
    readonly passwordHash: string;
    readonly commandId: string;
    readonly graceUntil: Instant;
    readonly by: string;
    readonly reason?: string;
  };
  StationPasswordRotationAccepted: { readonly stationId: string; readonly commandId: string };
  StationPasswordRotationEnded: {
    readonly stationId: string;
    readonly commandId: string;
    /** `connected`: with the new one, which alone is good from now on. Otherwise the one before stays. */
    readonly because: 'connected' | 'rejected' | 'not-sent' | 'not-taken';
  };
  StationSecurityProfileRequired: {
    readonly stationId: string;
    readonly profile: SecurityProfile;
    /** `connected`: the station has come so far, and may not go back. */
    readonly because: 'connected' | 'asked';
    readonly by?: string;
  };
  StationCertificateIssued: {
    readonly stationId: string;
    readonly serialNumber: string;
    /** SHA-256 over the certificate. */
    readonly fingerprint: string;
    readonly subject: string;
    readonly issuer: string;
    readonly notBefore: Instant;
    readonly notAfter: Instant;
    /** The command that brings it to the station. */
    readonly commandId: string;
  };
  /** A request that was accepted came to nothing. */
  StationCertificateNotIssued: { readonly stationId: string; readonly code: string; readonly why: string };
  StationCertificateAnswered: { readonly stationId: string; readonly serialNumber: string; readonly taken: boolean };
  StationCertificateRevoked: {
    readonly stationId: string;
    readonly serialNumber: string;
    readonly by: string;
    readonly reason?: string;
  };

  // In profile-<stationId>.
  StationPlaced: {
    readonly stationId: string;
    readonly siteId?: string;
    readonly groups: readonly string[];
    readonly timeZone: string;
    readonly by: string;
  };

  // In setting-<scope>: what is desired there.
  SettingDesired: {
    readonly setting: Setting;
    readonly evseId?: number;
    readonly scope: SettingScope;
    readonly by: string;
    readonly reason?: string;
    readonly rolloutId?: string;
  };
  SettingWithdrawn: {
    readonly name: SettingName;
    readonly evseId?: number;
    readonly scope: SettingScope;
    readonly by: string;
    readonly reason?: string;
  };

  // In settingsync-<stationId>: what a station was told, and what came of it.
  /** From now on this is what the station is to be set to. */
  SettingDue: {
    readonly stationId: string;
    readonly setting: Setting;
    readonly evseId?: number;
    readonly scope: SettingScope;
    /** Stream and revision of the event that desires it. */
    readonly wish: string;
    readonly by: string;
    readonly reason?: string;
    readonly rolloutId?: string;
  };
  SettingSent: SettingOfStation &
    Reasoned & {
      readonly wish: string;
      readonly because: 'changed' | 'booted' | 'drifted' | 'asked' | 'unanswered';
      readonly calls: readonly SettingCall[];
      /** Of the commands that carry the calls, in their order. */
      readonly commandIds: readonly string[];
      readonly shows?: readonly ShownSetting[];
      readonly undo?: readonly SettingCall[];
      readonly enforcedByPlatform?: boolean;
    };
  SettingConfirmed: SettingOfStation & { readonly wish: string };
  SettingRefused: SettingOfStation & {
    readonly wish: string;
    readonly code: string;
    readonly why: string;
    readonly commandId?: string;
    readonly votes?: readonly Vote[];
  };
  SettingDriftNoticed: SettingOfStation & {
    readonly wish: string;
    /** The variable, or in words the charging profile or the tariff. */
    readonly variable: string;
    readonly expected: string;
    readonly reported: string;
    readonly reportedAt: Instant;
    /** The first since the station booted. */
    readonly afterBoot?: boolean;
  };
  SettingDropped: SettingOfStation & { readonly calls: readonly SettingCall[]; readonly commandIds: readonly string[] };
  SettingResendAsked: { readonly stationId: string; readonly by: string; readonly reason?: string };

  // In locallists-<scope>: whom stations are to know by heart.
  LocalListDesired: LocalListWish & { readonly by: string; readonly reason?: string };
  LocalListWithdrawn: { readonly scope: SettingScope; readonly by: string; readonly reason?: string };

  // In locallist-<stationId>: what a station knows by heart.
  LocalListVersionAsked: {
    readonly stationId: string;
    readonly commandId: string;
    /** Stream and revision of the wish that is seen to. */
    readonly wish?: string;
    readonly because: 'wanted' | 'booted' | 'again';
  };
  LocalListVersionReported: { readonly stationId: string; readonly listVersion: number };
  LocalListSent: {
    readonly stationId: string;
    readonly commandId: string;
    readonly listVersion: number;
    readonly update: 'Full' | 'Differential';
    readonly put: readonly ListEntry[];
    /** Pseudonyms of the tokens that are taken off the list. */
    readonly removed: readonly string[];
  };
  LocalListConfirmed: { readonly stationId: string; readonly listVersion: number };
  LocalListRefused: {
    readonly stationId: string;
    readonly code: string;
    readonly why: string;
    readonly commandId?: string;
    /** It is not tried again until the station has booted or something else is wanted. */
    readonly isFinal: boolean;
  };

  // In rollout-<rolloutId>.
  RolloutStarted: {
    readonly rolloutId: string;
    readonly scope: SettingScope;
    readonly setting: Setting;
    readonly evseId?: number;
    readonly stationIds: readonly string[];
    readonly batchSize: number;
    /** 0 to 1. */
    readonly maximumRefusedShare: number;
    readonly by: string;
    readonly reason?: string;
  };
  RolloutBatchReleased: { readonly rolloutId: string; readonly stationIds: readonly string[] };
  /** Too many stations refuse, or somebody says so; it can be resumed. */
  RolloutStopped: { readonly rolloutId: string; readonly why: string; readonly by: string; readonly counts?: RolloutCounts };
  RolloutResumed: { readonly rolloutId: string; readonly by: string; readonly maximumRefusedShare?: number };
  RolloutAborted: { readonly rolloutId: string; readonly by: string; readonly why?: string };
  RolloutFinished: { readonly rolloutId: string; readonly counts: RolloutCounts };

  // In tariff-<tariffId>.
  /** A tariff as it is from `validFrom` on, until its next version. */
  TariffVersionAdded: KnownTariff & { readonly by: string };
  /** No new session is priced with it; those that run under it still are. */
  TariffRetired: { readonly tariffId: string; readonly by: string };

  // In tariffassignment-<scope>.
  TariffAssigned: { readonly scope: TariffScope; readonly tariffId: string; readonly by: string };
  TariffUnassigned: { readonly scope: TariffScope; readonly by: string };

  // In sessionprice-<sessionId>; what the session was priced at first stays in its station's stream.
  SessionPriceCorrected: Reasoned &
    SessionPrice & {
      readonly sessionId: string;
      readonly stationId: string;
      /** The newest price before it, where there was one. */
      readonly before?: { readonly amount: string; readonly currency: string };
      /** `tariff`: computed anew by the plugin of `tariff`; `amount`: set by hand. */
      readonly how: 'tariff' | 'amount';
      readonly by: string;
      /** Where the session as it was priced lies. */
      readonly basis: readonly Basis[];
    };

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
  // In wallet-<id>. Amounts are decimal texts.
  CreditAdded: CreditMoved;
  CreditWithdrawn: CreditMoved;
  WalletSessionOpened: {
    readonly walletId: string;
    readonly sessionId: string;
    readonly stationId: string;
    readonly openedAt: Instant;
    /** Kept back from the credit until the session is settled, with its currency. */
    readonly reserved?: string;
    readonly currency?: string;
  };
  WalletSessionSettled: {
    readonly walletId: string;
    readonly sessionId: string;
    /** What the session costs, all told; absent where it has no price. */
    readonly charged?: string;
    readonly currency?: string;
    /** What this settlement took from the credit, negative where a correction gives back; absent where there was no credit to take from. */
    readonly taken?: string;
    readonly because:
      'priced' | 'corrected' | 'not-priced' | 'interrupted' | 'never-came-to-be' | 'currency-mismatch' | 'released';
  };

  // In account-<id>.
  AccountOpened: {
    readonly accountId: string;
    /** sealed */ readonly userName: string;
    /** Names the stream of the user name. */ readonly loginSubject: string;
    readonly details: AccountDetails;
    readonly openedBy: string;
  };
  AccountChanged: { readonly accountId: string; readonly changes: AccountDetails; readonly changedBy: string };
  AccountBlocked: { readonly accountId: string; readonly reason?: string; readonly blockedBy: string };
  AccountUnblocked: { readonly accountId: string; readonly unblockedBy: string };
  AccountClosed: { readonly accountId: string; readonly closedBy: string };
  /** Ends every log-in of the account. */
  PasswordSet: { readonly accountId: string; /** argon2id, PHC string */ readonly passwordHash: string; readonly setBy: string };
  PinSet: {
    readonly accountId: string;
    /** HMAC under a key derived from the master key: names the stream of the PIN. */ readonly pinId: string;
    /** argon2id, PHC string */ readonly pinHash: string;
    readonly setBy: string;
  };
  LogInSucceeded: {
    readonly accountId: string;
    readonly by: 'password' | 'pin';
    /** The station whose keypad was used; absent for the API. */
    readonly stationId?: string;
    /** Of the API: what `LoggedOut` names. */
    readonly logInId?: string;
    readonly expiresAt?: Instant;
  };
  LoggedOut: { readonly accountId: string; readonly logInId: string };

  // In login-<subject of the user name> and pin-<keyed hash>: whose it is.
  LoginNameTaken: { readonly accountId: string };
  LoginNameReleased: { readonly accountId: string };
  PinTaken: { readonly accountId: string };
  PinReleased: { readonly accountId: string };

  // In lockout-<kind>-<key>.
  LogInFailed: {
    readonly kind: LockOutKind;
    /** Subject of the user name, id of the station, or subject of the address. */
    readonly key: string;
    readonly at: Instant;
    readonly lockedUntil?: Instant;
  };
  LockOutLifted: { readonly kind: LockOutKind; readonly key: string };

  // In token-<subject of the token>.
  TokenIssued: TokenIssue;
  TokenChanged: { readonly tokenId: string; readonly changes: TokenDetails; readonly changedBy: string };
  TokenBlocked: { readonly tokenId: string; readonly reason?: string; readonly blockedBy: string };
  TokenUnblocked: { readonly tokenId: string; readonly unblockedBy: string };
  TokenRevoked: { readonly tokenId: string; readonly revokedBy: string };

  // In grant-<subject of the grant's token>.
  GrantIssued: Omit<KnownGrant, 'usedFor'>;
  /** The station was asked to start with it. */
  GrantRedeemed: { readonly grantId: string };
  GrantUsed: { readonly grantId: string; /** the session */ readonly usedFor: string };
}

interface CreditMoved {
  readonly walletId: string;
  readonly amount: string;
  /** ISO 4217. */
  readonly currency: string;
  /** Who did it. */
  readonly by: string;
  /** Names the payment: it counts once. */
  readonly reference: string;
}

export type PlatformEventType = keyof PlatformEvents;

/** An event of the platform's own, before it is written down. */
export type PlatformEvent = {
  readonly [Type in PlatformEventType]: { readonly type: Type; readonly data: PlatformEvents[Type] };
}[PlatformEventType];

export const apiRoles = ['admin', 'operator', 'integrator', 'auditor'] as const;
export type ApiRole = (typeof apiRoles)[number];

/** `station-oak-street-1`: the stream of what was said on a station's wire and decided there. */
export const stationStream = (stationId: string): string => `station-${stationId}`;
export const tariffStream = (tariffId: string): string => `tariff-${tariffId}`;
/** @param scope see `scopeName` */
export const tariffAssignmentStream = (scope: string): string => `tariffassignment-${scope}`;
export const sessionPriceStream = (sessionId: string): string => `sessionprice-${sessionId}`;
export const commandStream = (commandId: string): string => `command-${commandId}`;
/** Where {@link PlatformEvents.OpenCommandsNoted} lies. */
export const OPEN_COMMANDS_STREAM = 'opencommands';
export const nodeStream = (node: string): string => `node-${node}`;

/** Streams that help the processes of the moment and hold nothing that lies nowhere else: a store may forget all but their newest events. */
export const passingStreams: readonly string[] = ['snapshot-', 'node-', OPEN_COMMANDS_STREAM];
export const isPassing = (stream: string): boolean => passingStreams.some((prefix) => stream.startsWith(prefix));

export const credentialStream = (stationId: string): string => `credential-${stationId}`;
/** Where the signed anchors of the whole log lie. */
export const ANCHOR_STREAM = 'anchors';
/** Where it lies what was archived, and in which file. */
export const ARCHIVES_STREAM = 'archives';
/** Where the snapshots of a stream lie. */
export const snapshotOf = (stream: string): string => `snapshot-${stream}`;
export const apiKeyStream = (keyId: string): string => `apikey-${keyId}`;
export const walletStream = (walletId: string): string => `wallet-${walletId}`;

type StreamCategory =
  'station' | 'command' | 'credential' | 'apikey' | 'profile' | 'settingsync' | 'locallist' | 'rollout' | 'wallet' | 'node';

/** The id in a stream's name; `undefined` when the stream is of another category. */
export const idInStream = (category: StreamCategory, stream: string): string | undefined =>
  stream.startsWith(`${category}-`) ? stream.slice(category.length + 1) : undefined;

/** Sessions are named by the station and the station's transaction, which is unique only there. */
export const sessionIdOf = (stationId: string, transactionId: string): string => `${stationId}:${transactionId}`;

/** Narrows the data of an event of the given type, as it was written by this platform. */
export const platformData = <Type extends PlatformEventType>(_type: Type, data: JsonObject): PlatformEvents[Type] =>
  data as PlatformEvents[Type] & JsonObject;
