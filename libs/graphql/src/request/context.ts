import type { ApiCaller, DriverCaller } from '@wattledger/access';
import type { SearchBudget } from '../events/search-budget.ts';
import type { Loaders } from '../rows/loaders.ts';

/** What resolvers know about the request they work for. */
export interface RequestContext {
  /** Absent for drivers, and until the request has been turned away. */
  readonly caller?: ApiCaller;
  /** A driver who has logged in. */
  readonly driver?: DriverCaller;
  /** Where the request came from; absent over web sockets. */
  readonly address?: string;
  readonly loaders: Loaders;
  readonly searchBudget: SearchBudget;
}
