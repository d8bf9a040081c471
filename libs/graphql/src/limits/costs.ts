import { Extensions } from '@nestjs/graphql';
import type { GraphQLField } from 'graphql';

/** What a field costs itself, whatever is selected in it; a field that declares nothing costs {@link FIELD_COST}. */
export type FieldCost<Args> = (args: Args) => number;

/** A value of a row that was read anyway. */
export const FIELD_COST = 1;
/** A page of a list, found by an index. */
export const LIST_COST = 10;
/** Every row that matches is counted. */
export const COUNT_COST = 50;
/** Some dozens of events around a known one. */
export const EXCHANGE_COST = 50;
/** Thousands of events are looked at, one by one. */
export const SEARCH_COST = 500;

const EXTENSION = 'cost';

/** Declares, at a field of the schema, what it costs. */
export const costs = <Args>(cost: number | FieldCost<Args>): MethodDecorator & PropertyDecorator =>
  Extensions({ [EXTENSION]: typeof cost === 'number' ? () => cost : cost });

/** What was declared for a field. */
export function declaredCost({ extensions }: GraphQLField<unknown, unknown>): FieldCost<object> | undefined {
  const cost = extensions[EXTENSION];
  return typeof cost === 'function' ? (args) => Number(cost(args)) : undefined;
}
