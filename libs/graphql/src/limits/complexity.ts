import { getNamedType, getNullableType, isListType, Kind } from 'graphql';
import type { DocumentNode, FieldNode, GraphQLSchema } from 'graphql';
import { getComplexity } from 'graphql-query-complexity';
import type { ComplexityEstimatorArgs } from 'graphql-query-complexity';
import { ApiError } from '../errors.ts';
import type { GraphqlSettings } from '../settings.ts';
import { COUNT_COST, declaredCost, FIELD_COST, LIST_COST } from './costs.ts';

/** How many entries a list has that is not cut into pages, such as the connectors of a station. */
const SHORT_LIST = 5;

export interface Operation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly variables?: Record<string, unknown> | null;
  readonly operationName?: string | null;
}

/** How much an operation asks for: every field at its own cost, and everything in a list as often as the list may be long. */
export function complexityOf({ schema, document, variables, operationName }: Operation, defaultPageSize: number): number {
  return getComplexity({
    schema,
    query: document,
    variables: variables ?? {},
    operationName: operationName ?? undefined,
    estimators: [(field) => costOf(field) + costOfEntries(field, defaultPageSize)],
  });
}

/** @throws ApiError `QUERY_TOO_COMPLEX` */
export function checkComplexity(operation: Operation, { maxComplexity, defaultPageSize }: GraphqlSettings): void {
  const complexity = complexityOf(operation, defaultPageSize);
  if (complexity > maxComplexity) {
    throw new ApiError('QUERY_TOO_COMPLEX', `The query costs up to ${complexity}; ${maxComplexity} is allowed.`);
  }
}

function costOf({ type, field, args }: ComplexityEstimatorArgs): number {
  const declared = declaredCost(field);
  if (declared) return declared(args);
  // The pages of a nested list are read together, those of a root field alone.
  return type.name === 'Query' && isConnection(field) ? LIST_COST : FIELD_COST;
}

function costOfEntries(estimated: ComplexityEstimatorArgs, defaultPageSize: number): number {
  const { field, node, childComplexity } = estimated;
  // A list is counted once, however many of its entries are shown.
  const counts = isConnection(field) ? COUNT_COST * countsIn(node) : 0;
  return counts + (childComplexity - counts) * entriesOf(estimated, defaultPageSize);
}

function entriesOf({ type, field, args }: ComplexityEstimatorArgs, defaultPageSize: number): number {
  const named = getNamedType(field.type).name;
  // Introspection is bounded by the schema, and by the depth that graphql-js allows it.
  if (named.startsWith('__') || type.name.startsWith('__')) return 1;
  if (isConnection(field)) return sizeIn(args['first']) ?? sizeIn(args['last']) ?? defaultPageSize;
  if (named === 'BatteryCurve') return sizeIn(args['maxPoints']) ?? defaultPageSize;
  // What lies in a page, or in a curve, was counted with it.
  if (!isListType(getNullableType(field.type)) || type.name.endsWith('Connection') || type.name === 'BatteryCurve') return 1;
  return SHORT_LIST;
}

/** Only plain ones: what stands in a fragment, or may be skipped, counts with every entry, which is never too little. */
const countsIn = ({ selectionSet }: FieldNode): number =>
  (selectionSet?.selections ?? []).filter(
    (each) => each.kind === Kind.FIELD && each.name.value === 'totalCount' && (each.directives ?? []).length === 0,
  ).length;

const isConnection = (field: ComplexityEstimatorArgs['field']): boolean => getNamedType(field.type).name.endsWith('Connection');
const sizeIn = (value: unknown): number | undefined => (typeof value === 'number' && value >= 0 ? value : undefined);
