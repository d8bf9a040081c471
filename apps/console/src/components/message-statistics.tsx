import { useState } from 'react';
import { count } from '../format/quantities.ts';
import { spaced } from '../format/words.ts';
import type { PageVariables } from '../graphql/document.ts';
import { messageStatistics } from '../graphql/statistics.ts';
import type { MessageStatistic } from '../graphql/statistics.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { to } from '../route.ts';
import { Badge } from './badge.tsx';
import { ListPage } from './list-page.tsx';
import { Table } from './table.tsx';
import type { Column } from './table.tsx';
import { Ago } from './time.tsx';

const PAGE_SIZE = 20;

const columnsOf = (station: string): readonly Column<MessageStatistic>[] => [
  { name: 'Action', cell: ({ action }) => <a href={to.events({ station, action })}>{action}</a> },
  { name: 'Kind', cell: ({ kind }) => spaced(kind) },
  { name: 'Said by', cell: ({ direction }) => (direction === 'FROM_STATION' ? '→ the station' : '← the platform') },
  { name: 'Messages', number: true, cell: ({ messages }) => count(messages) },
  {
    name: 'Deviating',
    number: true,
    cell: ({ deviating }) => (deviating === 0 ? '0' : <Badge tone="warning">{count(deviating)}</Badge>),
  },
  { name: 'Last', cell: ({ lastAt }) => <Ago at={lastAt} /> },
];

/** What a station and the platform say to each other, and how often it departs from the standard. Asked once opened. */
export function MessageStatistics({ stationId }: { readonly stationId: string }) {
  const [open, setOpen] = useState(false);
  return (
    <section>
      <h2>Messages</h2>
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>How often each message was sent</summary>
        {open && <Counts stationId={stationId} />}
      </details>
    </section>
  );
}

function Counts({ stationId }: { readonly stationId: string }) {
  const [page, setPage] = useState<PageVariables>({ first: PAGE_SIZE });
  const { data, error, refresh } = useAnswer(messageStatistics, { stationId, ...page });
  return (
    <ListPage
      what="kinds of messages"
      size={PAGE_SIZE}
      page={data?.messageStatistics}
      error={error}
      onRetry={refresh}
      onTurn={setPage}
      empty="Nothing was said yet"
    >
      {(rows) => (
        <Table
          label="Messages by action"
          rows={rows}
          columns={columnsOf(stationId)}
          keyOf={({ action, kind, direction }) => `${action} ${kind} ${direction}`}
        />
      )}
    </ListPage>
  );
}
