import { isJsonObject } from '@wattledger/kernel';
import type { Json, JsonObject } from '@wattledger/kernel';
import { MAX_DEPTH } from '../frame-text.ts';
import type { OcppMessage, OcppVersion } from '../message.ts';
import type { Part } from '../types.ts';
import { conditions } from './conditions.ts';
import { sensitiveFields } from './fields.generated.ts';
import type { SensitiveField } from './print-fields.ts';
import type { Sensitivity } from './rules.ts';

export type { Sensitivity } from './rules.ts';

/** A value in a payload that must not be stored as it is. */
export interface SensitiveValue {
  /** Leads from the payload to the value: `['reportData', 0, 'variableAttribute', 0, 'value']`. */
  readonly path: readonly (string | number)[];
  readonly kind: Sensitivity;
}

type Path = readonly (string | number)[];

/** A field whose path is taken apart once: `['reportData', EACH, 'variable', 'name']`. */
interface CompiledField {
  readonly steps: readonly string[];
  readonly field: SensitiveField;
}

const EACH = '[]';
const NONE: readonly SensitiveValue[] = [];

const compile = (field: SensitiveField): CompiledField => ({
  field,
  steps: field.path.split('.').flatMap((step) => (step.endsWith(EACH) ? [step.slice(0, -EACH.length), EACH] : [step])),
});

const compileAll = (table: Readonly<Record<string, readonly SensitiveField[]>>): ReadonlyMap<string, readonly CompiledField[]> =>
  new Map(Object.entries(table).map(([action, fields]) => [action, fields.map(compile)]));

const compiledFor = (version: OcppVersion) => ({
  request: compileAll(sensitiveFields[version].request),
  response: compileAll(sensitiveFields[version].response),
});

const compiled: Readonly<Record<OcppVersion, Readonly<Record<Part, ReadonlyMap<string, readonly CompiledField[]>>>>> = {
  '1.6': compiledFor('1.6'),
  '2.0.1': compiledFor('2.0.1'),
  '2.1': compiledFor('2.1'),
};

/**
 * Where a message holds personal data or secrets, to be sealed or removed before it is stored.
 *
 * Works on payloads that break their schema: a token that comes as a number is found, and of an object where a text
 * should be, every value in it. Of errors nothing is known. A message whose action has no sensitive field costs a look-up.
 */
export function sensitiveValues(
  message: Pick<OcppMessage, 'version' | 'action' | 'kind' | 'payload'>,
): readonly SensitiveValue[] {
  const { version, action, kind, payload } = message;
  if (kind === 'error' || kind === 'resultError') return NONE;
  const fields = compiled[version][kind === 'result' ? 'response' : 'request'].get(action);
  if (fields === undefined || !isJsonObject(payload)) return NONE;
  const found: SensitiveValue[] = [];
  for (const { steps, field } of fields) search(payload, steps, 0, [], [], field, found);
  return found.length > 0 ? found : NONE;
}

function search(
  value: Json | undefined,
  steps: readonly string[],
  step: number,
  path: Path,
  owners: readonly JsonObject[],
  field: SensitiveField,
  found: SensitiveValue[],
): void {
  const name = steps[step];
  if (value === undefined || value === null || value === '') return;
  if (name === undefined) {
    const kind = field.condition ? conditions[field.condition](value, owners, field.sensitivity) : field.sensitivity;
    if (kind !== undefined) collect(value, path, kind, found);
  } else if (Array.isArray(value)) {
    // A list where none should be is searched as if it should.
    const next = name === EACH ? step + 1 : step;
    if (path.length < MAX_DEPTH)
      value.forEach((item, index) => search(item, steps, next, [...path, index], owners, field, found));
  } else if (name === EACH) {
    search(value, steps, step + 1, path, owners, field, found);
  } else if (isJsonObject(value) && Object.hasOwn(value, name)) {
    search(value[name], steps, step + 1, [...path, name], [...owners, value], field, found);
  }
}

/** A sensitive value, or every value within one that should be plain and is not. */
function collect(value: Json, path: Path, kind: Sensitivity, found: SensitiveValue[]): void {
  if (value === null || value === '') return;
  if (typeof value !== 'object' || path.length > MAX_DEPTH) found.push({ path, kind });
  else if (Array.isArray(value)) value.forEach((item, index) => collect(item, [...path, index], kind, found));
  else for (const [key, item] of Object.entries(value)) collect(item, [...path, key], kind, found);
}
