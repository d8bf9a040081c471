import { Kind } from 'graphql';
import type { ASTVisitor, FragmentDefinitionNode, OperationDefinitionNode, SelectionSetNode, ValidationContext } from 'graphql';
import { GraphQLError } from 'graphql';
import { graphqlErrors } from '../errors.ts';

/** A validation rule: how many levels of fields an operation may nest. Introspection fields are not counted. */
export const depthLimit =
  (most: number) =>
  (context: ValidationContext): ASTVisitor => ({
    OperationDefinition(operation: OperationDefinitionNode) {
      const depth = depthOf(operation.selectionSet, context, new Map());
      // What has no end is refused by a rule of graphql-js, `NoFragmentCycles`.
      if (depth <= most || depth === Infinity) return;
      context.reportError(
        new GraphQLError(`The query nests ${depth} levels; ${most} are allowed.`, {
          nodes: operation,
          extensions: { code: 'QUERY_TOO_DEEP', remedy: graphqlErrors.QUERY_TOO_DEEP.remedy },
        }),
      );
    },
  });

/** @param known depths of fragments; `Infinity` while one is being measured, so that a cycle has no end */
function depthOf(set: SelectionSetNode | undefined, context: ValidationContext, known: Map<string, number>): number {
  const depths = (set?.selections ?? []).map((selection): number => {
    switch (selection.kind) {
      case Kind.FIELD:
        return selection.name.value.startsWith('__') ? 0 : 1 + depthOf(selection.selectionSet, context, known);
      case Kind.INLINE_FRAGMENT:
        return depthOf(selection.selectionSet, context, known);
      case Kind.FRAGMENT_SPREAD:
        return depthOfFragment(context.getFragment(selection.name.value), context, known);
    }
  });
  return Math.max(0, ...depths);
}

function depthOfFragment(
  fragment: FragmentDefinitionNode | null | undefined,
  context: ValidationContext,
  known: Map<string, number>,
): number {
  if (!fragment) return 0;
  const name = fragment.name.value;
  const measured = known.get(name);
  if (measured !== undefined) return measured;
  known.set(name, Infinity);
  const depth = depthOf(fragment.selectionSet, context, known);
  known.set(name, depth);
  return depth;
}
