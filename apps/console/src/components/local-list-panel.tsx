import { listWishes, localListForms } from '../forms/setting-forms.ts';
import { count, UNKNOWN } from '../format/quantities.ts';
import { localList } from '../graphql/local-lists.ts';
import type { LocalList } from '../graphql/local-lists.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { useChanged } from '../graphql/use-changed.ts';
import { Actions } from './actions.tsx';
import { StatusBadge } from './badge.tsx';
import { Measure, Measures } from './measures.tsx';
import { Empty, Problem } from './notice.tsx';
import { Ago } from './time.tsx';

const AGAIN_EVERY_MS = 10_000;

/** The tokens that a station is to know by heart, and those that it knows. */
export function LocalListPanel({ stationId }: { readonly stationId: string }) {
  const { data, error, refresh } = useAnswer(localList, { stationId }, { everyMs: AGAIN_EVERY_MS });
  const changed = useChanged(refresh);
  const list = data?.localList;
  return (
    <section>
      <h2>Local list</h2>
      <Actions label="Local list" forms={localListForms(stationId)} onDone={changed} />
      {error && <Problem error={error} onRetry={refresh} />}
      {data && (!list || (!list.wish && list.confirmedVersion === null)) && (
        <Empty title="No local list is desired">Offline, the station then decides by its cache.</Empty>
      )}
      {list && (list.wish ?? list.confirmedVersion !== null) && <State list={list} />}
    </section>
  );
}

const State = ({ list }: { readonly list: LocalList }) => (
  <div className="card">
    <Measures>
      <Measure name="Stands">
        <StatusBadge status={list.status} />
      </Measure>
      <Measure name="Version confirmed">{list.confirmedVersion ?? UNKNOWN}</Measure>
      <Measure name="Version on its way">{list.sentVersion ?? 'none'}</Measure>
      <Measure name="Tokens desired">{count(list.desiredCount)}</Measure>
      <Measure name="Tokens it has">{count(list.entryCount)}</Measure>
      <Measure name="Sent">{list.sendings === 1 ? 'once' : `${list.sendings} times`}</Measure>
      {list.wish && (
        <>
          <Measure name="Wanted">{listWishes[list.wish.tokens]}</Measure>
          <Measure name="Wanted for">
            {list.wish.scope} <span className="muted">by {list.wish.by}</span>
          </Measure>
        </>
      )}
      <Measure name="Asked for its version">
        <Ago at={list.reportedAt} />
      </Measure>
    </Measures>
    {list.status === 'REFUSED' && (
      <p className="problem">
        It would not have it: {list.refusedWhy ?? list.refusedCode} ({list.attempts} times)
      </p>
    )}
  </div>
);
