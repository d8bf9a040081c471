import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import type { ProjectorStatus } from '@wattledger/projections';
import { knownSoon } from '../known-soon.ts';
import type { Projecting } from '../projecting.ts';

/** How far the rows are behind the log, asked when somebody scrapes; while nobody knows, the gauges stay as they were. */
export function reportLag(registry: Registry, projecting: Projecting): void {
  let asked: Promise<ProjectorStatus | undefined> | undefined;
  /** All gauges of one scrape share an answer. */
  const status = () =>
    (asked ??= knownSoon(projecting.status()).finally(() => {
      asked = undefined;
    }));
  const gauge = (name: string, help: string, tell: (gauge: Gauge, status: ProjectorStatus) => void, labelNames: string[] = []) =>
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        const known = await status();
        if (known) tell(this, known);
      },
    });

  gauge(
    'wattledger_projection_lag_seconds',
    'Age of the oldest event that is not in the read models yet; 0 when there is none',
    (seconds, { behindSince }) =>
      seconds.set(behindSince === undefined ? 0 : Math.max(0, (Date.now() - Date.parse(behindSince)) / 1_000)),
  );
  gauge('wattledger_projections_parked', 'Projections that stand still because one of their folds failed', (parked, known) =>
    parked.set(known.parked.length),
  );
  gauge(
    'wattledger_projection_parked',
    'At which event a projection stands still; `facts` for events that could not be read',
    (standingStill, { parked }) => {
      standingStill.reset();
      for (const { projection, position } of parked) standingStill.set({ projection }, position);
    },
    ['projection'],
  );
  gauge(
    'wattledger_projection_lag_positions',
    'How far the read models are behind the end of the log; events, in the embedded log',
    // The end of the log may be none of the rows' business; over EventStoreDB they never come up to it then.
    (positions, { head, checkpoint, behindSince }) =>
      positions.set(behindSince === undefined ? 0 : Math.max(0, head - checkpoint)),
  );
}
