import type { StoredRow } from '@wattledger/projections';
import type { ApiKeyRow } from './api-keys.ts';
import type { BatteryRow } from './batteries.ts';
import type { BatteryPointRow } from './battery-points.ts';
import type { CommandRow } from './commands.ts';
import type { ConnectorRow } from './connectors.ts';
import type { MessageStatsRow } from './message-stats.ts';
import type { ReservationRow } from './reservations.ts';
import type { SessionCostRow } from './session-costs.ts';
import type { SessionRow } from './sessions.ts';
import type { StationRow } from './stations.ts';
import type { TariffAssignmentRow, TariffRow } from './tariffs.ts';
import type { VariableRow } from './variables.ts';

/** The tables of the read models as Kysely sees them: rows as they are stored. `readRow` gives them their types back. */
export interface ReadModels {
  stations: StoredRow<StationRow>;
  connectors: StoredRow<ConnectorRow>;
  sessions: StoredRow<SessionRow>;
  batteries: StoredRow<BatteryRow>;
  battery_points: StoredRow<BatteryPointRow>;
  commands: StoredRow<CommandRow>;
  message_stats: StoredRow<MessageStatsRow>;
  variables: StoredRow<VariableRow>;
  reservations: StoredRow<ReservationRow>;
  api_keys: StoredRow<ApiKeyRow>;
  session_costs: StoredRow<SessionCostRow>;
  tariffs: StoredRow<TariffRow>;
  tariff_assignments: StoredRow<TariffAssignmentRow>;
}

export { apiKeysTable } from './api-keys.ts';
export type { ApiKeyRow } from './api-keys.ts';
export { batteriesTable } from './batteries.ts';
export type { BatteryRow } from './batteries.ts';
export { batteryPointsTable } from './battery-points.ts';
export type { BatteryPointRow } from './battery-points.ts';
export { commandsTable, commandStatuses } from './commands.ts';
export type { CommandReading, CommandRow, CommandStatus } from './commands.ts';
export { connectorsTable } from './connectors.ts';
export type { ConnectorRow, LatestReading, LatestReadings } from './connectors.ts';
export { messageStatsTable } from './message-stats.ts';
export type { MessageStatsRow } from './message-stats.ts';
export { reservationsTable } from './reservations.ts';
export type { ReservationRow } from './reservations.ts';
export { sessionsTable } from './sessions.ts';
export type { SessionRow } from './sessions.ts';
export { stationsTable } from './stations.ts';
export type { StationRow } from './stations.ts';
export { variablesTable } from './variables.ts';
export type { VariableRow } from './variables.ts';
export { sessionCostsTable } from './session-costs.ts';
export type { PriceCorrection, SessionCostRow, TaxPart } from './session-costs.ts';
export { tariffAssignmentsTable, tariffsTable } from './tariffs.ts';
export type { TariffAssignmentRow, TariffRow, TariffVersionEntry } from './tariffs.ts';
