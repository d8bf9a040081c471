import type { Json } from '@wattledger/kernel';
import { listActions, schemaOf } from '@wattledger/ocpp';
import type { OcppVersion, Schema } from '@wattledger/ocpp';
import fc from 'fast-check';

type Definitions = Readonly<Record<string, Schema>>;

const someText = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.constantFrom(
    '',
    '__proto__',
    'constructor',
    '2026-01-01T00:00:00Z',
    '1970-01-01',
    'sealed:x:y',
    '-1',
    '1e999',
    '💥',
    'TAG-1',
  ),
);
const someNumber = fc.oneof(fc.integer(), fc.constantFrom(0, -1, 1, 1e21, -1e300, 0.1, 2 ** 53), fc.double({ noNaN: true }));
const anyJson: fc.Arbitrary<unknown> = fc.jsonValue({ maxDepth: 3 });

/** A payload of the right shape, more or less: fields are left out, and now and then one holds something else entirely. */
function nearly(schema: Schema, definitions: Definitions, depth = 0): fc.Arbitrary<unknown> {
  const usual = shapedAs(schema, definitions, depth);
  return depth === 0 ? usual : fc.oneof({ weight: 12, arbitrary: usual }, { weight: 1, arbitrary: anyJson });
}

function shapedAs(schema: Schema, definitions: Definitions, depth: number): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined)
    return shapedAs(definitions[schema.$ref.replace('#/definitions/', '')] ?? {}, definitions, depth);
  if (schema.enum) return fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...schema.enum) }, { weight: 1, arbitrary: someText });
  switch (schema.type) {
    case 'object': {
      const members = Object.entries(schema.properties ?? {}).map(
        ([name, each]) => [name, nearly(each, definitions, depth + 1)] as const,
      );
      const model: Record<string, fc.Arbitrary<unknown>> = Object.fromEntries(members);
      const complete = fc.record(model, { requiredKeys: [...(schema.required ?? [])] });
      const partial = fc.record(model, { requiredKeys: [] });
      return fc.oneof({ weight: 6, arbitrary: complete }, { weight: 1, arbitrary: partial });
    }
    case 'array':
      return depth > 6 ? fc.constant([]) : fc.array(nearly(schema.items ?? {}, definitions, depth + 1), { maxLength: 3 });
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return someNumber;
    default:
      return someText;
  }
}

/** The text of a call of any action, its payload nearly what the action's schema wants. */
export const nearlyValidCall = (version: OcppVersion): fc.Arbitrary<string> =>
  fc.constantFrom(...listActions(version)).chain((action) => {
    const schema = schemaOf(version, action, 'request') ?? {};
    return fc
      .tuple(fc.constantFrom('1', '2', '3', 'x'), nearly(schema, schema.definitions ?? {}))
      .map(([id, payload]) => JSON.stringify([2, id, action, payload]));
  });

/** Any text: noise, JSON, frames with a part that is wrong, frames cut short or with a character changed. */
export const anyText = (version: OcppVersion): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.json({ maxDepth: 3 }),
    fc
      .array(fc.oneof(anyJson, fc.integer({ min: 0, max: 9 }), fc.constantFrom('Heartbeat', 'StartTransaction')), {
        maxLength: 6,
      })
      .map(printed),
    fc.tuple(nearlyValidCall(version), fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1))),
    fc
      .tuple(nearlyValidCall(version), fc.nat(), fc.constantFrom('"', '{', ']', ',', '\\', '9', '\u0000', 'é'))
      .map(([text, at, character]) => {
        const place = at % text.length;
        return text.slice(0, place) + character + text.slice(place + 1);
      }),
  );

const printed = (value: unknown): string => JSON.stringify(value);

/** Texts that are made to exhaust whoever reads them. */
export const exhausting: readonly { readonly what: string; readonly text: string }[] = [
  { what: 'brackets without end', text: '['.repeat(200_000) },
  {
    what: 'a payload that nests 10,000 deep',
    text: `[2,"deep","DataTransfer",${'{"data":'.repeat(10_000)}1${'}'.repeat(10_000)}]`,
  },
  { what: 'an array of 100,000 numbers', text: `[2,"wide","DataTransfer",{"vendorId":"V","data":[${'0,'.repeat(99_999)}0]}]` },
  { what: 'a frame of 100,000 elements', text: `[2,"long","Heartbeat",{}${',0'.repeat(99_999)}]` },
  { what: '20,000 unknown members', text: `[2,"many","Heartbeat",{${members(20_000)}}]` },
  {
    what: 'a number of 100,000 digits',
    text: `[2,"digits","StopTransaction",{"transactionId":${'9'.repeat(100_000)},"meterStop":1,"timestamp":""}]`,
  },
  {
    what: 'a time of 100,000 characters',
    text: printed([
      2,
      'time',
      'StatusNotification',
      { connectorId: 1, errorCode: 'NoError', status: 'Available', timestamp: '1'.repeat(100_000) },
    ]),
  },
  {
    what: '2,000 meter values in one message',
    text: printed([
      2,
      'meters',
      'MeterValues',
      {
        connectorId: 1,
        meterValue: Array.from({ length: 2_000 }, (): Json => ({
          timestamp: '2026-01-01T00:00:00Z',
          sampledValue: [{ value: '1' }],
        })),
      },
    ]),
  },
];

function members(count: number): string {
  return Array.from({ length: count }, (_, index) => `"m${index}":${index}`).join(',');
}
