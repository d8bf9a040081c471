import { commandForms } from '../forms/command-forms.ts';
import { commandChanged, stationCommands } from '../graphql/commands.ts';
import type { Command } from '../graphql/commands.ts';
import { useRights } from '../graphql/rights.tsx';
import type { StationDetails } from '../graphql/stations.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { useLive } from '../graphql/use-live.ts';
import { useNewest } from '../graphql/use-newest.ts';
import { Actions } from './actions.tsx';
import { CommandRow } from './command-row.tsx';
import { Empty, Problem } from './notice.tsx';

const SHOWN = 8;
/** Positions are decimal text; of one length they order as text. */
const positionOf = ({ updatedPosition }: Command): string => updatedPosition.padStart(20, '0');

/** Buttons for what a station can be asked, and what became of it. */
export function CommandPanel({ station }: { readonly station: StationDetails }) {
  const { data, error, refresh } = useAnswer(stationCommands, { stationId: station.id });
  const { watchOnly } = useRights();
  const { note, merged } = useNewest(positionOf);
  useLive(commandChanged, { stationId: station.id }, (heard) => note(heard.map(({ commandChanged: command }) => command)));
  const commands = merged(data?.commands.nodes ?? [])
    .toSorted((a, b) => b.requestedAt.localeCompare(a.requestedAt))
    .slice(0, SHOWN);

  return (
    <section>
      <h2>Commands</h2>
      {watchOnly && <p className="muted">Your key may watch stations, not command them: it needs the role operator.</p>}
      <Actions
        label="What the station can be asked"
        forms={commandForms(station)}
        note={
          !station.connected && (
            <p className="problem">The station is offline. The platform will refuse the command unless it comes back first.</p>
          )
        }
        onDone={({ command }) => note([command])}
      />
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
