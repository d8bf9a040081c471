import { Inject, Injectable, Optional } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { GqlContextType } from '@nestjs/graphql';
import type { ApiRole } from '@wattledger/charging';
import type { GraphQLResolveInfo } from 'graphql';
import { DENIALS } from '../collaborators.ts';
import type { Denials } from '../collaborators.ts';
import { ApiError } from '../errors.ts';
import type { RequestContext } from './context.ts';

/** The roles of API keys; drivers who have logged in; whoever it is. */
export type FieldRole = ApiRole | 'driver' | 'anyone';

/** Which roles may use a query, mutation or subscription. One without this decorator is closed to everyone. */
export const Roles = Reflector.createDecorator<readonly FieldRole[]>();

export const everyRole: readonly ApiRole[] = ['admin', 'operator', 'integrator', 'auditor'];
export const commandingRoles: readonly ApiRole[] = ['admin', 'operator'];
export const adminOnly: readonly ApiRole[] = ['admin'];
export const driversOnly: readonly FieldRole[] = ['driver'];
export const anyone: readonly FieldRole[] = ['anyone'];

/** Who may read tokens and other personal data; everyone else sees the pseudonymous subject in their place. */
export const personalDataReaders: readonly ApiRole[] = ['admin', 'operator', 'auditor'];
export const mayReadPersonalData = (role: ApiRole): boolean => personalDataReaders.includes(role);

/** Holds the caller's role against `@Roles` of every root field; nested fields belong to whoever may read their parent. */
@Injectable()
export class RolesGuard implements CanActivate {
  private readonly reflector = new Reflector();
  private readonly denials: Denials | undefined;

  constructor(@Optional() @Inject(DENIALS) denials?: Denials) {
    this.denials = denials;
  }

  canActivate(context: ExecutionContext): boolean {
    if (context.getType<GqlContextType>() !== 'graphql') return true;
    const { caller, driver } = GqlExecutionContext.create(context).getContext<RequestContext>();
    const allowed = this.reflector.get(Roles, context.getHandler()) ?? [];
    if (allowed.includes('anyone')) return true;
    const role = (caller ?? driver)?.role;
    if (role === undefined) throw new ApiError('UNAUTHENTICATED');
    if (allowed.includes(role)) return true;
    const actor = caller?.keyId ?? `account:${driver?.accountId}`;
    this.denials?.denied({ actor, role, field: fieldOf(context) });
    const needed = allowed.length === 0 ? 'nobody may' : `needs the role ${allowed.join(' or ')}`;
    throw new ApiError('FORBIDDEN', `The role of ${caller ? 'this API key' : 'this log-in'} is ${role}; this ${needed}.`);
  }
}

function fieldOf(context: ExecutionContext): string {
  const info = GqlExecutionContext.create(context).getInfo<Partial<GraphQLResolveInfo> | undefined>();
  return `${info?.parentType?.name ?? 'unknown'}.${info?.fieldName ?? 'unknown'}`;
}
