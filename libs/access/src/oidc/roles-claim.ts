import { apiRoles } from '@wattledger/charging';
import type { ApiRole } from '@wattledger/charging';
import { isJsonObject } from '@wattledger/kernel';
import type { Json } from '@wattledger/kernel';

/** What a role of the OpenID provider is called there, and what it may do here. */
export type RoleMapping = ReadonlyMap<string, ApiRole>;

/** From the one that may do most; auditors may read what integrators may not. */
const byPower: readonly ApiRole[] = ['admin', 'operator', 'auditor', 'integrator'];

/**
 * The most powerful role that the claims give.
 *
 * @param claim its name, such as `roles` or `https://example.com/roles`; else a path into the claims, such as `realm_access.roles`
 */
export function roleIn(claims: Readonly<Record<string, unknown>>, claim: string, mapping: RoleMapping): ApiRole | undefined {
  const roles = namesIn(valueAt(claims as Json, claim)).map((name) => mapping.get(name));
  return byPower.find((role) => roles.includes(role));
}

/**
 * Reads `their-name=our-role` pairs.
 *
 * @returns what is wrong with them, where something is
 */
export function readRoleMapping(pairs: readonly string[]): RoleMapping | string {
  const mapping = new Map<string, ApiRole>();
  for (const pair of pairs) {
    const at = pair.lastIndexOf('=');
    const role = apiRoles.find((known) => known === pair.slice(at + 1).trim());
    if (at < 1 || role === undefined) return `${pair} is not <role of the provider>=<one of ${apiRoles.join(', ')}>`;
    mapping.set(pair.slice(0, at).trim(), role);
  }
  return mapping;
}

function valueAt(claims: Json, claim: string): Json | undefined {
  if (isJsonObject(claims) && Object.hasOwn(claims, claim)) return claims[claim];
  return claim
    .split('.')
    .reduce<Json | undefined>((at, step) => (isJsonObject(at) && Object.hasOwn(at, step) ? at[step] : undefined), claims);
}

/** A list of names, or one text with blanks in between as the claim `scope` has it. */
function namesIn(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return value.split(' ').filter((name) => name !== '');
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
}
