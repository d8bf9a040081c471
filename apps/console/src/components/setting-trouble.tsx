import { useState } from 'react';
import type { PageVariables } from '../graphql/document.ts';
import { settingList } from '../graphql/settings.ts';
import type { SettingFilter } from '../graphql/settings.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { ChoiceFilter, Filters } from './filters.tsx';
import { ListPage } from './list-page.tsx';
import { SettingTable } from './setting-table.tsx';

const PAGE_SIZE = 20;
const AGAIN_EVERY_MS = 10_000;

const filters: Readonly<Record<string, { readonly name: string; readonly filter: SettingFilter }>> = {
  refused: { name: 'refused', filter: { statuses: ['REFUSED'] } },
  drifted: { name: 'drifted', filter: { drifted: true } },
  open: { name: 'on their way, or waiting for the station', filter: { statuses: ['PENDING', 'SENT'] } },
  all: { name: 'all', filter: {} },
};
const choices = Object.entries(filters).map(([value, { name }]) => [value, name] as const);

/** Which stations are not set as they are to be. */
export function SettingTrouble() {
  const [which, setWhich] = useState('refused');
  const [page, setPage] = useState<PageVariables>({ first: PAGE_SIZE });
  const filter = filters[which]?.filter ?? {};
  const { data, error, refresh } = useAnswer(settingList, { filter, ...page }, { everyMs: AGAIN_EVERY_MS });
  return (
    <section>
      <h2>Station by station</h2>
      <Filters>
        <ChoiceFilter
          label="Settings that are"
          value={which}
          choices={choices}
          onChange={(value) => (setPage({ first: PAGE_SIZE }), setWhich(value))}
        />
      </Filters>
      <ListPage
        what="settings"
        size={PAGE_SIZE}
        page={data?.settings}
        error={error}
        onRetry={refresh}
        onTurn={setPage}
        empty={which === 'all' ? 'Nothing is desired of any station' : 'None'}
      >
        {(settings) => <SettingTable settings={settings} withStation />}
      </ListPage>
    </section>
  );
}
