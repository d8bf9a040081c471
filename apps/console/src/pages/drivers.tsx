import { useState } from 'react';
import { Actions } from '../components/actions.tsx';
import { StatusBadge } from '../components/badge.tsx';
import { DriverTabs } from '../components/driver-tabs.tsx';
import { ChoiceFilter, Filters } from '../components/filters.tsx';
import { ListPage } from '../components/list-page.tsx';
import { Table } from '../components/table.tsx';
import type { Column } from '../components/table.tsx';
import { Ago, Time } from '../components/time.tsx';
import { openAccount } from '../forms/driver-forms.ts';
import { accountList } from '../graphql/accounts.ts';
import type { Account, AccountStatus } from '../graphql/accounts.ts';
import type { PageVariables } from '../graphql/document.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { to } from '../route.ts';
import { goQuietly } from '../use-route.ts';

const PAGE_SIZE = 50;

const statuses: readonly (readonly [AccountStatus | '', string])[] = [
  ['', 'any'],
  ['ACTIVE', 'active'],
  ['BLOCKED', 'blocked'],
  ['CLOSED', 'closed'],
];
const payments = [
  ['', 'any'],
  ['yes', 'ahead, from credit'],
  ['no', 'afterwards'],
] as const;

const columns: readonly Column<Account>[] = [
  {
    name: 'Account',
    cell: ({ id, userName, name }) => (
      <>
        <a href={to.driver(id)}>{userName}</a>
        {name && <span className="muted"> {name}</span>}
      </>
    ),
  },
  { name: 'Status', cell: ({ status }) => <StatusBadge status={status} /> },
  { name: 'Pays', cell: ({ prepaid }) => (prepaid ? 'ahead' : 'afterwards') },
  { name: 'Tariff', cell: ({ tariffId }) => tariffId && <a href={to.tariff(tariffId)}>{tariffId}</a> },
  { name: 'Logged in', cell: ({ lastLogInAt }) => <Ago at={lastLogInAt} /> },
  { name: 'Opened', cell: ({ openedAt }) => <Time at={openedAt} /> },
];

/** The accounts of drivers. */
export function DriversPage({ search }: { readonly search: URLSearchParams }) {
  const wanted = { status: search.get('status') ?? '', prepaid: search.get('prepaid') ?? '' };
  const [page, setPage] = useState<PageVariables>({ first: PAGE_SIZE });
  const narrow = (change: Partial<typeof wanted>) => {
    setPage({ first: PAGE_SIZE });
    goQuietly(to.drivers({ ...wanted, ...change }));
  };
  const status = statuses.find(([name]) => name === wanted.status)?.[0] ?? '';
  const filter = { ...(status && { statuses: [status] }), ...(wanted.prepaid && { prepaid: wanted.prepaid === 'yes' }) };
  const { data, error, refresh } = useAnswer(accountList, { filter, ...page });
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <>
      <h1>Drivers</h1>
      <DriverTabs here="accounts" />
      <Actions label="Accounts" forms={[openAccount]} onDone={({ accountId }) => (window.location.hash = to.driver(accountId))} />
      <Filters>
        <ChoiceFilter label="Status" value={status} choices={statuses} onChange={(value) => narrow({ status: value })} />
        <ChoiceFilter label="Pays" value={wanted.prepaid} choices={payments} onChange={(prepaid) => narrow({ prepaid })} />
      </Filters>
      <ListPage
        what="accounts"
        size={PAGE_SIZE}
        page={data?.accounts}
        error={error}
        onRetry={refresh}
        onTurn={setPage}
        empty={isFiltered ? 'No account matches' : 'No account was opened yet'}
        emptyHint={isFiltered ? <a href={to.drivers()}>Show all accounts</a> : 'Drivers with a token alone need none.'}
      >
        {(accounts) => <Table label="Accounts" rows={accounts} columns={columns} keyOf={({ id }) => id} />}
      </ListPage>
    </>
  );
}
