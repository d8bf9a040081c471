import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { sessionCostsTable } from '@wattledger/read-models';
import type { SessionCostRow, SessionRow } from '@wattledger/read-models';
import type { RequestContext } from '../request/context.ts';
import { loader } from '../rows/loaders.ts';
import { maybe } from '../schema/descriptions.ts';
import { Session } from '../sessions/session.type.ts';
import { SessionCost } from './session-cost.type.ts';

/** What a session costs, by its id. */
const costOf = loader<string, SessionCostRow | undefined>(async (rows, ids) => {
  const found = await rows.withKeys(
    sessionCostsTable,
    [...new Set(ids)].map((id) => [id]),
  );
  const byId = new Map(found.map((row) => [row.sessionId, row]));
  return ids.map((id) => byId.get(id));
});

@Resolver(() => Session)
export class SessionCostResolver {
  @ResolveField(
    () => SessionCost,
    maybe(
      'What it costs and why: lines, taxes, tariff, periods, every vote and every correction. Absent until it was priced; ' +
        'while it goes on, `announcedCost` shows what was told last.',
    ),
  )
  cost(@Parent() { sessionId }: SessionRow, @Context() { loaders }: RequestContext): Promise<SessionCostRow | undefined> {
    return loaders.load(costOf, sessionId);
  }
}
