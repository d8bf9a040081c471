import { Fragment, useState } from 'react';
import { Actions } from '../components/actions.tsx';
import { scopeOf } from '../components/assignment-list.tsx';
import { Badge } from '../components/badge.tsx';
import { ListPage } from '../components/list-page.tsx';
import { Table } from '../components/table.tsx';
import type { Column } from '../components/table.tsx';
import { Time } from '../components/time.tsx';
import { addVersion } from '../forms/tariff-forms.ts';
import type { PageVariables } from '../graphql/document.ts';
import { tariffList } from '../graphql/tariffs.ts';
import type { Tariff, TariffAssignment } from '../graphql/tariffs.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { to } from '../route.ts';

const PAGE_SIZE = 50;

const columnsWith = (assignments: readonly TariffAssignment[]): readonly Column<Tariff>[] => [
  {
    name: 'Tariff',
    cell: ({ id, name, retiredAt }) => (
      <>
        <a href={to.tariff(id)}>{name}</a> <span className="muted identity">{id}</span>
        {retiredAt !== null && <Badge tone="quiet">retired</Badge>}
      </>
    ),
  },
  { name: 'Newest version', number: true, cell: ({ newestVersion }) => newestVersion },
  { name: 'Currency', cell: ({ currency }) => currency },
  { name: 'Priced by', cell: ({ plugin }) => <a href={to.plugin(plugin)}>{plugin}</a> },
  {
    name: 'Paid by',
    cell: ({ id }) => {
      const its = assignments.filter(({ tariffId }) => tariffId === id);
      if (its.length === 0) return <span className="muted">nobody yet</span>;
      return its.map((one, index) => (
        <Fragment key={`${one.kind} ${one.scopeId ?? ''}`}>
          {index > 0 && ', '}
          {scopeOf(one)}
        </Fragment>
      ));
    },
  },
  { name: 'Made', cell: ({ createdAt }) => <Time at={createdAt} /> },
];

/** What sessions cost, and for whom. */
export function TariffsPage() {
  const [page, setPage] = useState<PageVariables>({ first: PAGE_SIZE });
  const { data, error, refresh } = useAnswer(tariffList, page);
  return (
    <>
      <h1>Tariffs</h1>
      <Actions
        label="Tariffs"
        forms={[addVersion()]}
        onDone={({ tariffId }) => (window.location.hash = tariffId === null ? to.tariffs() : to.tariff(tariffId))}
      />
      <ListPage
        what="tariffs"
        size={PAGE_SIZE}
        page={data?.tariffs}
        error={error}
        onRetry={refresh}
        onTurn={setPage}
        empty="No tariff was made yet"
        emptyHint="Until one is assigned, sessions cost what plugins say without one."
      >
        {(tariffs) => (
          <Table label="Tariffs" rows={tariffs} columns={columnsWith(data?.tariffAssignments ?? [])} keyOf={({ id }) => id} />
        )}
      </ListPage>
    </>
  );
}
