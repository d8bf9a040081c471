import { Actions } from '../components/actions.tsx';
import { Empty, Problem, Waiting } from '../components/notice.tsx';
import { PluginBadges } from '../components/plugin-badges.tsx';
import { PluginConfig } from '../components/plugin-config.tsx';
import { PluginHealthPanel } from '../components/plugin-health.tsx';
import { ShadowDifferences } from '../components/shadow-differences.tsx';
import { pluginForms } from '../forms/plugin-forms.ts';
import { pluginDetails } from '../graphql/plugins.ts';
import { useRights } from '../graphql/rights.tsx';
import { useAnswer } from '../graphql/use-answer.ts';
import { useChanged } from '../graphql/use-changed.ts';
import { to } from '../route.ts';

const AGAIN_EVERY_MS = 10_000;

/** One plugin: how it fares, how it votes, how it is configured and was. */
export function PluginPage({ id }: { readonly id: string }) {
  const { data, error, refresh } = useAnswer(pluginDetails, { id }, { everyMs: AGAIN_EVERY_MS });
  const changed = useChanged(refresh);
  const { administer } = useRights();
  if (!data) return error ? <Problem error={error} onRetry={refresh} /> : <Waiting what={`the plugin ${id}`} />;
  const { plugin } = data;
  if (!plugin) {
    return (
      <Empty title={`There is no plugin ${id}`}>
        The plugins file does not name it. <a href={to.plugins()}>See all plugins</a>
      </Empty>
    );
  }
  return (
    <>
      <header className="page-head">
        <h1>{plugin.id}</h1>
        <PluginBadges plugin={plugin} />
        <span className="muted">
          {plugin.version} · {plugin.use} · SDK {plugin.sdk} · {plugin.isolation === 'THREAD' ? 'a thread of its own' : 'in line'}
        </span>
      </header>
      {error && <Problem error={error} onRetry={refresh} />}
      {plugin.description && <p>{plugin.description}</p>}
      <Actions label="What can be done with the plugin" right="administer" forms={pluginForms(plugin)} onDone={changed} />
      {!administer && <p className="muted">Plugins are configured with a key that has the role admin.</p>}
      <PluginHealthPanel plugin={plugin} />
      <PluginConfig plugin={plugin} onChanged={changed} />
      <ShadowDifferences plugin={plugin} />
    </>
  );
}
