import { unplacedStation } from '@wattledger/charging';
import type { DecisionPoint, KnownTariff, Question, TariffVersion, Vote } from '@wattledger/charging';
import type { Json, JsonObject } from '@wattledger/kernel';
import { membersOf } from './recording.ts';
import type { RecordedLine } from './recording.ts';

/** A question of a recording, and who had said what to it. */
export interface AskedQuestion<Point extends DecisionPoint = DecisionPoint> {
  readonly event: RecordedLine;
  readonly point: Point;
  readonly question: Question<Point>;
  readonly votes: readonly Vote[];
}

/** What a recording does not hold and its questions need. */
export interface Lookups {
  /** A tariff as it was in that version, where sessions ran under tariffs. */
  readonly tariff?: (version: TariffVersion) => KnownTariff | undefined;
}

/** Decision events, by what they decided. */
const points: Readonly<Record<string, DecisionPoint>> = {
  StationAdmissionDecided: 'admitStation',
  AuthorizationDecided: 'authorize',
  SessionStartDecided: 'startSession',
  SessionStopDecided: 'continueCharging',
  SessionPriced: 'priceSession',
  SessionPricingFailed: 'priceSession',
  DataTransferDecided: 'answerDataTransfer',
};

/** What the decision events after it are understood from. */
interface Exchange {
  readonly ocppVersion: string;
  readonly received: JsonObject;
  authorization?: JsonObject;
}

/**
 * Puts the questions of a recording together again, in the order in which they were asked.
 *
 * The events of whole exchanges are needed, those of a session from its start; what is missing is told to `onMissing`.
 */
export function* askedQuestions(
  events: Iterable<RecordedLine>,
  { tariff }: Lookups = {},
  onMissing: (event: RecordedLine, what: string) => void = () => undefined,
): Generator<AskedQuestion> {
  const exchanges = new Map<string, Exchange>();
  const terms = new Map<string, Json>();
  for (const event of events) {
    const { type, ocppVersion, id, stream } = event;
    const data = membersOf(event.payload);
    if (type.endsWith('Received') && ocppVersion !== undefined) {
      exchanges.set(id, { ocppVersion, received: data });
      continue;
    }
    // The answer is the last event of an exchange.
    if (type.endsWith('Answered') || type.endsWith('Refused')) exchanges.delete(event.correlationId ?? '');
    const point = points[type];
    if (!point) continue;
    const exchange = exchanges.get(event.correlationId ?? '');
    const asked = membersOf(data['asked']);
    if (!exchange || asked['at'] === undefined) {
      onMissing(event, exchange ? 'the moment at which it was asked' : 'the message that led to it');
      continue;
    }
    if (type === 'AuthorizationDecided') exchange.authorization = data;
    const session = `${stream} ${String(data['transactionId'])}`;
    if (type === 'SessionStartDecided') terms.set(session, data['terms'] ?? {});
    const about = {
      stationId: stream.replace(/^station-/, ''),
      ocppVersion: exchange.ocppVersion,
      at: asked['at'],
      station: asked['station'] ?? { ...unplacedStation },
    };
    const told = restOf[point](data, exchange, terms.get(session) ?? {});
    const version = point === 'priceSession' ? tariffIn(data['terms']) : undefined;
    const known = version && tariff?.(version);
    if (version && !known) {
      onMissing(event, `the tariff ${version.tariffId}, version ${version.version}`);
      continue;
    }
    const question = withoutUndefined({ ...about, ...told, ...(known && { tariff: known }) });
    yield { event, point, question: question as Question<typeof point>, votes: votesIn(data) };
  }
}

type Rest = (data: JsonObject, exchange: Exchange, terms: Json) => Readonly<Record<string, unknown>>;

/** What each question holds beside when and where it was asked. */
const restOf: Readonly<Record<DecisionPoint, Rest>> = {
  admitStation: (_, { received }) => {
    const station = 'chargingStation' in received ? membersOf(received['chargingStation']) : received;
    return {
      vendor: station['vendorName'] ?? station['chargePointVendor'],
      model: station['model'] ?? station['chargePointModel'],
      serialNumber: station['serialNumber'] ?? station['chargePointSerialNumber'],
      firmwareVersion: station['firmwareVersion'],
    };
  },
  authorize: (data) => ({
    ...pick(data, ['token', 'tokenType', 'evseId', 'connectorId', 'purpose', 'transactionId', 'stopping']),
    ...membersOf(data['considered']),
  }),
  startSession: (data, { authorization, received }) => {
    const considered = membersOf(authorization?.['considered']);
    const accepted = authorization?.['status'] === 'Accepted' ? pick(authorization, authorizationMembers) : undefined;
    return {
      ...pick(data, ['transactionId', 'evseId', 'connectorId']),
      startedAt: data['startedAt'] ?? received['timestamp'],
      authorization: accepted,
      ...pick(considered, ['account', 'wallet']),
    };
  },
  continueCharging: (data, _, terms) => ({ session: data['progress'], terms }),
  priceSession: (data) => ({
    ...pick(data, ['transactionId', 'startedAt', 'endedAt', 'energyWh']),
    periods: data['periods'] ?? [],
    terms: data['terms'] ?? {},
  }),
  translateSettings: () => ({}),
  answerDataTransfer: (_, { received }) => pick(received, ['vendorId', 'messageId', 'data']),
};

const authorizationMembers = [
  'status',
  'accountId',
  'groupToken',
  'expiresAt',
  'language',
  'limits',
  'tariffId',
  'concurrentSessions',
  'message',
];

const pick = (from: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));

const withoutUndefined = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));

function tariffIn(terms: Json | undefined): TariffVersion | undefined {
  const { tariffId, version } = membersOf(membersOf(terms)['tariff']);
  return typeof tariffId === 'string' && typeof version === 'number' ? { tariffId, version } : undefined;
}

const votesIn = (data: JsonObject): readonly Vote[] => {
  const { votes } = data as { readonly votes?: readonly Vote[] };
  return votes ?? [];
};
