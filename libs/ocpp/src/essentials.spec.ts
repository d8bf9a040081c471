import { describe, expect, it } from '@jest/globals';
import { isJsonObject } from '@wattledger/kernel';
import type { Json, JsonObject } from '@wattledger/kernel';
import fc from 'fast-check';
import { isSendAction, isStationAction, listActions } from './actions.ts';
import { ocppVersions } from './message.ts';
import { dereference, schemaOf } from './schemas.ts';
import type { Schema } from './schemas.ts';
import { validate } from './validate.ts';

/** Required by the schema, and read by nobody who answers: a battery is swapped whoever paid for it. */
const DISPENSABLE: ReadonlySet<string> = new Set(['BatterySwap idToken']);

const requests = ocppVersions.flatMap((version) =>
  listActions(version)
    .filter((action) => isStationAction(version, action) || isSendAction(version, action))
    .map((action) => ({ version, action, schema: schemaOf(version, action, 'request') ?? {} })),
);

/** A payload with everything that the schema knows. */
function sampleOf(root: Schema, node: Schema = root): Json {
  const schema = dereference(root, node);
  if (schema.enum) return schema.enum[0] ?? '';
  if (schema.items) return [sampleOf(root, schema.items)];
  if (schema.properties) return sampleObject(root, schema.properties);
  if (schema.type === 'integer' || schema.type === 'number') return 1;
  if (schema.type === 'boolean') return true;
  return schema.format === 'date-time' ? '2026-03-01T10:00:00Z' : 'x';
}

const sampleObject = (root: Schema, properties: Record<string, Schema>): JsonObject =>
  Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, sampleOf(root, property)]));

/** The objects and lists that code written against the schema's types looks into without asking. */
const structuresIn = (action: string, schema: Schema) =>
  (schema.required ?? []).flatMap((name) => {
    const { items, properties } = dereference(schema, schema.properties?.[name] ?? {});
    return (items ?? properties) && !DISPENSABLE.has(`${action} ${name}`) ? [{ name, isList: items !== undefined }] : [];
  });

describe('what a payload cannot do without', () => {
  it('is every object and list that a station has to send', () => {
    const served = requests.flatMap(({ version, action, schema }) =>
      structuresIn(action, schema).flatMap(({ name }) => {
        const { [name]: _missing, ...payload } = sampleObject(schema, schema.properties ?? {});
        const validation = validate(version, action, 'request', payload);
        const isRefused = validation.tier === 'unintelligible' && /^Occur+enceConstraintViolation$/.test(validation.errorCode);
        return isRefused ? [] : [`${version} ${action} without ${name}`];
      }),
    );
    expect(served).toEqual([]);
  });

  it('is there in whatever is understood, however it was mangled', () => {
    const junk = fc.oneof(fc.constantFrom<Json>(null, '', 0, [], {}, [null], [[]], [{}], 'x'), fc.jsonValue({ maxDepth: 2 }));
    const mangling = fc.record({ steps: fc.array(fc.nat(), { minLength: 1, maxLength: 5 }), junk, drops: fc.boolean() });
    fc.assert(
      fc.property(
        fc.constantFrom(...requests.map(({ version, action }) => ({ version, action }))),
        fc.array(mangling, { maxLength: 6 }),
        ({ version, action }, manglings) => {
          const schema = schemaOf(version, action, 'request') ?? {};
          const payload = sampleObject(schema, schema.properties ?? {});
          for (const { steps, junk: replacement, drops } of manglings)
            mangle(payload, steps, drops ? undefined : (replacement as Json));
          const validation = validate(version, action, 'request', payload);
          if (validation.tier === 'unintelligible') return;
          for (const { name, isList } of structuresIn(action, schema)) {
            const value = validation.payload[name];
            expect(Array.isArray(value)).toBe(isList);
            expect(isJsonObject(value) || (Array.isArray(value) && value.every((item) => typeof item === 'object'))).toBe(true);
          }
          const { idToken } = validation.payload;
          if (idToken !== undefined && action !== 'BatterySwap') expect(idToken).toHaveProperty('idToken', expect.any(String));
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('is named when a boot or a question after certificates comes empty', () => {
    for (const version of ['2.0.1', '2.1'] as const) {
      expect(validate(version, 'BootNotification', 'request', { reason: 'PowerUp' })).toEqual({
        tier: 'unintelligible',
        errorCode: 'OccurrenceConstraintViolation',
        description: "/chargingStation must have required property 'chargingStation'",
      });
    }
    expect(validate('2.1', 'GetCertificateChainStatus', 'request', {})).toMatchObject({
      errorCode: 'OccurrenceConstraintViolation',
    });
  });
});

/** Replaces, or drops, the value at a random place. */
function mangle(value: Json, [step = 0, ...others]: readonly number[], replacement: Json | undefined): void {
  if (typeof value !== 'object' || value === null) return;
  const names = Object.keys(value);
  const name = names[step % names.length];
  if (name === undefined) return;
  const owner = value as Record<string, Json>;
  const inner = owner[name];
  if (others.length > 0 && typeof inner === 'object' && inner !== null) mangle(inner, others, replacement);
  else if (replacement === undefined && !Array.isArray(value)) delete owner[name];
  // A copy: were one replacement put in two places, a later step could lead it back into itself, which no frame can say.
  else owner[name] = structuredClone(replacement ?? null);
}
