import { useState } from 'react';
import { decisionList } from '../graphql/decisions.ts';
import type { PageVariables } from '../graphql/document.ts';
import type { PluginDetails } from '../graphql/plugins.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { DecisionList } from './decision-list.tsx';
import { ListPage } from './list-page.tsx';

const PAGE_SIZE = 10;

/** Where a plugin in the shadow would have decided otherwise. */
export function ShadowDifferences({ plugin: { id, shadow } }: { readonly plugin: PluginDetails }) {
  const [page, setPage] = useState<PageVariables>({ first: PAGE_SIZE });
  const { data, error, refresh } = useAnswer(decisionList, { filter: { differingShadow: id }, ...page });
  // Most plugins never were in the shadow.
  if (!shadow && data?.decisions.totalCount === 0) return null;
  return (
    <section>
      <h2>Where it would have decided otherwise</h2>
      <ListPage
        what="differences"
        size={PAGE_SIZE}
        page={data?.decisions}
        error={error}
        onRetry={refresh}
        onTurn={setPage}
        empty="It would have decided everything as it was decided"
      >
        {(decisions) => <DecisionList decisions={decisions} withPlace />}
      </ListPage>
    </section>
  );
}
