import type { DecisionPoint, Vote } from '@wattledger/charging';
import type { PluginHost } from '@wattledger/plugin-host';
import { Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';

/** How plugins vote and fare. Labels are bounded: plugins of the plugins file, decision points, outcomes. */
export class PluginMetrics {
  private readonly registry: Registry;
  private readonly seconds: Histogram;

  constructor(registry: Registry) {
    this.registry = registry;
    this.seconds = new Histogram({
      name: 'wattledger_plugin_vote_seconds',
      help: 'Time from a question to a plugin until its vote',
      labelNames: ['plugin', 'point'],
      buckets: [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 5],
      registers: [registry],
    });
  }

  voted(point: DecisionPoint, plugin: string, { failure, milliseconds }: Vote): void {
    if (failure !== 'suspended') this.seconds.observe({ plugin, point }, milliseconds / 1_000);
  }

  /** Reports how the plugins fare when somebody scrapes. */
  watch(host: PluginHost): void {
    new Counter({
      name: 'wattledger_plugin_votes_total',
      help: 'Votes of plugins, by decision point and outcome (answered, abstained, timed-out, threw, nonsense, suspended)',
      labelNames: ['plugin', 'point', 'outcome'],
      registers: [this.registry],
      async collect() {
        const plugins = await host.list();
        this.reset();
        for (const { id: plugin, votes } of plugins) {
          for (const { point, answered, abstained, failures } of votes) {
            const counted = Object.entries({ answered, abstained, ...failures }).filter(([, times]) => times > 0);
            for (const [outcome, times] of counted) this.inc({ plugin, point, outcome }, times);
          }
        }
      },
    });
    const suspended = new Gauge({
      name: 'wattledger_plugin_suspended',
      help: 'Decision points at which a plugin is left alone because it failed several times in a row',
      labelNames: ['plugin'],
      registers: [this.registry],
    });
    const restarts = new Gauge({
      name: 'wattledger_plugin_restarts',
      help: 'How often the thread of a plugin was ended and started again since the platform was started',
      labelNames: ['plugin'],
      registers: [this.registry],
      async collect() {
        for (const { id, suspendedAt, restarts: times } of await host.list()) {
          suspended.set({ plugin: id }, suspendedAt.length);
          restarts.set({ plugin: id }, times);
        }
      },
    });
  }
}
