import { useState } from 'react';
import { Actions } from '../components/actions.tsx';
import { Badge } from '../components/badge.tsx';
import { ChoiceFilter, Filters } from '../components/filters.tsx';
import { ListPage } from '../components/list-page.tsx';
import { Empty } from '../components/notice.tsx';
import { ShownOnce } from '../components/shown-once.tsx';
import { Table } from '../components/table.tsx';
import type { Column } from '../components/table.tsx';
import { Time } from '../components/time.tsx';
import { createKey, revokeKey } from '../forms/access-forms.ts';
import { inWords } from '../format/words.ts';
import { apiKeyList } from '../graphql/access.ts';
import type { ApiKey } from '../graphql/access.ts';
import type { PageVariables } from '../graphql/document.ts';
import { useRights } from '../graphql/rights.tsx';
import { useAnswer } from '../graphql/use-answer.ts';
import { useChanged } from '../graphql/use-changed.ts';

const PAGE_SIZE = 50;

const states = [
  ['no', 'good'],
  ['yes', 'revoked'],
  ['', 'any'],
] as const;

/** Who may use the API, and this console. */
export function KeysPage() {
  const { administer, watchOnly, operate } = useRights();
  return (
    <>
      <h1>API keys</h1>
      {administer && <Keys />}
      {!administer && (watchOnly || operate) && (
        <Empty title="Your key may not see the others">They are kept with a key that has the role admin.</Empty>
      )}
    </>
  );
}

function Keys() {
  const [revoked, setRevoked] = useState('no');
  const [page, setPage] = useState<PageVariables>({ first: PAGE_SIZE });
  const [made, setMade] = useState<string>();
  const filter = revoked === '' ? {} : { revoked: revoked === 'yes' };
  const { data, error, refresh } = useAnswer(apiKeyList, { filter, ...page });
  const changed = useChanged(refresh);
  return (
    <>
      <Actions
        label="API keys"
        right="administer"
        forms={[createKey]}
        onDone={({ key }) => {
          setMade(key);
          changed();
        }}
      />
      {made !== undefined && <ShownOnce title="The new key" secret={made} onClose={() => setMade(undefined)} />}
      <Filters>
        <ChoiceFilter
          label="Keys that are"
          value={revoked}
          choices={states}
          onChange={(value) => (setPage({ first: PAGE_SIZE }), setRevoked(value))}
        />
      </Filters>
      <ListPage
        what="keys"
        size={PAGE_SIZE}
        page={data?.apiKeys}
        error={error}
        onRetry={refresh}
        onTurn={setPage}
        empty="There is none"
      >
        {(keys) => <Table label="API keys" rows={keys} columns={columnsWith(changed)} keyOf={({ id }) => id} />}
      </ListPage>
    </>
  );
}

const columnsWith = (onChanged: () => void): readonly Column<ApiKey>[] => [
  { name: 'Name', cell: ({ name }) => name },
  { name: 'Role', cell: ({ role }) => <Badge tone={role === 'ADMIN' ? 'warning' : 'quiet'}>{inWords(role)}</Badge> },
  { name: 'Id', cell: ({ id }) => <span className="identity">{id}</span> },
  {
    name: 'Made',
    cell: ({ createdAt, createdBy }) => (
      <>
        <Time at={createdAt} /> <span className="muted small">by {createdBy}</span>
      </>
    ),
  },
  {
    name: 'Revoked',
    cell: (key) =>
      key.revokedAt === null ? (
        <Actions label={`Key of ${key.name}`} right="administer" forms={[revokeKey(key)]} onDone={onChanged} />
      ) : (
        <>
          <Time at={key.revokedAt} /> <span className="muted small">by {key.revokedBy}</span>
        </>
      ),
  },
];
