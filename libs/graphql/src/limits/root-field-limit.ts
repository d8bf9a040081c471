import { GraphQLError, Kind } from 'graphql';
import type { ASTVisitor, OperationDefinitionNode, SelectionSetNode, ValidationContext } from 'graphql';
import { graphqlErrors } from '../errors.ts';

/** A validation rule: how many root fields an operation may have, each alias of one counted. */
export const rootFieldLimit =
  (most: number) =>
  (context: ValidationContext): ASTVisitor => ({
    OperationDefinition(operation: OperationDefinitionNode) {
      const fields = fieldsIn(operation.selectionSet, context, new Map());
      if (fields <= most) return;
      context.reportError(
        new GraphQLError(`The operation has ${fields} root fields, aliases counted; ${most} are allowed.`, {
          nodes: operation,
          extensions: { code: 'TOO_MANY_ROOT_FIELDS', remedy: graphqlErrors.TOO_MANY_ROOT_FIELDS.remedy },
        }),
      );
    },
  });

/** @param known how many fields fragments have; 0 while one is being counted: `NoFragmentCycles` refuses those that spread themselves */
function fieldsIn(set: SelectionSetNode, context: ValidationContext, known: Map<string, number>): number {
  let fields = 0;
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) fields += 1;
    else if (selection.kind === Kind.INLINE_FRAGMENT) fields += fieldsIn(selection.selectionSet, context, known);
    else fields += fieldsInFragment(selection.name.value, context, known);
  }
  return fields;
}

function fieldsInFragment(name: string, context: ValidationContext, known: Map<string, number>): number {
  const counted = known.get(name);
  if (counted !== undefined) return counted;
  const fragment = context.getFragment(name);
  if (!fragment) return 0;
  known.set(name, 0);
  const fields = fieldsIn(fragment.selectionSet, context, known);
  known.set(name, fields);
  return fields;
}
