import { CommandKeeper } from '@wattledger/commands';
import { isRefusal, systemClock } from '@wattledger/kernel';
import type { Logger } from 'pino';
import type { GatewayParts } from './gateway.ts';
import type { Nodes } from './nodes/nodes.ts';
import type { Settings } from './settings.ts';
import type { Store } from './store.ts';

/** Several processes see the same command at the same time; so long each may hesitate before it ends one. */
const HESITATE_MS = 1_000;
/** Added to the time that an append may take. */
const SENDING_MARGIN_MS = 5_000;

/** Knows the open commands, in a process that has a use for them. */
export function keeperOf(
  settings: Settings,
  store: Store,
  nodes: Nodes,
  gateway: GatewayParts | undefined,
  log: Logger,
): CommandKeeper {
  return new CommandKeeper({
    ledger: store.ledger,
    sealer: store.sealer,
    clock: systemClock,
    log,
    node: nodes.self,
    isAlive: (node) => nodes.isAlive(node),
    hesitateMs: settings.eventStoreUrl === undefined ? 0 : HESITATE_MS,
    sendingMs: settings.gateway.recordTimeoutSeconds * 1_000 + SENDING_MARGIN_MS,
    onEnded: ({ requested }, end) =>
      gateway?.services.metrics.commanded(requested.command.name, isRefusal(end) ? 'refused' : 'expired'),
  });
}
