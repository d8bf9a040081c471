import { isJsonObject } from '@wattledger/kernel';
import type { Json, JsonObject } from '@wattledger/kernel';
import { callAnswered, evolveStation, idInStream, newStation, platformData, walletEventTypes } from '@wattledger/charging';
import type {
  FactSource,
  PlatformEvents,
  StationFact,
  StationHappening,
  StationPlatformEventType,
  StationState,
  WalletEventType,
} from '@wattledger/charging';
import { eventVersions } from '@wattledger/event-log/events';
import type { EventMetadata, RecordedEvent } from '@wattledger/event-log';
import { hasMeaning, interpret, needsCall, ocppVersions } from '@wattledger/ocpp';
import type { MessageDirection, MessageKind, OcppMessage, OcppVersion } from '@wattledger/ocpp';
import { decisionIn } from './decision-facts.ts';
import type { DecisionFact } from './decision-facts.ts';
import { settingFacts, settingStreamPrefixes } from './setting-facts.ts';
import type { SettingFact } from './setting-facts.ts';
import type { FactReader, ReadEvent } from '@wattledger/projections';

/** What a command's own stream says; the rest of its story is told by the station's. */
export type CommandFact = {
  readonly [Type in 'CommandRequested' | 'CommandExpired' | 'CommandRefused']: { readonly type: Type } & PlatformEvents[Type];
}['CommandRequested' | 'CommandExpired' | 'CommandRefused'];

/** What became of an API key. */
export type ApiKeyFact =
  | ({ readonly type: 'ApiKeyCreated' } & Omit<PlatformEvents['ApiKeyCreated'], 'secretHash'>)
  | ({ readonly type: 'ApiKeyRevoked' } & PlatformEvents['ApiKeyRevoked']);

/** What happened to a wallet. */
export type WalletFact = { readonly [Type in WalletEventType]: { readonly type: Type } & PlatformEvents[Type] }[WalletEventType];

const accountFactTypes = [
  'AccountOpened',
  'AccountChanged',
  'AccountBlocked',
  'AccountUnblocked',
  'AccountClosed',
  'PasswordSet',
  'PinSet',
  'LogInSucceeded',
] as const;
type AccountFactType = (typeof accountFactTypes)[number];
const tokenFactTypes = ['TokenIssued', 'TokenChanged', 'TokenBlocked', 'TokenUnblocked', 'TokenRevoked'] as const;
type TokenFactType = (typeof tokenFactTypes)[number];

/** What became of an account; the hashes stay where they are. */
export type AccountFact = {
  readonly [Type in AccountFactType]: { readonly type: Type; readonly ofAccount: true } & Omit<
    PlatformEvents[Type],
    'passwordHash' | 'pinHash' | 'pinId'
  >;
}[AccountFactType];

/** What became of a token. */
export type TokenFact = {
  readonly [Type in TokenFactType]: { readonly type: Type; readonly ofToken: true } & PlatformEvents[Type];
}[TokenFactType];

type TariffEventType = 'TariffVersionAdded' | 'TariffRetired' | 'TariffAssigned' | 'TariffUnassigned' | 'SessionPriceCorrected';

/** What became of tariffs, of who pays them, and of prices that were corrected. */
export type TariffFact = { readonly [Type in TariffEventType]: { readonly type: Type } & PlatformEvents[Type] }[TariffEventType];

/** Everything that the read models are made of. */
export type ReadModelFact =
  StationFact | CommandFact | ApiKeyFact | DecisionFact | WalletFact | SettingFact | AccountFact | TokenFact | TariffFact;

type Read = ReadEvent<StationState, ReadModelFact, FactSource>;

/** Raise it when `interpret` or `evolveStation` give other facts for the same events: all rows are then made anew. */
const FACTS_VERSION = 2;

const STATION = 'station-';
const COMMAND = 'command-';
const API_KEY = 'apikey-';
const WALLET = 'wallet-';
const ACCOUNT = 'account-';
const TOKEN = 'token-';
/** No rows are made of lists. But whoever keeps them waits until the rows are past what is wanted, and over EventStoreDB they come no further than they read. */
const WAITED_FOR = ['locallists-', 'locallist-'];
const TARIFFS = ['tariff-', 'tariffassignment-', 'sessionprice-'];

/** Makes facts of the log's events: OCPP messages are interpreted and put in their station's context. */
export const factReader: FactReader<StationState, ReadModelFact, FactSource> = {
  // An event that was raised may mean what could not be read before, or not any more.
  version: FACTS_VERSION + eventVersions.raised,
  streamPrefixes: [STATION, COMMAND, API_KEY, WALLET, ACCOUNT, TOKEN, ...TARIFFS, ...WAITED_FOR, ...settingStreamPrefixes],
  hasState: (stream) => stream.startsWith(STATION),
  read(state, event) {
    const stationId = idInStream('station', event.stream);
    return stationId === undefined ? readOtherEvent(event) : readStationEvent(state ?? newStation(stationId), event);
  },
};

function readStationEvent(state: StationState, event: RecordedEvent): Read {
  const { metadata } = event;
  const source = sourceOf(state.stationId, event, metadata);
  const happening = happeningOf(state, event, metadata, source);
  const decided = metadata.direction === undefined ? decisionIn(state, event) : [];
  if (!happening) return { state, facts: decided, source };
  const evolution = evolveStation(state, happening, source);
  return { state: evolution.state, facts: decided.length === 0 ? evolution.facts : [...evolution.facts, ...decided], source };
}

const sourceOf = (stationId: string, event: RecordedEvent, metadata: EventMetadata): FactSource => ({
  stationId,
  eventId: event.id,
  revision: event.revision,
  position: event.position,
  receivedAt: metadata.receivedAt ?? metadata.recordedAt,
  connectionEpoch: metadata.connectionEpoch,
  commandId: metadata.commandId,
  messageId: metadata.messageId,
});

function happeningOf(
  state: StationState,
  event: RecordedEvent,
  metadata: EventMetadata,
  source: FactSource,
): StationHappening | undefined {
  const message = messageOf(event, metadata);
  if (message) {
    const call = callAnswered(state, message)?.message;
    return { kind: 'message', message, facts: interpret(message, { receivedAt: source.receivedAt, call }) };
  }
  if (!isStationPlatformEvent(event.type)) return undefined;
  return { kind: 'platform', type: event.type, data: objectIn(event.data) } as StationHappening;
}

const stationPlatformEvents: ReadonlySet<string> = new Set<StationPlatformEventType>([
  'StationConnected',
  'StationDisconnected',
  'SessionPriced',
  'AuthorizationDecided',
  'SessionPricingFailed',
  'CallUnanswered',
]);

const isStationPlatformEvent = (type: string): type is StationPlatformEventType => stationPlatformEvents.has(type);

const kinds: ReadonlySet<string> = new Set<MessageKind>(['call', 'result', 'error', 'resultError', 'send']);
const versions: ReadonlySet<string> = new Set(ocppVersions);
const NOTHING: JsonObject = {};
const NONE: readonly string[] = [];

/** The OCPP message that an event records. Payloads that mean nothing are not even parsed. */
function messageOf(event: RecordedEvent, metadata: EventMetadata): OcppMessage | undefined {
  const { direction, ocppVersion, action, kind, messageId = '', flags = NONE, commandId } = metadata;
  if (direction === undefined || action === undefined || kind === undefined || ocppVersion === undefined) return undefined;
  if (!kinds.has(kind) || !versions.has(ocppVersion)) return undefined;
  const header = { version: ocppVersion as OcppVersion, direction, kind: kind as MessageKind, action };
  const wanted = commandId !== undefined || hasMeaning(header) || explainsAnswer(header) || isTrigger(header);
  return { ...header, messageId, payload: wanted ? objectIn(event.data) : NOTHING, deviations: flags };
}

type Header = { version: OcppVersion; direction: MessageDirection; kind: MessageKind; action: string };

const explainsAnswer = ({ version, direction, kind, action }: Header): boolean =>
  kind === 'call' &&
  needsCall({ version, action, kind: 'result', direction: direction === 'fromStation' ? 'toStation' : 'fromStation' });

const isTrigger = ({ direction, kind, action }: Header): boolean =>
  direction === 'toStation' && kind === 'call' && (action === 'TriggerMessage' || action === 'ExtendedTriggerMessage');

function readOtherEvent(event: RecordedEvent): Read {
  const data = objectIn(event.data);
  const facts = factsOf(event, data);
  const stationId = typeof data['stationId'] === 'string' ? data['stationId'] : '';
  return { state: undefined, facts, source: sourceOf(stationId, event, event.metadata) };
}

function factsOf({ stream, type }: RecordedEvent, data: JsonObject): ReadModelFact[] {
  if (stream.startsWith(API_KEY)) return apiKeyFacts(type, data);
  if (TARIFFS.some((prefix) => stream.startsWith(prefix))) return tariffFacts(type, data);
  if (stream.startsWith(WALLET)) return walletFacts(type, data);
  if (settingStreamPrefixes.some((prefix) => stream.startsWith(prefix)))
    return [...settingFacts(type, data), ...decisionIn(undefined, { type, data })];
  if (stream.startsWith(ACCOUNT)) return isOneOf(accountFactTypes, type) ? [accountFact(type, data)] : [];
  if (stream.startsWith(TOKEN)) return isOneOf(tokenFactTypes, type) ? [{ ...data, type, ofToken: true } as TokenFact] : [];
  return commandFacts(type, data);
}

const isOneOf = <Type extends string>(types: readonly Type[], type: string): type is Type =>
  (types as readonly string[]).includes(type);

function accountFact(type: AccountFactType, data: JsonObject): AccountFact {
  const { passwordHash: _, pinHash: __, pinId: ___, ...told } = data;
  return { ...told, type, ofAccount: true } as AccountFact;
}

function tariffFacts(type: string, data: JsonObject): TariffFact[] {
  switch (type) {
    case 'TariffVersionAdded':
      return [{ type, ...platformData(type, data) }];
    case 'TariffRetired':
      return [{ type, ...platformData(type, data) }];
    case 'TariffAssigned':
      return [{ type, ...platformData(type, data) }];
    case 'TariffUnassigned':
      return [{ type, ...platformData(type, data) }];
    case 'SessionPriceCorrected':
      return [{ type, ...platformData(type, data) }];
    default:
      return [];
  }
}

function commandFacts(type: string, data: JsonObject): CommandFact[] {
  switch (type) {
    case 'CommandRequested':
      return [{ type, ...platformData(type, data) }];
    case 'CommandExpired':
      return [{ type, ...platformData(type, data) }];
    case 'CommandRefused':
      return [{ type, ...platformData(type, data) }];
    default:
      return [];
  }
}

const isWalletEvent = (type: string): type is WalletEventType => walletEventTypes.some((known) => known === type);

const walletFacts = (type: string, data: JsonObject): WalletFact[] =>
  isWalletEvent(type) ? [{ type, ...platformData(type, data) } as WalletFact] : [];

/** The hash of a key stays where it is. */
function apiKeyFacts(type: string, data: JsonObject): ApiKeyFact[] {
  switch (type) {
    case 'ApiKeyCreated': {
      const { secretHash: _, ...created } = platformData(type, data);
      return [{ type, ...created }];
    }
    case 'ApiKeyRevoked':
      return [{ type, ...platformData(type, data) }];
    default:
      return [];
  }
}

const objectIn = (data: Json): JsonObject => (isJsonObject(data) ? data : NOTHING);
