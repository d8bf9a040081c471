import { describe, expect, it } from '@jest/globals';
import { unplacedStation } from '@wattledger/charging';
import type { Ask, Decided, DecisionPoint } from '@wattledger/charging';
import { isJsonObject } from '@wattledger/kernel';
import type { Json, JsonObject } from '@wattledger/kernel';
import { directionOf, isSendAction, listActions, ocppVersions, schemaOf, validate } from '@wattledger/ocpp';
import type { OcppVersion } from '@wattledger/ocpp';
import { StationMemory } from '../station-memory.ts';
import type { CallContext } from './action.ts';
import { inboundAction } from './index.ts';

/** The least that a schema takes: its required members, each as small as allowed. */
function leastOf(schema: Json | undefined, root: JsonObject): Json {
  if (!isJsonObject(schema)) return {};
  const reference = schema['$ref'];
  if (typeof reference === 'string') {
    const definitions = root['definitions'];
    return leastOf(isJsonObject(definitions) ? definitions[reference.replace('#/definitions/', '')] : undefined, root);
  }
  const [first] = Array.isArray(schema['enum']) ? schema['enum'] : [];
  if (first !== undefined) return first;
  switch (schema['type']) {
    case 'object': {
      const required = Array.isArray(schema['required']) ? schema['required'].map(String) : [];
      const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
      return Object.fromEntries(required.map((name) => [name, leastOf(properties[name], root)]));
    }
    case 'array':
      return Array.from({ length: Number(schema['minItems'] ?? 0) }, () => leastOf(schema['items'], root));
    case 'integer':
    case 'number':
      return Number(schema['minimum'] ?? 1);
    case 'boolean':
      return true;
    default:
      return schema['format'] === 'date-time'
        ? '2026-05-01T12:00:00Z'
        : schema['format'] === 'uri'
          ? 'https://example.com/'
          : 'x';
  }
}

const leastRequest = (version: OcppVersion, action: string): JsonObject => {
  const schema = JSON.parse(JSON.stringify(schemaOf(version, action, 'request') ?? {})) as JsonObject;
  return leastOf(schema, schema) as JsonObject;
};

const answers: { readonly [Point in DecisionPoint]?: Decided<Point>['answer'] } = {
  authorize: { status: 'Accepted' },
  answerDataTransfer: { status: 'Accepted', data: { any: 'thing' } },
};
const everybodyAccepts: Ask = Object.assign(
  <Point extends DecisionPoint>(point: Point) =>
    Promise.resolve({ answer: answers[point], reason: 'as this spec wants it', votes: [] } as Decided<Point>),
  { concerns: () => true },
);

const contextOf = (version: OcppVersion, sealed: JsonObject): CallContext => ({
  stationId: 's1',
  version,
  now: new Date('2026-05-01T12:00:00.500Z'),
  receivedAt: '2026-05-01T12:00:00.400Z',
  ask: everybodyAccepts,
  directory: {
    station: () => unplacedStation,
    driver: () => Promise.resolve({ value: {}, basis: [] }),
    tariff: () => Promise.resolve({ value: undefined, basis: [] }),
    tariffFor: () => Promise.resolve({ value: undefined, basis: [] }),
  },
  wallets: { openSession: () => Promise.resolve(undefined) },
  unseal: (stored) => Promise.resolve(stored),
  drivers: {
    logInAtStation: () => Promise.resolve({ secret: { kind: 'password', outcome: 'wrong' } }),
    useGrant: () => Promise.resolve(undefined),
  },
  certificates: { judge: () => Promise.resolve(undefined), issue: () => Promise.resolve() },
  heartbeatSeconds: 300,
  messageId: 'm1',
  memory: new StationMemory(),
  sealed,
});

const stationCalls = ocppVersions.flatMap((version) =>
  listActions(version)
    .filter((action) => directionOf(version, action) !== 'toStation' && !isSendAction(version, action))
    .map((action) => ({ version, action })),
);

describe('the actions of stations', () => {
  it.each(stationCalls)('OCPP $version $action gets an answer that its schema allows', async ({ version, action }) => {
    const request = leastRequest(version, action);
    expect(validate(version, action, 'request', request)).toMatchObject({ tier: 'valid' });
    const answered = await inboundAction(version, action)?.answer(request, contextOf(version, request));
    expect(validate(version, action, 'response', answered?.reply ?? null, { strict: true })).toMatchObject({ tier: 'valid' });
  });

  it('are not those that only the platform calls', () => {
    expect(inboundAction('1.6', 'Reset')).toBeUndefined();
    expect(inboundAction('1.6', 'TransactionEvent')).toBeUndefined();
    expect(inboundAction('2.0.1', 'BatterySwap')).toBeUndefined();
  });

  it('tell the time as the pickiest stations read it', async () => {
    const answered = await inboundAction('1.6', 'Heartbeat')?.answer({}, contextOf('1.6', {}));
    expect(answered?.reply).toEqual({ currentTime: '2026-05-01T12:00:00Z' });
  });
});
