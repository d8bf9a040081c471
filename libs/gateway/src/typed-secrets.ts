import { REMOVED } from '@wattledger/event-log';
import { isJsonObject, parseJson, stringifyJson } from '@wattledger/kernel';
import type { Json, JsonObject } from '@wattledger/kernel';

const SECRET_NAME = /passw|pwd$|passphrase|secret|^pin$|pincode$/i;

/** What stands in the data of a DataTransfer, for whoever is told of it. */
export interface Typed {
  /** The data without its secrets. */
  readonly data: unknown;
  /** What a driver has typed at the station. */
  readonly credentials?: { readonly userName: string; readonly password: string };
}

/** Takes secrets out of a vendor's data: an object, or its JSON as text (all that OCPP 1.6 offers). */
export function typedIn(data: unknown): Typed {
  const object = objectIn(data);
  if (!object) return { data };
  const clean = withoutSecrets(object);
  if (clean === object) return { data };
  const { userName, password } = object;
  const credentials = typeof userName === 'string' && typeof password === 'string' ? { userName, password } : undefined;
  return { data: typeof data === 'string' ? stringifyJson(clean) : clean, ...(credentials && { credentials }) };
}

interface Recorded {
  readonly action: string;
  readonly payload: JsonObject;
  readonly payloadText?: string;
  readonly lossless?: boolean;
}

/**
 * The call as it may be recorded: what drivers type is gone, not merely sealed. A text in which a secret may stand where parsing has
 * lost it is given up, too.
 */
export function withoutTypedSecrets<Call extends Recorded>(call: Call): Call {
  if (call.action !== 'DataTransfer') return call;
  const { data } = typedIn(call.payload['data']);
  const changed = data !== call.payload['data'];
  const mayHide = call.lossless === false && SECRET_NAME.test(call.payloadText ?? '');
  if (!changed && !mayHide) return call;
  const payload = changed ? { ...call.payload, data: data as Json } : call.payload;
  return { ...call, payload, payloadText: stringifyJson(payload), lossless: true };
}

function objectIn(data: unknown): JsonObject | undefined {
  if (typeof data !== 'string') return isJsonObject(data as Json) ? (data as JsonObject) : undefined;
  try {
    const parsed = parseJson(data);
    return isJsonObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** The value itself where there is no secret in it. */
function withoutSecrets<Value extends Json>(value: Value): Value;
function withoutSecrets(value: Json): Json {
  if (Array.isArray(value)) {
    const entries = value.map((entry) => withoutSecrets(entry));
    return entries.some((entry, index) => entry !== value[index]) ? entries : value;
  }
  if (!isJsonObject(value)) return value;
  let changed = false;
  const members = Object.entries(value).map(([name, entry]): [string, Json] => {
    const clean = SECRET_NAME.test(name) && entry !== null ? REMOVED : withoutSecrets(entry);
    changed ||= clean !== entry;
    return [name, clean];
  });
  return changed ? Object.fromEntries(members) : value;
}
