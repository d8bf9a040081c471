import type { ReactNode } from 'react';
import type { CombinedError } from 'urql';
import type { Page, PageVariables } from '../graphql/document.ts';
import { Empty, Problem, Waiting } from './notice.tsx';
import { Pager } from './pager.tsx';

interface Props<Node> {
  /** What is listed, in the plural. */
  readonly what: string;
  readonly size: number;
  readonly page: (Page<Node> & { readonly totalCount: number }) | undefined;
  readonly error: CombinedError | undefined;
  readonly onRetry: () => void;
  readonly onTurn: (page: PageVariables) => void;
  /** What is said where there is nothing. */
  readonly empty: string;
  readonly emptyHint?: ReactNode;
  readonly children: (nodes: readonly Node[]) => ReactNode;
}

/** One page of a list: while it loads, when it failed, when there is nothing, and else with its pager. */
export function ListPage<Node>(props: Props<Node>) {
  const { what, size, page, error, onRetry, onTurn, empty, emptyHint, children } = props;
  const turns = page && (page.pageInfo.hasNextPage || page.pageInfo.hasPreviousPage);
  return (
    <>
      {error && <Problem error={error} onRetry={onRetry} />}
      {!page && !error && <Waiting what={what} />}
      {page?.nodes.length === 0 && !turns && <Empty title={empty}>{emptyHint}</Empty>}
      {page && (page.nodes.length > 0 || turns) && (
        <>
          {children(page.nodes)}
          <Pager {...page} what={what} size={size} onTurn={onTurn} />
        </>
      )}
    </>
  );
}
