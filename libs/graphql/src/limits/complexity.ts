import { getNamedType, getNullableType, isListType } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { getComplexity } from 'graphql-query-complexity';
import type { ComplexityEstimatorArgs } from 'graphql-query-complexity';
import { ApiError } from '../errors.ts';
import type { GraphqlSettings } from '../settings.ts';

/** How many entries a list has that is not cut into pages, such as the connectors of a station. */
const SHORT_LIST = 5;

export interface Operation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly variables?: Record<string, unknown> | null;
  readonly operationName?: string | null;
}

/** How much an operation asks for: every field counts one, and everything in a list as often as the list may be long. */
export function complexityOf({ schema, document, variables, operationName }: Operation, defaultPageSize: number): number {
  return getComplexity({
    schema,
    query: document,
    variables: variables ?? {},
    operationName: operationName ?? undefined,
    estimators: [(field) => 1 + field.childComplexity * entriesOf(field, defaultPageSize)],
  });
}

/** @throws ApiError `QUERY_TOO_COMPLEX` */
export function checkComplexity(operation: Operation, { maxComplexity, defaultPageSize }: GraphqlSettings): void {
  const complexity = complexityOf(operation, defaultPageSize);
  if (complexity > maxComplexity) {
    throw new ApiError('QUERY_TOO_COMPLEX', `The query asks for up to ${complexity} fields; ${maxComplexity} are allowed.`);
  }
}

function entriesOf({ type, field, args }: ComplexityEstimatorArgs, defaultPageSize: number): number {
  const named = getNamedType(field.type).name;
  // Introspection is bounded by the schema, and by the depth that graphql-js allows it.
  if (named.startsWith('__') || type.name.startsWith('__')) return 1;
  if (named.endsWith('Connection')) return sizeIn(args['first']) ?? sizeIn(args['last']) ?? defaultPageSize;
  if (named === 'BatteryCurve') return sizeIn(args['maxPoints']) ?? defaultPageSize;
  // What lies in a page, or in a curve, was counted with it.
  if (!isListType(getNullableType(field.type)) || type.name.endsWith('Connection') || type.name === 'BatteryCurve') return 1;
  return SHORT_LIST;
}

const sizeIn = (value: unknown): number | undefined => (typeof value === 'number' && value >= 0 ? value : undefined);
