import { useState } from 'react';
import { Actions } from '../components/actions.tsx';
import { StatusBadge } from '../components/badge.tsx';
import { ChoiceFilter, Filters } from '../components/filters.tsx';
import { ListPage } from '../components/list-page.tsx';
import { Measure, Measures } from '../components/measures.tsx';
import { Empty, Problem, Waiting } from '../components/notice.tsx';
import { ProgressBar } from '../components/rollout-progress.tsx';
import { SettingTable } from '../components/setting-table.tsx';
import { Ago, Time } from '../components/time.tsx';
import { rolloutForms } from '../forms/rollout-forms.ts';
import { percent } from '../format/quantities.ts';
import { nameOf, scopeText, settingNames, valueText } from '../format/settings.ts';
import type { PageVariables } from '../graphql/document.ts';
import { rolloutDetails } from '../graphql/rollouts.ts';
import type { Rollout } from '../graphql/rollouts.ts';
import type { SettingStatus } from '../graphql/settings.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { useChanged } from '../graphql/use-changed.ts';
import { to } from '../route.ts';

const PAGE_SIZE = 50;
const AGAIN_EVERY_MS = 2_000;

const statuses: readonly (readonly [SettingStatus | '', string])[] = [
  ['', 'any'],
  ['REFUSED', 'refused'],
  ['PENDING', 'pending'],
  ['SENT', 'sent'],
  ['CONFIRMED', 'confirmed'],
];

/** One roll-out: how far it has come, and how each station stands. */
export function RolloutPage({ id }: { readonly id: string }) {
  const [status, setStatus] = useState<SettingStatus | ''>('');
  const [page, setPage] = useState<PageVariables>({ first: PAGE_SIZE });
  const stations = status ? { statuses: [status] } : {};
  const { data, error, refresh } = useAnswer(rolloutDetails, { id, stations, ...page }, { everyMs: AGAIN_EVERY_MS });
  const changed = useChanged(refresh);
  if (!data) return error ? <Problem error={error} onRetry={refresh} /> : <Waiting what="the roll-out" />;
  const { rollout } = data;
  if (!rollout) {
    return (
      <Empty title="There is no such roll-out">
        It appears as soon as it is recorded. <a href={to.settings()}>See all roll-outs</a>
      </Empty>
    );
  }
  return (
    <>
      <header className="page-head">
        <h1>
          {settingNames[nameOf(rollout.value)]} {valueText(rollout.value)}
        </h1>
        <StatusBadge status={rollout.status} />
        <span className="muted">for {scopeText(rollout.scopeKind, rollout.scopeId)}</span>
      </header>
      {error && <Problem error={error} onRetry={refresh} />}
      {rollout.why && (
        <p className="problem" role="status">
          {rollout.why}
        </p>
      )}
      <Actions label="What can be done with the roll-out" forms={rolloutForms(rollout)} onDone={changed} />
      <Facts rollout={rollout} />
      <section>
        <h2>Stations it has come to</h2>
        <Filters>
          <ChoiceFilter
            label="Stands"
            value={status}
            choices={statuses}
            onChange={(value) => {
              setPage({ first: PAGE_SIZE });
              setStatus(statuses.find(([name]) => name === value)?.[0] ?? '');
            }}
          />
        </Filters>
        <ListPage
          what="stations"
          size={PAGE_SIZE}
          page={rollout.stations}
          error={undefined}
          onRetry={refresh}
          onTurn={setPage}
          empty={status ? 'None' : 'None yet'}
        >
          {(settings) => <SettingTable settings={settings} withStation />}
        </ListPage>
      </section>
    </>
  );
}

const Facts = ({ rollout }: { readonly rollout: Rollout }) => (
  <div className="card">
    <ProgressBar progress={rollout.progress} of={rollout.stationCount} />
    <Measures>
      <Measure name="Stations">{rollout.stationCount}</Measure>
      <Measure name="Reached">
        {rollout.reached} in {rollout.batches === 1 ? '1 batch' : `${rollout.batches} batches`}
      </Measure>
      <Measure name="Refused">{rollout.progress.refused}</Measure>
      <Measure name="Stations at a time">{rollout.batchSize}</Measure>
      <Measure name="Stops when more refuse than">{percent(rollout.maximumRefusedShare * 100)}</Measure>
      {rollout.evseId !== null && <Measure name="EVSE">{rollout.evseId}</Measure>}
      <Measure name="Started">
        <Time at={rollout.startedAt} /> <span className="muted">by {rollout.startedBy}</span>
      </Measure>
      <Measure name="Last step">
        <Ago at={rollout.changedAt} />
      </Measure>
      {rollout.reason && <Measure name="Reason">{rollout.reason}</Measure>}
    </Measures>
  </div>
);
