import { useState } from 'react';
import { commandChanged, stationCommands } from '../graphql/commands.ts';
import type { Command } from '../graphql/commands.ts';
import { viewer } from '../graphql/platform.ts';
import type { StationDetails } from '../graphql/stations.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { useLive } from '../graphql/use-live.ts';
import { useNewest } from '../graphql/use-newest.ts';
import { CommandDialog } from './command-dialog.tsx';
import { commandForms } from './command-forms.ts';
import type { CommandForm } from './command-forms.ts';
import { CommandRow } from './command-row.tsx';
import { Empty, Problem } from './notice.tsx';

const SHOWN = 8;
/** Positions are decimal text; of one length they order as text. */
const positionOf = ({ updatedPosition }: Command): string => updatedPosition.padStart(20, '0');

/** Buttons for what a station can be asked, and what became of it. */
export function CommandPanel({ station }: { readonly station: StationDetails }) {
  const [form, setForm] = useState<CommandForm>();
  const { data, error, refresh } = useAnswer(stationCommands, { stationId: station.id });
  const { data: who } = useAnswer(viewer, {});
  const mayOnlyWatch = who?.viewer?.role === 'AUDITOR' || who?.viewer?.role === 'INTEGRATOR';
  const { note, merged } = useNewest(positionOf);
  useLive(commandChanged, { stationId: station.id }, (heard) => note(heard.map(({ commandChanged: command }) => command)));
  const commands = merged(data?.commands.nodes ?? [])
    .toSorted((a, b) => b.requestedAt.localeCompare(a.requestedAt))
    .slice(0, SHOWN);

  return (
    <section>
      <h2>Commands</h2>
      {mayOnlyWatch && <p className="muted">Your key may watch stations, not command them: it needs the role operator.</p>}
      <div className="toolbar" role="group" aria-label="What the station can be asked" hidden={mayOnlyWatch}>
        {commandForms.map((one) => {
          const pointless = one.pointless?.(station);
          return (
            <button
              key={one.title}
              type="button"
              disabled={pointless !== undefined}
              title={pointless ?? one.meaning}
              onClick={() => setForm(one)}
            >
              {one.title}
            </button>
          );
        })}
      </div>
      {form && (
        <CommandDialog
          form={form}
          station={station}
          onClose={() => setForm(undefined)}
          onTaken={(command) => {
            note([command]);
            setForm(undefined);
          }}
        />
      )}
      {error && <Problem error={error} onRetry={refresh} />}
      {data && commands.length === 0 && <Empty title="Nothing was asked of this station yet" />}
      <ol className="commands" aria-live="polite">
        {commands.map((command) => (
          <CommandRow key={command.id} command={command} />
        ))}
      </ol>
    </section>
  );
}
