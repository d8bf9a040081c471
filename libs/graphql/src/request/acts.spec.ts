import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { PARAM_ARGS_METADATA } from '@nestjs/graphql/dist/graphql.constants.js';
import { resolvers } from '../graphql.module.ts';
import { accessMatrixOf } from './access-matrix.ts';
import type { FieldAccess } from './access-matrix.ts';
import { Caller } from './caller.ts';

/** What a method of a resolver is handed, by the way each argument is made. */
function factoriesOf(resolver: object, method: string): readonly unknown[] {
  const args = (Reflect.getMetadata(PARAM_ARGS_METADATA, resolver, method) ?? {}) as Record<string, { factory?: unknown }>;
  return Object.values(args).map(({ factory }) => factory);
}

class Sample {
  method(_: unknown): void {}
}
Caller()(Sample.prototype, 'method', 0);
const [callerFactory] = factoriesOf(Sample, 'method');

describe('a mutation', () => {
  it('is told who asks, so that what it records says who did it', () => {
    let looked = 0;
    const anonymous = resolvers.flatMap((resolver) => {
      const methods = Object.getOwnPropertyNames(resolver.prototype).filter((name) => name !== 'constructor');
      return methods.filter((method) => {
        const handler: unknown = Object.getOwnPropertyDescriptor(resolver.prototype, method)?.value;
        if (typeof handler !== 'function') return false;
        const [access] = accessMatrixOf([class {}, ownMethod(method, handler)]);
        const ofKeys = access !== undefined && isOfKeys(access);
        if (ofKeys) looked += 1;
        return ofKeys && !factoriesOf(resolver, method).includes(callerFactory);
      });
    });
    expect(callerFactory).toBeDefined();
    expect(looked).toBe(accessMatrixOf(resolvers).filter(isOfKeys).length);
    expect(looked).toBeGreaterThan(30);
    expect(anonymous).toEqual([]);
  });
});

const isOfKeys = ({ operation, allowed }: FieldAccess): boolean =>
  operation === 'mutation' && allowed.includes('admin') && !allowed.includes('none');

/** A resolver with nothing but this method, its metadata included. */
function ownMethod(name: string, handler: object): new () => object {
  class Single {}
  Object.defineProperty(Single.prototype, name, { value: handler });
  return Single;
}
