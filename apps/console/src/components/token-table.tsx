import { useState } from 'react';
import { issueToken } from '../forms/token-forms.ts';
import type { PageVariables } from '../graphql/document.ts';
import { tokenList } from '../graphql/tokens.ts';
import type { Token, TokenFilter } from '../graphql/tokens.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { to } from '../route.ts';
import { Actions } from './actions.tsx';
import { StatusBadge } from './badge.tsx';
import { ListPage } from './list-page.tsx';
import { Table } from './table.tsx';
import type { Column } from './table.tsx';
import { Time } from './time.tsx';

const PAGE_SIZE = 50;

interface Props {
  readonly filter: TokenFilter;
  /** All of them are of this account, and new ones will be. */
  readonly accountId?: string;
}

/** Tokens, and a way to issue one more. Give it a `key` that changes with the filter. */
export function TokenTable({ filter, accountId }: Props) {
  const [page, setPage] = useState<PageVariables>({ first: PAGE_SIZE });
  const { data, error, refresh } = useAnswer(tokenList, { filter, ...page });
  return (
    <>
      <Actions
        label="Tokens"
        forms={[issueToken(accountId)]}
        onDone={({ tokenId }) => (window.location.hash = to.token(tokenId))}
      />
      <ListPage
        what="tokens"
        size={PAGE_SIZE}
        page={data?.tokens}
        error={error}
        onRetry={refresh}
        onTurn={setPage}
        empty={accountId || !filter.statuses ? 'No token was issued yet' : 'No token matches'}
        emptyHint={!accountId && filter.statuses && <a href={to.tokens()}>Show all tokens</a>}
      >
        {(tokens) => (
          <Table
            label="Tokens"
            rows={tokens}
            columns={accountId ? columns.filter(({ name }) => name !== 'Account') : columns}
            keyOf={({ id }) => id}
          />
        )}
      </ListPage>
    </>
  );
}

const columns: readonly Column<Token>[] = [
  {
    name: 'Token',
    cell: ({ id, token, label }) => (
      <>
        <a href={to.token(id)} className="identity">
          {token}
        </a>
        {label && <span className="muted"> {label}</span>}
      </>
    ),
  },
  { name: 'Kind', cell: ({ type }) => type },
  { name: 'Status', cell: ({ status }) => <StatusBadge status={status} /> },
  { name: 'Account', cell: ({ accountId }) => accountId && <a href={to.driver(accountId)}>its account</a> },
  { name: 'Good until', cell: ({ expiresAt }) => (expiresAt ? <Time at={expiresAt} /> : 'any time') },
  { name: 'Issued', cell: ({ issuedAt }) => <Time at={issuedAt} /> },
];
