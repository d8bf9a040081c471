import { useState } from 'react';
import { UNKNOWN } from '../format/quantities.ts';
import { spaced } from '../format/words.ts';
import type { PageVariables } from '../graphql/document.ts';
import { reservationList } from '../graphql/statistics.ts';
import type { Reservation } from '../graphql/statistics.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { to } from '../route.ts';
import { Badge } from './badge.tsx';
import { ListPage } from './list-page.tsx';
import { Table } from './table.tsx';
import type { Column } from './table.tsx';
import { Ago, Time } from './time.tsx';

const PAGE_SIZE = 10;
const AGAIN_EVERY_MS = 30_000;

const columns: readonly Column<Reservation>[] = [
  { name: 'Reservation', number: true, cell: ({ reservationId }) => reservationId },
  {
    name: 'Status',
    cell: ({ status }) => <Badge tone={status === 'Reserved' ? 'warning' : 'quiet'}>{spaced(status)}</Badge>,
  },
  {
    name: 'Holds',
    cell: ({ evseId, connectorId }) => (evseId === null ? 'any' : `EVSE ${evseId}, connector ${connectorId ?? UNKNOWN}`),
  },
  { name: 'Token', cell: ({ token }) => token ?? UNKNOWN },
  { name: 'Until', cell: ({ expiresAt }) => <Time at={expiresAt} /> },
  { name: 'Used by', cell: ({ sessionId }) => sessionId && <a href={to.session(sessionId)}>its session</a> },
  { name: 'Changed', cell: ({ changedAt }) => <Ago at={changedAt} /> },
];

/** Connectors that are held for somebody. Nothing is shown of a station where nothing ever was. */
export function ReservationList({ stationId }: { readonly stationId: string }) {
  const [page, setPage] = useState<PageVariables>({ first: PAGE_SIZE });
  const { data, error, refresh } = useAnswer(reservationList, { stationId, ...page }, { everyMs: AGAIN_EVERY_MS });
  if (data?.reservations.totalCount === 0) return null;
  return (
    <section>
      <h2>Reservations</h2>
      <ListPage
        what="reservations"
        size={PAGE_SIZE}
        page={data?.reservations}
        error={error}
        onRetry={refresh}
        onTurn={setPage}
        empty="Nothing was reserved here"
      >
        {(rows) => <Table label="Reservations" rows={rows} columns={columns} keyOf={({ reservationId }) => reservationId} />}
      </ListPage>
    </section>
  );
}
