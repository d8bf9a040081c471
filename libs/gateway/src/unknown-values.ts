import { isJsonObject } from '@wattledger/kernel';
import type { Json, JsonObject } from '@wattledger/kernel';
import type { SensitiveValue } from '@wattledger/event-log';

type Path = readonly (string | number)[];

const UNKNOWN = / additionalProperties$/;

/**
 * The values of properties that no schema knows, as validation has flagged them (`/a/0/b additionalProperties`): nobody
 * knows what they hold, so they are personal. Their names are not.
 *
 * @param owner whose key seals them
 */
export function unknownValues(payload: JsonObject, flags: readonly string[], owner: string): SensitiveValue[] {
  const found: SensitiveValue[] = [];
  for (const flag of flags) {
    if (UNKNOWN.test(flag))
      search(payload, flag.replace(UNKNOWN, '').slice(1), [], (path) => found.push({ path, kind: 'personal', owner }));
  }
  return found;
}

/** Walks down a place. The last name may hold slashes of its own, and is cut where it is very long. */
function search(value: Json | undefined, place: string, path: Path, take: (path: Path) => void): void {
  if (Array.isArray(value)) {
    const [index = '', ...rest] = place.split('/');
    if (rest.length > 0) search(value[Number(index)], rest.join('/'), [...path, Number(index)], take);
  } else if (isJsonObject(value)) {
    for (const [name, inner] of Object.entries(value)) {
      if (name === place || (place.length > 40 && name.startsWith(place))) leaves(inner, [...path, name], take);
      else if (place.startsWith(`${name}/`)) search(inner, place.slice(name.length + 1), [...path, name], take);
    }
  }
}

function leaves(value: Json, path: Path, take: (path: Path) => void): void {
  if (value === null || value === '') return;
  if (typeof value !== 'object') take(path);
  else
    for (const [name, inner] of Object.entries(value)) leaves(inner, [...path, Array.isArray(value) ? Number(name) : name], take);
}
