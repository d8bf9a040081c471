import { useState } from 'react';
import { ChoiceFilter, Filters, TextFilter } from '../components/filters.tsx';
import { Empty, Problem, Waiting } from '../components/notice.tsx';
import { Pager } from '../components/pager.tsx';
import { SessionTable } from '../components/session-table.tsx';
import { midnight } from '../format/times.ts';
import type { PageVariables } from '../graphql/document.ts';
import { sessionChanged, sessionList } from '../graphql/sessions.ts';
import type { SessionState, SessionSummary } from '../graphql/sessions.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { useLive } from '../graphql/use-live.ts';
import { useNewest } from '../graphql/use-newest.ts';
import { useRefreshSoon } from '../graphql/use-refresh-soon.ts';
import { to } from '../route.ts';
import { useNow } from '../use-now.ts';
import { goQuietly } from '../use-route.ts';

const PAGE_SIZE = 50;
const REFRESH_WITHIN_MS = 3_000;
const DAY_MS = 86_400_000;
const updatedAt = ({ updatedAt: at }: SessionSummary): string => at;

const states: readonly (readonly [SessionState | '', string])[] = [
  ['', 'any'],
  ['ACTIVE', 'active'],
  ['ENDED', 'ended'],
  ['INTERRUPTED', 'interrupted'],
];
const starts = [
  ['', 'any time'],
  ['today', 'today'],
  ['week', 'the last 7 days'],
] as const;

export function SessionsPage({ search }: { readonly search: URLSearchParams }) {
  const wanted = {
    state: search.get('state') ?? '',
    station: search.get('station') ?? '',
    transaction: search.get('transaction') ?? '',
    started: search.get('started') ?? '',
  };
  const [page, setPage] = useState<PageVariables>({ first: PAGE_SIZE });
  const narrow = (change: Partial<typeof wanted>) => {
    setPage({ first: PAGE_SIZE });
    goQuietly(to.sessions({ ...wanted, ...change }));
  };
  const today = midnight(useNow());
  const startedFrom: Readonly<Record<string, string>> = {
    today,
    week: new Date(Date.parse(today) - 6 * DAY_MS).toISOString(),
  };
  const state = states.find(([name]) => name === wanted.state)?.[0] ?? '';
  const filter = {
    ...(state && { states: [state] }),
    ...(wanted.station && { stationIds: [wanted.station] }),
    ...(wanted.transaction && { transactionId: wanted.transaction }),
    ...(wanted.started && { startedFrom: startedFrom[wanted.started] }),
  };
  const { data, error, refresh } = useAnswer(sessionList, { filter, ...page });

  const nodes = data?.sessions.nodes ?? [];
  const { note, newest } = useNewest(updatedAt);
  const refreshSoon = useRefreshSoon(refresh, REFRESH_WITHIN_MS);
  useLive(sessionChanged, wanted.station ? { stationId: wanted.station } : {}, (heard) => {
    const shown = new Map(nodes.map((session) => [session.id, session]));
    const changed = heard.map(({ sessionChanged: session }) => session);
    note(changed.filter(({ id }) => shown.has(id)));
    if (changed.some((session) => shown.get(session.id)?.state !== session.state)) refreshSoon();
  });

  return (
    <>
      <h1>Sessions</h1>
      <Filters>
        <ChoiceFilter label="State" value={state} choices={states} onChange={(value) => narrow({ state: value })} />
        <ChoiceFilter label="Started" value={wanted.started} choices={starts} onChange={(started) => narrow({ started })} />
        <TextFilter
          label="Station"
          value={wanted.station}
          placeholder="its whole id"
          onChange={(station) => narrow({ station })}
        />
        <TextFilter
          label="Transaction"
          value={wanted.transaction}
          placeholder="its whole id"
          onChange={(transaction) => narrow({ transaction })}
        />
      </Filters>
      {error && <Problem error={error} onRetry={refresh} />}
      {!data && !error && <Waiting what="sessions" />}
      {data && nodes.length === 0 && (
        <Empty title={Object.keys(filter).length > 0 ? 'No session matches' : 'Nobody has charged yet'}>
          {Object.keys(filter).length > 0 ? (
            <a href={to.sessions()}>Show all sessions</a>
          ) : (
            'A session appears here as soon as it starts.'
          )}
        </Empty>
      )}
      {data && nodes.length > 0 && (
        <>
          <SessionTable sessions={nodes.map(newest)} />
          <Pager {...data.sessions} what="sessions" size={PAGE_SIZE} onTurn={setPage} />
        </>
      )}
    </>
  );
}
