import type { PlatformEventType } from './platform-events.ts';

/** Where an event lies and what it says, for people; `docs/events.md` is printed from it. */
export interface EventEntry {
  readonly stream: string;
  readonly meaning: string;
}

const station = 'station-<stationId>';
const command = 'command-<commandId>';
const credential = 'credential-<stationId>';
const apiKey = 'apikey-<keyId>';
const account = 'account-<accountId>';
const token = 'token-<tokenId>';
const grant = 'grant-<grantId>';

/** Every event of the platform's own; OCPP messages are named by `messageEventType`. */
export const eventCatalogue: Readonly<Record<PlatformEventType, EventEntry>> = {
  StationConnected: {
    stream: station,
    meaning: 'A connection was opened, with its version, its number (epoch) and how the station was authenticated.',
  },
  StationDisconnected: { stream: station, meaning: 'A connection ended, and why.' },
  FrameUnreadable: { stream: station, meaning: 'A text came in that is no OCPP frame; sealed whole.' },
  FrameRefused: { stream: station, meaning: 'The CALLERROR that an unreadable frame got.' },
  CallRepeated: {
    stream: station,
    meaning: 'A call came again, to the letter and under the same id, because its answer was lost.',
  },
  AnswerRepeated: { stream: station, meaning: 'The first answer was given again; nothing was decided anew.' },
  UnknownActionReceived: { stream: station, meaning: 'A call of an action that is in no document; its payload is sealed whole.' },
  LateFrameReceived: {
    stream: station,
    meaning: 'A frame came over a connection that a newer one had replaced: kept, never applied.',
  },
  StrayAnswerReceived: {
    stream: station,
    meaning: 'An answer came to no call of ours, or after its time-out: kept, never applied.',
  },
  StationAdmissionDecided: { stream: station, meaning: 'Whether a station that booted may serve, with every vote.' },
  AuthorizationDecided: { stream: station, meaning: 'Whether the holder of a token may charge, with every vote and its reason.' },
  SessionStartDecided: {
    stream: station,
    meaning: 'Under which terms a session runs: limits, tariff, wallet; with every vote and its reason.',
  },
  SessionStopDecided: {
    stream: station,
    meaning: 'A session is to end: it has reached a limit, or a plugin says so; with every vote and its reason.',
  },
  SessionPricingFailed: {
    stream: station,
    meaning: 'A session has ended and a plugin failed to price it; it can be priced later.',
  },
  DataTransferDecided: { stream: station, meaning: 'What a vendor’s own message was answered, with every vote and its reason.' },
  SessionPriced: { stream: station, meaning: 'What a session costs, with every vote and its reason.' },
  CallUnanswered: { stream: station, meaning: 'A call of ours got no answer: its time was up, or the connection was lost.' },
  StationSnapshotTaken: {
    stream: 'snapshot-station-<stationId>',
    meaning: 'A short cut for the gateway; derived, and never trusted over the station’s stream.',
  },
  CommandRequested: { stream: command, meaning: 'Somebody asked something of a station: who, what, why, until when.' },
  CommandExpired: { stream: command, meaning: 'The command was not sent before its time was over.' },
  CommandRefused: { stream: command, meaning: 'The platform would not send the command, and why.' },
  StationCredentialSet: { stream: credential, meaning: 'A station got a password; the hash alone is kept.' },
  StationCredentialRevoked: { stream: credential, meaning: 'A station’s password is no longer good.' },
  LogAnchored: {
    stream: 'anchors',
    meaning: 'A signature over every event since the anchor before: from here on nothing up to there can be cut off unnoticed.',
  },
  ApiKeyCreated: { stream: apiKey, meaning: 'An API key was made, for whom and with which role; the hash alone is kept.' },
  ApiKeyRevoked: { stream: apiKey, meaning: 'An API key is no longer good.' },
  AccountOpened: { stream: account, meaning: 'A driver got an account; names are sealed.' },
  AccountChanged: { stream: account, meaning: 'What is known of an account was changed; `null` takes back what was said.' },
  AccountBlocked: { stream: account, meaning: 'The account may not charge for now; its log-ins have ended.' },
  AccountUnblocked: { stream: account, meaning: 'The account may charge again.' },
  AccountClosed: { stream: account, meaning: 'The account is closed for good.' },
  PasswordSet: {
    stream: account,
    meaning: 'A password was set or reset; an argon2id hash alone is kept, and every log-in has ended.',
  },
  PinSet: { stream: account, meaning: 'A PIN was set; a keyed hash and an argon2id hash alone are kept.' },
  LogInSucceeded: { stream: account, meaning: 'The driver has shown who they are, over the API or at a station.' },
  LoggedOut: { stream: account, meaning: 'A log-in has ended before its time.' },
  LoginNameTaken: { stream: 'login-<subject>', meaning: 'Whose user name it is.' },
  LoginNameReleased: { stream: 'login-<subject>', meaning: 'The user name is free again.' },
  PinTaken: { stream: 'pin-<keyed hash>', meaning: 'Whose PIN it is.' },
  PinReleased: { stream: 'pin-<keyed hash>', meaning: 'The PIN is free again.' },
  LogInFailed: {
    stream: 'lockout-<kind>-<key>',
    meaning: 'A password or a PIN was wrong; several in a row lock the account, the station or the address for a while.',
  },
  LockOutLifted: { stream: 'lockout-<kind>-<key>', meaning: 'Failures are forgiven: the driver has shown who they are.' },
  TokenIssued: { stream: token, meaning: 'A token is good from now on; it is sealed, and its stream is named by its pseudonym.' },
  TokenChanged: { stream: token, meaning: 'What is known of a token was changed; `null` takes back what was said.' },
  TokenBlocked: { stream: token, meaning: 'The token is good for nothing for now.' },
  TokenUnblocked: { stream: token, meaning: 'The token is good again.' },
  TokenRevoked: { stream: token, meaning: 'The token is good for nothing from now on.' },
  GrantIssued: { stream: grant, meaning: 'A driver may start one session, at one station and connector, and not for long.' },
  GrantRedeemed: { stream: grant, meaning: 'The station was asked to start a session with the grant.' },
  GrantUsed: { stream: grant, meaning: 'The session that was started with the grant; it is good for no other.' },
};
