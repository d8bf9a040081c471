import type { Instant, JsonObject } from '@wattledger/kernel';
import type { OcppVersion } from '@wattledger/ocpp';
import type { Command } from './commands.ts';
import type { Answer, AuthorizationAnswer, Basis, KnownDriver, SessionProgress, SessionTerms, Vote } from './decisions.ts';
import type { SessionPrice } from './pricing/session-price.ts';
import type { ChargingPeriod } from './pricing/charging-periods.ts';
import type { KnownTariff } from './pricing/tariff.ts';
import type { TariffScope } from './pricing/tariff-scopes.ts';

/** What every decision says of itself: events written by the first version have votes only. */
interface Reasoned {
  readonly reason?: string;
  readonly rule?: string;
  readonly votes: readonly Vote[];
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
    readonly authentication: 'basic' | 'none';
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
      /** What was known of the driver. */
      readonly considered?: KnownDriver;
      readonly basis?: readonly Basis[];
    };
  SessionStartDecided: Reasoned & {
    readonly transactionId: string;
    readonly outcome: 'charge' | 'stop';
    readonly terms: SessionTerms;
    readonly reserve?: { readonly amount: string; readonly currency: string };
    /** What the tariff was found in: its assignment and its versions. */
    readonly basis?: readonly Basis[];
  };
  /** A session has reached a limit, or a plugin wants it to end; the station is told to stop it. */
  SessionStopDecided: Reasoned & { readonly transactionId: string; readonly progress: SessionProgress };
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
  DataTransferDecided: Reasoned & { readonly vendorId: string; readonly messageId?: string } & Pick<
      Answer<'answerDataTransfer'>,
      'status'
    >;
  /** The station did not answer a call of ours in time, lost its connection before it did, or answered what nobody can read. */
  CallUnanswered: { readonly cause: 'timed-out' | 'disconnected' | 'unreadable-answer' };

  // In snapshot-station-<id>: a short cut for the gateway, derived from the station's stream and never trusted over it.
  StationSnapshotTaken: {
    readonly format: number;
    readonly revision: number;
    readonly hash: string;
    readonly memory: JsonObject;
  };

  // In command-<id>, written by whoever asks; at most one of the two ends follows.
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
  CommandExpired: { readonly commandId: string; readonly stationId: string };
  CommandRefused: { readonly commandId: string; readonly stationId: string; readonly code: string; readonly message: string };

  // In credential-<stationId>.
  StationCredentialSet: {
    readonly stationId: string;
    /** base64url HMAC-SHA-256 under a key derived from the master key */ readonly passwordHash: string;
  };
  StationCredentialRevoked: { readonly stationId: string };

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
    /** Base64url SHA-256 over the digest before and the hash of every event covered, in the order of the log. */
    readonly digest: string;
    /** Base64url DER, and the Ed25519 signature over `after upTo events digest`, parted by blanks. */
    readonly publicKey: string;
    readonly signature: string;
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
}

export type PlatformEventType = keyof PlatformEvents;

export const apiRoles = ['admin', 'operator', 'integrator', 'auditor'] as const;
export type ApiRole = (typeof apiRoles)[number];

/** `station-oak-street-1`: the stream of what was said on a station's wire and decided there. */
export const stationStream = (stationId: string): string => `station-${stationId}`;
export const tariffStream = (tariffId: string): string => `tariff-${tariffId}`;
/** @param scope see `scopeName` */
export const tariffAssignmentStream = (scope: string): string => `tariffassignment-${scope}`;
export const sessionPriceStream = (sessionId: string): string => `sessionprice-${sessionId}`;
export const commandStream = (commandId: string): string => `command-${commandId}`;
export const credentialStream = (stationId: string): string => `credential-${stationId}`;
/** Where the signed anchors of the whole log lie. */
export const ANCHOR_STREAM = 'anchors';
export const apiKeyStream = (keyId: string): string => `apikey-${keyId}`;

/** The id in a stream's name; `undefined` when the stream is of another category. */
export const idInStream = (category: 'station' | 'command' | 'credential' | 'apikey', stream: string): string | undefined =>
  stream.startsWith(`${category}-`) ? stream.slice(category.length + 1) : undefined;

/** Sessions are named by the station and the station's transaction, which is unique only there. */
export const sessionIdOf = (stationId: string, transactionId: string): string => `${stationId}:${transactionId}`;

/** Narrows the data of an event of the given type, as it was written by this platform. */
export const platformData = <Type extends PlatformEventType>(_type: Type, data: JsonObject): PlatformEvents[Type] =>
  data as PlatformEvents[Type] & JsonObject;
