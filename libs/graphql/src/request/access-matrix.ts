import { Reflector } from '@nestjs/core';
import { RESOLVER_NAME_METADATA, RESOLVER_TYPE_METADATA } from '@nestjs/graphql/dist/graphql.constants.js';
import { apiRoles } from '@wattledger/charging';
import { Roles } from './roles.ts';

/** Whoever may knock: without a key, with a key of each role, or logged in as a driver. */
export const accessRoles = ['none', ...apiRoles, 'driver'] as const;
export type AccessRole = (typeof accessRoles)[number];

const operations = ['query', 'mutation', 'subscription'] as const;

/** A field at a root of the schema, and who may use it. */
export interface FieldAccess {
  readonly operation: (typeof operations)[number];
  readonly field: string;
  /** Nobody where the resolver says nothing: what is forgotten is closed. */
  readonly allowed: readonly AccessRole[];
}

/** Who may use which root field, as the guard reads it off the resolvers. Sorted by operation and name. */
export function accessMatrixOf(resolvers: readonly (abstract new (...args: never[]) => object)[]): readonly FieldAccess[] {
  const fields = resolvers.flatMap((resolver) => handlersOf(resolver.prototype).flatMap(accessOf));
  return fields.sort(
    (left, right) =>
      operations.indexOf(left.operation) - operations.indexOf(right.operation) || (left.field < right.field ? -1 : 1),
  );
}

type Handler = (...args: never[]) => unknown;

const handlersOf = (prototype: object): readonly Handler[] =>
  Object.values(Object.getOwnPropertyDescriptors(prototype))
    .map(({ value }): unknown => value)
    .filter((value): value is Handler => typeof value === 'function');

function accessOf(handler: Handler): readonly FieldAccess[] {
  const type: unknown = Reflect.getMetadata(RESOLVER_TYPE_METADATA, handler);
  const operation = operations.find((each) => typeof type === 'string' && each === type.toLowerCase());
  if (!operation) return [];
  const named: unknown = Reflect.getMetadata(RESOLVER_NAME_METADATA, handler);
  const roles = new Reflector().get(Roles, handler) ?? [];
  const allowed = roles.includes('anyone') ? accessRoles : accessRoles.filter((role) => role !== 'none' && roles.includes(role));
  return [{ operation, field: typeof named === 'string' ? named : handler.name, allowed }];
}
