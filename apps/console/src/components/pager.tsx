import { count } from '../format/quantities.ts';
import type { PageInfo, PageVariables } from '../graphql/document.ts';

interface Props {
  readonly pageInfo: PageInfo;
  readonly totalCount: number;
  readonly what: string;
  readonly size: number;
  readonly onTurn: (page: PageVariables) => void;
}

/** Turns the pages of a list. */
export function Pager({ pageInfo, totalCount, what, size, onTurn }: Props) {
  const { hasPreviousPage, hasNextPage, startCursor, endCursor } = pageInfo;
  return (
    <nav className="toolbar pager" aria-label={`Pages of ${what}`}>
      <span className="muted">
        {count(totalCount)} {what}
      </span>
      <button
        type="button"
        disabled={!hasPreviousPage || !startCursor}
        onClick={() => onTurn({ last: size, before: startCursor ?? '' })}
      >
        ‹ Previous
      </button>
      <button type="button" disabled={!hasNextPage || !endCursor} onClick={() => onTurn({ first: size, after: endCursor ?? '' })}>
        Next ›
      </button>
    </nav>
  );
}
