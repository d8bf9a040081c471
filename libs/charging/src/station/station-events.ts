import type { Instant, JsonObject } from '@wattledger/kernel';
import type { OcppVersion } from '@wattledger/ocpp';
import type { SecurityProfile } from '../credentials/credential-events.ts';
import type { Answer, AuthorizationAnswer, Basis, Question, Reasoned, SessionProgress, SessionTerms } from '../decisions.ts';
import type { KnownDriver, KnownSecret } from '../drivers/known-driver.ts';
import type { SessionPrice } from '../pricing/session-price.ts';
import type { ChargingPeriod } from '../pricing/charging-periods.ts';

/** What happens to a station and what is decided there. */
export interface StationEvents {
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
}
