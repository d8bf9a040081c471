import { Ajv } from 'ajv';
import type { AnySchema, ErrorObject, ValidateFunction } from 'ajv';
import ajvFormats from 'ajv-formats';
import { isJsonObject } from '@wattledger/kernel';
import type { Json, JsonObject } from '@wattledger/kernel';
import type { Action } from './actions.ts';
import { isDecimalMultiple } from './decimal.ts';
import { errorCodeFor } from './error-codes.ts';
import type { ErrorCode, Violation } from './error-codes.ts';
import { decisiveFields, essentialFields } from './essentials.ts';
import { looseCopy, newCopyNotes } from './loose-copy.ts';
import type { OcppVersion } from './message.ts';
import { relaxSchema, withBoundIds } from './relax-schema.ts';
import { schemaOf } from './schemas.ts';
import type { Part, Payload } from './types.ts';

/** The payload obeys the official schema. Integers beyond 2^53 stay `bigint`, though the type says `number`. */
export interface Valid<Typed> {
  readonly tier: 'valid';
  readonly payload: Typed;
}

/** The payload breaks the schema, but says what it has to. */
export interface Understood<Typed> {
  readonly tier: 'understood';
  /** A copy with values coerced to the types of the schema. Its strings may be longer, its enumerations wider than the type says. */
  readonly payload: Typed;
  /** Where the payload as received departs from the schema, such as `/chargePointVendor maxLength`. */
  readonly deviations: readonly string[];
}

/** The payload cannot be served: answer with this error. */
export interface Unintelligible {
  readonly tier: 'unintelligible';
  /** In the version's own spelling. */
  readonly errorCode: ErrorCode;
  /** What is wrong and where, at most 255 characters. */
  readonly description: string;
}

export type Validation<Typed = JsonObject> = Valid<Typed> | Understood<Typed> | Unintelligible;

export interface ValidationOptions {
  /** Refuses whatever breaks the official schema, as certification wants it. */
  readonly strict?: boolean;
}

const MAX_DESCRIPTION_LENGTH = 255;
const MAX_DEVIATIONS = 20;
const MAX_DEVIATION_LENGTH = 120;
/** A larger payload is searched for its first deviation only: a list of every one could outgrow the payload. */
const MAX_VALUES_TO_SEARCH = 2_000;

function newAjv(options: { allErrors: boolean; coerceTypes: boolean }): Ajv {
  const ajv = new Ajv({ strict: false, validateFormats: true, ...options });
  ajvFormats.default(ajv);
  ajv.removeKeyword('multipleOf');
  ajv.addKeyword({
    keyword: 'multipleOf',
    type: 'number',
    validate: (step: number, value: number) => isDecimalMultiple(value, step),
  });
  return ajv;
}

const officialAjv = newAjv({ allErrors: false, coerceTypes: false });
const thoroughAjv = newAjv({ allErrors: true, coerceTypes: false });
const lenientAjv = newAjv({ allErrors: false, coerceTypes: true });

/** The three readings of one payload schema, each compiled when first needed. */
interface Validators {
  official: ValidateFunction;
  /** Finds every deviation. */
  thorough: ValidateFunction;
  /** Coerces what it is given. */
  lenient: ValidateFunction;
}

function validatorsOf(version: OcppVersion, action: string, part: Part): Validators | undefined {
  const schema = schemaOf(version, action, part);
  if (schema === undefined) return undefined;
  const compiled: Partial<Validators> = {};
  const essential = essentialFields(version, action, part);
  const official = withBoundIds(schema, essential);
  const once = (name: keyof Validators, ajv: Ajv, source: () => AnySchema) => (compiled[name] ??= ajv.compile(source()));
  return {
    get official() {
      return once('official', officialAjv, () => official);
    },
    get thorough() {
      return once('thorough', thoroughAjv, () => official);
    },
    get lenient() {
      return once('lenient', lenientAjv, () => relaxSchema(schema, essential, decisiveFields(action, part)));
    },
  };
}

const cache: Readonly<Record<OcppVersion, Readonly<Record<Part, Map<string, Validators>>>>> = {
  '1.6': { request: new Map(), response: new Map() },
  '2.0.1': { request: new Map(), response: new Map() },
  '2.1': { request: new Map(), response: new Map() },
};

function cachedValidators(version: OcppVersion, action: string, part: Part): Validators | undefined {
  const known = cache[version][part];
  const cached = known.get(action);
  if (cached !== undefined) return cached;
  const validators = validatorsOf(version, action, part);
  if (validators !== undefined) known.set(action, validators);
  return validators;
}

const violationOf: Readonly<Record<string, Violation>> = {
  additionalProperties: 'format',
  required: 'occurrence',
  minItems: 'occurrence',
  maxItems: 'occurrence',
  type: 'type',
};

/** The place of an error as a JSON pointer, `/chargingStation/model`, the missing or unknown field included. */
function placeOf({ instancePath, params }: ErrorObject): string {
  const field: unknown = params['missingProperty'] ?? params['additionalProperty'];
  return typeof field === 'string' ? `${instancePath}/${field}` : instancePath;
}

const deviationOf = (error: ErrorObject): string =>
  `${placeOf(error).slice(0, MAX_DEVIATION_LENGTH)} ${error.keyword}`.trimStart();

function deviationsIn(errors: readonly ErrorObject[]): readonly string[] {
  const found = [...new Set(errors.slice(0, MAX_VALUES_TO_SEARCH).map(deviationOf))];
  return found.length > MAX_DEVIATIONS ? [...found.slice(0, MAX_DEVIATIONS), '...'] : found;
}

function unintelligible(version: OcppVersion, violation: Violation, description: string): Unintelligible {
  return {
    tier: 'unintelligible',
    errorCode: errorCodeFor(version, violation),
    description: description.slice(0, MAX_DESCRIPTION_LENGTH),
  };
}

function refusedBy(version: OcppVersion, validator: ValidateFunction): Unintelligible {
  const error = validator.errors?.[0];
  if (error === undefined) return unintelligible(version, 'format', 'the payload does not match its schema');
  return unintelligible(
    version,
    violationOf[error.keyword] ?? 'property',
    `${placeOf(error) || '/'} ${error.message ?? error.keyword}`,
  );
}

/**
 * Holds a payload against the official JSON schema of its action, and if it breaks that, against what can still be understood.
 *
 * Never throws on any payload; the payload itself is not changed. An action the version does not have is `NotImplemented`.
 *
 * @throws Fault `ocpp-schemas-unreadable` when the installation is broken.
 */
export function validate<Version extends OcppVersion, Name extends Action<Version>, Half extends Part>(
  version: Version,
  action: Name,
  part: Half,
  payload: Json,
  options?: ValidationOptions,
): Validation<Payload<Version, Name, Half>>;
export function validate(
  version: OcppVersion,
  action: string,
  part: Part,
  payload: Json,
  options?: ValidationOptions,
): Validation;
export function validate(
  version: OcppVersion,
  action: string,
  part: Part,
  payload: Json,
  options?: ValidationOptions,
): Validation {
  const validators = cachedValidators(version, action, part);
  if (validators === undefined) {
    return {
      tier: 'unintelligible',
      errorCode: 'NotImplemented',
      description: `OCPP ${version} has no ${part} ${action}`.slice(0, 255),
    };
  }
  if (!isJsonObject(payload)) return unintelligible(version, 'format', 'the payload is not an object');
  if (validators.official(payload)) return { tier: 'valid', payload };
  return validateLeniently(version, validators, payload, options?.strict ?? false);
}

function validateLeniently(version: OcppVersion, validators: Validators, payload: JsonObject, strict: boolean): Validation {
  const notes = newCopyNotes();
  const copy = looseCopy(payload, notes);
  if (notes.tooDeep || !isJsonObject(copy)) return unintelligible(version, 'format', 'the payload nests too deep');
  // A 64-bit integer is a fine integer: only ajv does not know `bigint`.
  const checked = notes.bigints ? withNumbers(payload) : payload;
  if (notes.bigints && validators.official(checked)) return { tier: 'valid', payload };
  if (strict) {
    validators.official(checked);
    return refusedBy(version, validators.official);
  }
  const finder = notes.values > MAX_VALUES_TO_SEARCH ? validators.official : validators.thorough;
  finder(checked);
  const deviations = deviationsIn(finder.errors ?? []);
  return validators.lenient(copy) ? { tier: 'understood', payload: copy, deviations } : refusedBy(version, validators.lenient);
}

/** The payload with every `bigint` as the nearest number, and nothing else changed. */
function withNumbers(value: JsonObject): JsonObject {
  const convert = (entry: Json): Json => {
    if (typeof entry === 'bigint') return Number(entry);
    if (typeof entry !== 'object' || entry === null) return entry;
    if (Array.isArray(entry)) return entry.map(convert);
    return withNumbers(entry);
  };
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, convert(entry)]));
}
