import { useState } from 'react';
import { ChoiceFilter, Filters, TextFilter } from '../components/filters.tsx';
import { Empty, Problem, Waiting } from '../components/notice.tsx';
import { Pager } from '../components/pager.tsx';
import { StationTable } from '../components/station-table.tsx';
import type { PageVariables } from '../graphql/document.ts';
import { stationChanged, stationList } from '../graphql/stations.ts';
import type { StationOrder, StationSummary } from '../graphql/stations.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { useLive } from '../graphql/use-live.ts';
import { useNewest } from '../graphql/use-newest.ts';
import { useRefreshSoon } from '../graphql/use-refresh-soon.ts';
import { to } from '../route.ts';
import { goQuietly } from '../use-route.ts';

const PAGE_SIZE = 50;
const REFRESH_WITHIN_MS = 3_000;
const seenAt = ({ lastSeenAt }: StationSummary): string => lastSeenAt ?? '';

const connections = [
  ['', 'any'],
  ['yes', 'connected'],
  ['no', 'offline'],
] as const;
const versions = [
  ['', 'any'],
  ['1.6', '1.6'],
  ['2.0.1', '2.0.1'],
  ['2.1', '2.1'],
] as const;
const orders: readonly (readonly [StationOrder, string])[] = [
  ['ID_ASC', 'by id'],
  ['LAST_SEEN_DESC', 'heard of most recently'],
  ['LAST_SEEN_ASC', 'silent for longest'],
];

export function StationsPage({ search }: { readonly search: URLSearchParams }) {
  const wanted = {
    id: search.get('id') ?? '',
    connected: search.get('connected') ?? '',
    ocpp: search.get('ocpp') ?? '',
    order: search.get('order') ?? '',
  };
  const [page, setPage] = useState<PageVariables>({ first: PAGE_SIZE });
  const narrow = (change: Partial<typeof wanted>) => {
    setPage({ first: PAGE_SIZE });
    goQuietly(to.stations({ ...wanted, ...change }));
  };
  const isFiltered = wanted.id !== '' || wanted.connected !== '' || wanted.ocpp !== '';
  const filter = {
    ...(wanted.id && { idPrefix: wanted.id }),
    ...(wanted.connected && { connected: wanted.connected === 'yes' }),
    ...(wanted.ocpp && { ocppVersion: wanted.ocpp }),
  };
  const orderBy = orders.find(([order]) => order === wanted.order)?.[0] ?? 'ID_ASC';
  const { data, error, refresh } = useAnswer(stationList, { filter, orderBy, ...page });

  const nodes = data?.stations.nodes ?? [];
  const { note, newest } = useNewest(seenAt);
  const refreshSoon = useRefreshSoon(refresh, REFRESH_WITHIN_MS);
  useLive(stationChanged, {}, (heard) => {
    const shown = new Map(nodes.map((station) => [station.id, station]));
    const changed = heard.map(({ stationChanged: station }) => station);
    note(changed.filter(({ id }) => shown.has(id)));
    if (changed.some(({ id, connected }) => shown.get(id)?.connected !== connected)) refreshSoon();
  });

  return (
    <>
      <h1>Stations</h1>
      <Filters>
        <TextFilter label="Id begins with" value={wanted.id} placeholder="oak-street-" onChange={(id) => narrow({ id })} />
        <ChoiceFilter
          label="Connection"
          value={wanted.connected}
          choices={connections}
          onChange={(connected) => narrow({ connected })}
        />
        <ChoiceFilter label="OCPP" value={wanted.ocpp} choices={versions} onChange={(ocpp) => narrow({ ocpp })} />
        <ChoiceFilter label="Order" value={orderBy} choices={orders} onChange={(order) => narrow({ order })} />
      </Filters>
      {error && <Problem error={error} onRetry={refresh} />}
      {!data && !error && <Waiting what="stations" />}
      {data && nodes.length === 0 && (
        <Empty title={isFiltered ? 'No station matches' : 'No station has connected yet'}>
          {isFiltered ? (
            <>
              Upper and lower case differ in ids. <a href={to.stations()}>Show all stations</a>
            </>
          ) : (
            <>
              A station is listed once it connects: <code>ws://…:9000/ocpp/&lt;station id&gt;</code>. To try it, run{' '}
              <code>npx wattledger simulate</code>.
            </>
          )}
        </Empty>
      )}
      {data && nodes.length > 0 && (
        <>
          <StationTable stations={nodes.map(newest)} />
          <Pager {...data.stations} what="stations" size={PAGE_SIZE} onTurn={setPage} />
        </>
      )}
    </>
  );
}
