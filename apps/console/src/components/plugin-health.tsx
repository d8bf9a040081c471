import { pointWords } from '../format/decisions.ts';
import { count } from '../format/quantities.ts';
import { inWords } from '../format/words.ts';
import type { PluginDetails, PluginVotes } from '../graphql/plugins.ts';
import { to } from '../route.ts';
import { Empty } from './notice.tsx';
import { Table } from './table.tsx';
import type { Column } from './table.tsx';
import { Ago } from './time.tsx';

const columns: readonly Column<PluginVotes>[] = [
  { name: 'Decision', cell: ({ point }) => pointWords[point] },
  { name: 'Answered', number: true, cell: ({ answered }) => count(answered) },
  { name: 'Abstained', number: true, cell: ({ abstained }) => count(abstained) },
  { name: 'Failed', number: true, cell: ({ failed }) => count(failed) },
  { name: 'Mean', number: true, cell: ({ meanMilliseconds }) => `${meanMilliseconds.toFixed(1)} ms` },
  { name: 'Slowest', number: true, cell: ({ slowestMilliseconds }) => `${slowestMilliseconds.toFixed(1)} ms` },
];

/** What went wrong of late, and how it has voted since this process was started. */
export function PluginHealthPanel({ plugin: { id, health, votes } }: { readonly plugin: PluginDetails }) {
  const { lastFailure, lastEnd, parked, ignoredConfiguration, restarts } = health;
  return (
    <section>
      <h2>Votes and health</h2>
      {ignoredConfiguration && <p className="problem">The newest configuration is not in force: {ignoredConfiguration}</p>}
      {parked.map(({ part, reason }) => (
        <p key={part} className="problem">
          {part} stands still: {reason}
        </p>
      ))}
      <ul className="rows" hidden={!lastFailure && !lastEnd}>
        {lastFailure && (
          <li>
            <strong>Newest failure</strong>
            <span>
              {inWords(lastFailure.failure)} at {pointWords[lastFailure.point]}: {lastFailure.reason}
            </span>
            <Ago at={lastFailure.at} />
            <a href={to.decisions({ failed: id })}>Decisions at which it failed</a>
          </li>
        )}
        {lastEnd && (
          <li>
            <strong>Its thread ended</strong>
            <span>{lastEnd.reason}</span>
            <Ago at={lastEnd.at} />
            <span className="muted">started again {restarts} times</span>
          </li>
        )}
      </ul>
      {votes.length === 0 ? (
        <Empty title="It has not voted yet">Since this process was started, nothing was asked of it.</Empty>
      ) : (
        <Table label="Votes by decision" rows={votes} columns={columns} keyOf={({ point }) => point} />
      )}
    </section>
  );
}
