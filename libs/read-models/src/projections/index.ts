import { accounts } from './accounts.projection.ts';
import { apiKeys } from './api-keys.projection.ts';
import { batteries } from './batteries.projection.ts';
import { batteryPoints } from './battery-points.projection.ts';
import { commands } from './commands.projection.ts';
import { connectors } from './connectors.projection.ts';
import { decisions } from './decisions.projection.ts';
import { messageStats } from './message-stats.projection.ts';
import type { ReadModelProjection } from './read-model.ts';
import { reportedProfiles, reportedTariffs } from './reported-holdings.projection.ts';
import { reservations } from './reservations.projection.ts';
import { rollouts } from './rollouts.projection.ts';
import { sessionCosts } from './session-costs.projection.ts';
import { sessions } from './sessions.projection.ts';
import { stationSettings } from './station-settings.projection.ts';
import { stations } from './stations.projection.ts';
import { tokens } from './tokens.projection.ts';
import { tariffAssignments, tariffs } from './tariffs.projection.ts';
import { variables } from './variables.projection.ts';
import { walletMovements } from './wallet-movements.projection.ts';
import { walletSessions } from './wallet-sessions.projection.ts';
import { wallets } from './wallets.projection.ts';

/** All projections of the platform. */
export const readModels: readonly ReadModelProjection[] = [
  stations,
  connectors,
  sessions,
  batteries,
  batteryPoints,
  commands,
  decisions,
  messageStats,
  variables,
  reportedProfiles,
  reportedTariffs,
  reservations,
  apiKeys,
  wallets,
  walletMovements,
  walletSessions,
  stationSettings,
  rollouts,
  accounts,
  tokens,
  sessionCosts,
  tariffs,
  tariffAssignments,
];
