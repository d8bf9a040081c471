import { rollBack } from '../forms/plugin-forms.ts';
import type { PluginConfiguration, PluginDetails, PluginSetting } from '../graphql/plugins.ts';
import { Actions } from './actions.tsx';
import { Badge } from './badge.tsx';
import { Table } from './table.tsx';
import type { Column } from './table.tsx';
import { Ago } from './time.tsx';

interface Props {
  readonly plugin: PluginDetails;
  readonly onChanged: () => void;
}

const settingColumns = (config: PluginDetails['config']): readonly Column<PluginSetting>[] => [
  { name: 'Setting', cell: ({ name }) => <code>{name}</code> },
  {
    name: 'Value',
    cell: ({ name, secret }) => {
      const value = config[name];
      if (value === undefined) return <span className="muted">not set</span>;
      return secret ? <Badge tone="quiet">hidden</Badge> : <code className="answer">{JSON.stringify(value)}</code>;
    },
  },
  { name: 'Meaning', cell: ({ description, type }) => description ?? type },
];

/** The configuration in force, and every one before it. */
export function PluginConfig({ plugin, onChanged }: Props) {
  const { settings, config, configurations, revision } = plugin;
  const top = settings.filter(({ name }) => !/[.[]/.test(name));
  return (
    <section>
      <h2>Configuration</h2>
      <p className="muted">{revision === null ? 'As the plugins file says.' : `Configuration ${revision} is in force.`}</p>
      {top.length === 0 ? (
        <p className="muted">It needs no configuration.</p>
      ) : (
        <Table label="Configuration in force" rows={top} columns={settingColumns(config)} keyOf={({ name }) => name} />
      )}
      {configurations.length > 0 && (
        <>
          <h3>What was configured</h3>
          <ol className="rows">
            {configurations.map((one) => (
              <Configured key={one.revision} plugin={plugin} configuration={one} onChanged={onChanged} />
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

function Configured({ plugin, configuration, onChanged }: Props & { readonly configuration: PluginConfiguration }) {
  const { revision, at, by, reason, config, enabled, shadow, rolledBackTo } = configuration;
  return (
    <li>
      <strong>{revision}</strong>
      {revision === plugin.revision && <Badge tone="good">in force</Badge>}
      {shadow && <Badge tone="quiet">shadow</Badge>}
      {!enabled && <Badge tone="quiet">disabled</Badge>}
      <span>
        {rolledBackTo !== null && `brings back ${rolledBackTo}. `}
        {reason && `“${reason}”`}
      </span>
      <span className="muted">
        by {by}, <Ago at={at} />
      </span>
      <code className="answer wide">{config === null ? 'as the plugins file says' : JSON.stringify(config)}</code>
      {revision !== plugin.revision && (
        <Actions
          label={`Configuration ${revision}`}
          right="administer"
          forms={[rollBack(plugin.id, configuration)]}
          onDone={onChanged}
        />
      )}
    </li>
  );
}
