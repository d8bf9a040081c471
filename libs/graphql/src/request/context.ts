import type { ApiCaller } from '@wattledger/access';
import type { SearchBudget } from '../events/search-budget.ts';
import type { Loaders } from '../rows/loaders.ts';

/** What resolvers know about the request they work for. */
export interface RequestContext {
  /** Absent only until the request has been turned away. */
  readonly caller?: ApiCaller;
  readonly loaders: Loaders;
  readonly searchBudget: SearchBudget;
}
