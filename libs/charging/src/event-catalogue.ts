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
const wallet = 'wallet-<walletId>';
const setting = 'setting-<scope>';
const settingSync = 'settingsync-<stationId>';
const localLists = 'locallists-<scope>';
const localList = 'locallist-<stationId>';
const rollout = 'rollout-<rolloutId>';
const account = 'account-<accountId>';
const token = 'token-<tokenId>';
const grant = 'grant-<grantId>';

/** Every event of the platform's own; OCPP messages are named by `messageEventType`. */
export const eventCatalogue: Readonly<Record<PlatformEventType, EventEntry>> = {
  StationConnected: {
    stream: station,
    meaning:
      'A connection was opened, with its version, its number (epoch) how the station was authenticated, and its security profile.',
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
  SessionStopAdvised: {
    stream: station,
    meaning: 'A plugin in the shadow would have ended a session, which goes on; with every vote and its reason.',
  },
  SessionPricingFailed: {
    stream: station,
    meaning: 'A session has ended and a plugin failed to price it; it can be priced later.',
  },
  CertificateSigningDecided: {
    stream: station,
    meaning: 'Whether a certificate will be signed for the station, as it has asked, and if not, why.',
  },
  DataTransferDecided: { stream: station, meaning: 'What a vendor’s own message was answered, with every vote and its reason.' },
  SessionPriced: { stream: station, meaning: 'What a session costs, with every vote and its reason.' },
  CallUnanswered: { stream: station, meaning: 'A call of ours got no answer: its time was up, or the connection was lost.' },
  StationSnapshotTaken: {
    stream: 'snapshot-station-<stationId>',
    meaning: 'A short cut for the gateway; derived, and never trusted over the station’s stream.',
  },
  OpenCommandsNoted: {
    stream: 'opencommands',
    meaning: 'Which commands had not ended at a position of the log: where a process that starts takes them up. Derived.',
  },
  NodeAlive: { stream: 'node-<node>', meaning: 'A process of the platform is running, and says so again before long.' },
  NodeStopped: { stream: 'node-<node>', meaning: 'A process of the platform was stopped in good order.' },
  CommandRequested: { stream: command, meaning: 'Somebody asked something of a station: who, what, why, until when.' },
  CommandTaken: {
    stream: command,
    meaning: 'A gateway is about to make the call; from here on the station’s stream tells what becomes of the command.',
  },
  CommandExpired: { stream: command, meaning: 'The command was not sent before its time was over.' },
  CommandRefused: { stream: command, meaning: 'The platform would not send the command, and why.' },
  StationCredentialSet: { stream: credential, meaning: 'A station got a password; the hash alone is kept.' },
  StationCredentialRevoked: { stream: credential, meaning: 'A station’s password is no longer good.' },
  StationPasswordRotationStarted: {
    stream: credential,
    meaning: 'A new password is on its way to the station; the hash alone is kept. The one before stays good meanwhile.',
  },
  StationPasswordRotationAccepted: { stream: credential, meaning: 'The station has said that it will use the new password.' },
  StationPasswordRotationEnded: {
    stream: credential,
    meaning: 'The station has connected with the new password, or will not: which one is good from now on, and why.',
  },
  StationSecurityProfileRequired: {
    stream: credential,
    meaning: 'The station may not connect with a lower security profile: it has come so far, or somebody says so.',
  },
  StationCertificateIssued: {
    stream: credential,
    meaning: 'A certificate was signed for the station, and which command brings it there.',
  },
  StationCertificateNotIssued: { stream: credential, meaning: 'The certificate authority signed nothing after all, and why.' },
  StationCertificateAnswered: { stream: credential, meaning: 'Whether the station took the certificate.' },
  StationCertificateRevoked: { stream: credential, meaning: 'A certificate is good for nothing from now on: by whom, and why.' },
  StationPlaced: {
    stream: 'profile-<stationId>',
    meaning: 'Where a station stands, which groups it is in and which time zone it goes by.',
  },
  SettingDesired: {
    stream: setting,
    meaning: 'A setting is to hold for a station, a group, a site or all: who wants it, and why.',
  },
  SettingWithdrawn: {
    stream: setting,
    meaning: 'A setting is no longer desired there; what the next wider scope wants holds again.',
  },
  SettingDue: { stream: settingSync, meaning: 'From now on this is what the station is to be set to, and whose wish it is.' },
  SettingSent: {
    stream: settingSync,
    meaning: 'The station is told of a setting: the calls, their commands, why now, and every vote on how to say it.',
  },
  SettingConfirmed: {
    stream: settingSync,
    meaning: 'The station has taken the setting over, or the platform sees to it in its place.',
  },
  SettingRefused: { stream: settingSync, meaning: 'The station, or the platform, would not have the setting, and why.' },
  SettingDriftNoticed: {
    stream: settingSync,
    meaning:
      'The station reports something else than it had confirmed: another value, charging profile or default tariff, or none.',
  },
  SettingDropped: {
    stream: settingSync,
    meaning: 'Nobody wants the setting any more; the station is told to forget it where it can.',
  },
  SettingResendAsked: { stream: settingSync, meaning: 'Somebody wants all settings of the station to be sent again.' },
  LocalListDesired: {
    stream: localLists,
    meaning: 'Which tokens the stations of a scope are to know by heart, and who says so.',
  },
  LocalListWithdrawn: { stream: localLists, meaning: 'Nothing is wanted of the local lists there; the next wider scope counts.' },
  LocalListVersionAsked: { stream: localList, meaning: 'The station is asked which version of the list it has, and why now.' },
  LocalListVersionReported: { stream: localList, meaning: 'The version that the station says it has.' },
  LocalListSent: {
    stream: localList,
    meaning: 'A full list, or what changes in it, is on its way: tokens by their pseudonyms, groups sealed.',
  },
  LocalListConfirmed: { stream: localList, meaning: 'The station has taken the list over; it has this version now.' },
  LocalListRefused: { stream: localList, meaning: 'The station would not have the list, or did not answer, and why.' },
  RolloutStarted: { stream: rollout, meaning: 'A setting is brought to many stations, one batch after the other.' },
  RolloutBatchReleased: { stream: rollout, meaning: 'The roll-out has come to these stations.' },
  RolloutStopped: { stream: rollout, meaning: 'Too many stations refuse, or somebody stopped it; it can be resumed.' },
  RolloutResumed: { stream: rollout, meaning: 'A stopped roll-out goes on.' },
  RolloutAborted: { stream: rollout, meaning: 'The roll-out is over for good; stations it has not come to keep what they have.' },
  RolloutFinished: { stream: rollout, meaning: 'The roll-out has come to every station; what became of it, counted.' },
  TariffVersionAdded: {
    stream: 'tariff-<tariffId>',
    meaning: 'A version of a tariff: its terms, the plugin that prices with it, and from when on it is valid. Never changed.',
  },
  TariffRetired: { stream: 'tariff-<tariffId>', meaning: 'No new session is priced with the tariff.' },
  TariffAssigned: {
    stream: 'tariffassignment-<scope>',
    meaning: 'A tariff is what is paid by everybody, by some drivers or at some stations, and who said so.',
  },
  TariffUnassigned: { stream: 'tariffassignment-<scope>', meaning: 'The scope has no tariff of its own any more.' },
  SessionPriceCorrected: {
    stream: 'sessionprice-<sessionId>',
    meaning:
      'A session was priced anew or for the first time, with another tariff or by hand: by whom, and why. The first price stays.',
  },
  LogAnchored: {
    stream: 'anchors',
    meaning: 'A signature over every event since the anchor before: from here on nothing up to there can be cut off unnoticed.',
  },
  ProjectionRetried: {
    stream: 'projection-<name>',
    meaning: 'A projection that stood still was tried again: what came of it, and who asked.',
  },
  EventsArchived: {
    stream: 'archives',
    meaning:
      'Older events of a stream were written to a file and taken out of the log: which, into which file, and their last hash.',
  },
  ApiKeyCreated: { stream: apiKey, meaning: 'An API key was made, for whom and with which role; the hash alone is kept.' },
  ApiKeyRevoked: { stream: apiKey, meaning: 'An API key is no longer good.' },
  UserSignedIn: {
    stream: 'user-<subject>',
    meaning:
      'Somebody came with a bearer token of the OpenID provider, for the first time under this name and with this role; sealed.',
  },
  PluginConfigured: {
    stream: 'plugin-<pluginId>',
    meaning: 'Somebody configured, enabled, disabled or rolled back a plugin while the platform ran; secrets are sealed.',
  },
  CreditAdded: { stream: wallet, meaning: 'Credit was paid into a wallet: how much, by whom, under which reference.' },
  CreditWithdrawn: { stream: wallet, meaning: 'Credit was paid back.' },
  WalletSessionOpened: { stream: wallet, meaning: 'A session runs on the wallet, and what is reserved for it.' },
  WalletSessionSettled: {
    stream: wallet,
    meaning: 'A session no longer runs on the wallet: what it cost, what was taken from the credit, and why now.',
  },
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
