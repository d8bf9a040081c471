import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Projecting } from '../projecting.ts';

/** How far the rows are behind the log, asked when somebody scrapes. */
export function reportLag(registry: Registry, projecting: Projecting): void {
  const registers = [registry];
  const seconds = new Gauge({
    name: 'wattledger_projection_lag_seconds',
    help: 'Age of the oldest event that is not in the read models yet; 0 when there is none',
    registers,
  });
  const parked = new Gauge({
    name: 'wattledger_projections_parked',
    help: 'Projections that stand still because one of their folds failed',
    registers,
  });
  const standingStill = new Gauge({
    name: 'wattledger_projection_parked',
    help: 'At which event a projection stands still; `facts` for events that could not be read',
    labelNames: ['projection'],
    registers,
  });
  new Gauge({
    name: 'wattledger_projection_lag_positions',
    help: 'How far the read models are behind the end of the log; events, in the embedded log',
    registers,
    async collect() {
      const status = await projecting.status();
      if (!status) return;
      this.set(Math.max(0, status.head - status.checkpoint));
      seconds.set(status.behindSince === undefined ? 0 : Math.max(0, (Date.now() - Date.parse(status.behindSince)) / 1_000));
      parked.set(status.parked.length);
      standingStill.reset();
      for (const { projection, position } of status.parked) standingStill.set({ projection }, position);
    },
  });
}
