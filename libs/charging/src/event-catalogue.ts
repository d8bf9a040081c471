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
  ApiKeyCreated: { stream: apiKey, meaning: 'An API key was made, for whom and with which role; the hash alone is kept.' },
  ApiKeyRevoked: { stream: apiKey, meaning: 'An API key is no longer good.' },
};
