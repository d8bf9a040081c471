import { useState } from 'react';
import { Actions } from '../components/actions.tsx';
import { StatusBadge } from '../components/badge.tsx';
import { ListPage } from '../components/list-page.tsx';
import { ProgressBar } from '../components/rollout-progress.tsx';
import { SettingTrouble } from '../components/setting-trouble.tsx';
import { Table } from '../components/table.tsx';
import type { Column } from '../components/table.tsx';
import { Ago } from '../components/time.tsx';
import { setSetting } from '../forms/setting-forms.ts';
import { nameOf, scopeText, settingNames, valueText } from '../format/settings.ts';
import type { PageVariables } from '../graphql/document.ts';
import { rolloutList } from '../graphql/rollouts.ts';
import type { Rollout } from '../graphql/rollouts.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { useChanged } from '../graphql/use-changed.ts';
import { to } from '../route.ts';

const PAGE_SIZE = 20;
const AGAIN_EVERY_MS = 3_000;

const columns: readonly Column<Rollout>[] = [
  {
    name: 'Setting',
    cell: ({ id, value }) => (
      <>
        <a href={to.rollout(id)}>{settingNames[nameOf(value)]}</a> {valueText(value)}
      </>
    ),
  },
  { name: 'For', cell: ({ scopeKind, scopeId }) => scopeText(scopeKind, scopeId) },
  { name: 'Status', cell: ({ status }) => <StatusBadge status={status} /> },
  { name: 'Progress', cell: ({ progress, stationCount }) => <ProgressBar progress={progress} of={stationCount} /> },
  {
    name: 'Started',
    cell: ({ startedAt, startedBy }) => (
      <>
        <Ago at={startedAt} /> <span className="muted small">by {startedBy}</span>
      </>
    ),
  },
];

/** How stations are set: for one, a site, a group or all, and how far that has come. */
export function SettingsPage() {
  const [page, setPage] = useState<PageVariables>({ first: PAGE_SIZE });
  const { data, error, refresh } = useAnswer(rolloutList, { filter: {}, ...page }, { everyMs: AGAIN_EVERY_MS });
  const changed = useChanged(refresh);
  return (
    <>
      <h1>Settings</h1>
      <p className="muted">Prices, charging times and maximum currents, as stations are to be set and as they are.</p>
      <Actions
        label="Settings"
        forms={[setSetting()]}
        onDone={({ rolloutId }) => {
          changed();
          if (rolloutId !== null) window.location.hash = to.rollout(rolloutId);
        }}
      />
      <section>
        <h2>Roll-outs</h2>
        <ListPage
          what="roll-outs"
          size={PAGE_SIZE}
          page={data?.rollouts}
          error={error}
          onRetry={refresh}
          onTurn={setPage}
          empty="Nothing was rolled out yet"
          emptyHint="What is set for a site, a group or all stations appears here with its progress."
        >
          {(rollouts) => <Table label="Roll-outs" rows={rollouts} columns={columns} keyOf={({ id }) => id} />}
        </ListPage>
      </section>
      <SettingTrouble />
    </>
  );
}
