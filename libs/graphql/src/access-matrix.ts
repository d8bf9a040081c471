import { resolvers } from './graphql.module.ts';
import { accessMatrixOf } from './request/access-matrix.ts';
import type { FieldAccess } from './request/access-matrix.ts';

/** Who may use which query, mutation and subscription; `docs/access-matrix.md` is printed from it. */
export const accessMatrix = (): readonly FieldAccess[] => accessMatrixOf(resolvers);
