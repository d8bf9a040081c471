import type { Denials } from '@wattledger/graphql';
import type { Logger } from 'pino';
import { Counter } from 'prom-client';
import type { Registry } from 'prom-client';

/**
 * Logs and counts who asked for something that their role does not allow.
 *
 * It is no event: nothing has happened, and whoever may do nothing should not be able to fill the log.
 */
export function countDenials(registry: Registry, log: Logger): Denials {
  const counter = new Counter({
    name: 'wattledger_api_denied_total',
    help: 'GraphQL fields that were asked for with a role that may not, by role',
    labelNames: ['role'],
    registers: [registry],
  });
  return {
    denied(denied) {
      counter.inc({ role: denied.role });
      log.warn(denied, 'a caller asked for what their role does not allow');
    },
  };
}
