import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import type { ApiRole } from '@wattledger/charging';
import { everyRole, Roles, RolesGuard } from './roles.ts';

class SomeResolver {
  @Roles(['operator'])
  forOperators(): void {}

  forgotten(): void {}
}

function ask(method: 'forOperators' | 'forgotten', role?: ApiRole): boolean {
  const caller = role && { keyId: 'k', name: 'k', role };
  const context = new ExecutionContextHost([undefined, {}, { caller }, {}], SomeResolver, SomeResolver.prototype[method]);
  context.setType('graphql');
  return new RolesGuard().canActivate(context);
}

describe('a resolver', () => {
  it('is open to the roles it names', () => {
    expect(ask('forOperators', 'operator')).toBe(true);
    expect(() => ask('forOperators', 'admin')).toThrow('The role of this API key is admin; this needs the role operator.');
  });

  it('that names no roles is closed to everyone', () => {
    for (const role of everyRole) expect(() => ask('forgotten', role)).toThrow('nobody may');
  });

  it('is closed to whoever has no key', () => {
    expect(() => ask('forOperators')).toThrow('carries no API key');
  });
});
