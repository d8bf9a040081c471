import { Badge } from '../components/badge.tsx';
import { PluginBadges } from '../components/plugin-badges.tsx';
import { Empty, Problem, Waiting } from '../components/notice.tsx';
import { Table } from '../components/table.tsx';
import type { Column } from '../components/table.tsx';
import { pointWords } from '../format/decisions.ts';
import { count } from '../format/quantities.ts';
import { pluginList } from '../graphql/plugins.ts';
import type { PluginSummary } from '../graphql/plugins.ts';
import { useAnswer } from '../graphql/use-answer.ts';
import { to } from '../route.ts';

const AGAIN_EVERY_MS = 10_000;
const sumOf = (plugin: PluginSummary, what: 'abstained' | 'answered' | 'failed'): number =>
  plugin.votes.reduce((sum, votes) => sum + votes[what], 0);

const columns: readonly Column<PluginSummary>[] = [
  {
    name: 'Plugin',
    cell: ({ id, version, description }) => (
      <>
        <a href={to.plugin(id)}>{id}</a> <span className="muted small">{version}</span>
        {description && <p className="muted small">{description}</p>}
      </>
    ),
  },
  { name: 'State', cell: (plugin) => <PluginBadges plugin={plugin} /> },
  { name: 'Decides', cell: ({ points }) => points.map((point) => pointWords[point]).join(', ') },
  { name: 'Answered', number: true, cell: (plugin) => count(sumOf(plugin, 'answered')) },
  { name: 'Abstained', number: true, cell: (plugin) => count(sumOf(plugin, 'abstained')) },
  {
    name: 'Failed',
    number: true,
    cell: (plugin) => {
      const failed = sumOf(plugin, 'failed');
      return failed === 0 ? '0' : <Badge tone="bad">{count(failed)}</Badge>;
    },
  },
];

/** Who decides, in the order in which votes count, and how each fares. */
export function PluginsPage() {
  const { data, error, refresh } = useAnswer(pluginList, {}, { everyMs: AGAIN_EVERY_MS });
  return (
    <>
      <h1>Plugins</h1>
      <p className="muted">
        In the order in which their votes count. Votes are counted since this process was started; every one is in{' '}
        <a href={to.decisions()}>decisions</a>.
      </p>
      {error && <Problem error={error} onRetry={refresh} />}
      {!data && !error && <Waiting what="plugins" />}
      {data?.plugins.length === 0 && <Empty title="There are no plugins">The plugins file names none.</Empty>}
      {data && data.plugins.length > 0 && <Table label="Plugins" rows={data.plugins} columns={columns} keyOf={({ id }) => id} />}
    </>
  );
}
