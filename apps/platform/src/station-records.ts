import type { ReportedProfiles, ReportedTariffs, ReportedValue } from '@wattledger/charging';
import type { CommandRecord, StationRecord, StationRecords } from '@wattledger/commands';
import { parseJson } from '@wattledger/kernel';
import type { JsonObject } from '@wattledger/kernel';
import { ocppVersions } from '@wattledger/ocpp';
import { readRow, reportedProfilesTable, reportedTariffsTable } from '@wattledger/read-models';
import type { openReadModels } from '@wattledger/read-models';

type Rows = ReturnType<typeof openReadModels>;

/** How many keys one statement names. */
const IDS_AT_ONCE = 500;

/** Stations and commands as the rows know them. */
export const stationRecords = (rows: Rows): StationRecords => ({
  async stationIds() {
    const found = await rows.selectFrom('stations').select('stationId').execute();
    return found.map(({ stationId }) => stationId);
  },

  station: (stationId) => stationIn(rows, stationId),

  async command(commandId) {
    const row = await rows
      .selectFrom('commands')
      .select(['status', 'answer', 'answerStatus', 'errorCode', 'errorDescription', 'answeredAt'])
      .where('commandId', '=', commandId)
      .executeTakeFirst();
    if (!row) return undefined;
    const says = row.answerStatus ?? [row.errorCode, row.errorDescription].filter((text) => text).join(' ');
    return {
      status: row.status as CommandRecord['status'],
      ...(says !== '' && { says }),
      ...(row.errorCode !== null && { errorCode: row.errorCode }),
      ...(row.answeredAt !== null && { answeredAt: row.answeredAt }),
      ...(row.answer !== null && { answer: parseJson(row.answer) as JsonObject }),
    };
  },

  async listeningAmong(stationIds) {
    const listening = new Set<string>();
    for (let from = 0; from < stationIds.length; from += IDS_AT_ONCE) {
      const found = await rows
        .selectFrom('stations')
        .select(['stationId', 'bootedAt', 'registrationStatus'])
        .where('stationId', 'in', stationIds.slice(from, from + IDS_AT_ONCE))
        .where('connected', '=', 1)
        .execute();
      for (const row of found) if (isIn(row)) listening.add(row.stationId);
    }
    return listening;
  },

  async runningRollouts() {
    const found = await rows.selectFrom('rollouts').select('rolloutId').where('status', '=', 'running').execute();
    return found.map(({ rolloutId }) => rolloutId);
  },
});

/** It has said who it is, and was not turned away: one that was is not to be told anything until it has booted anew (1.6, section 4.2). */
const isIn = (row: { readonly bootedAt: string | null; readonly registrationStatus: string | null }): boolean =>
  row.bootedAt !== null && row.registrationStatus !== null && row.registrationStatus !== 'Rejected';

async function stationIn(rows: Rows, stationId: string): Promise<StationRecord | undefined> {
  const row = await rows.selectFrom('stations').selectAll().where('stationId', '=', stationId).executeTakeFirst();
  const ocppVersion = ocppVersions.find((version) => version === row?.ocppVersion);
  if (!row || !ocppVersion) return undefined;
  return {
    stationId,
    ocppVersion,
    ...(row.vendor !== null && { vendor: row.vendor }),
    ...(row.model !== null && { model: row.model }),
    ...(row.firmwareVersion !== null && { firmwareVersion: row.firmwareVersion }),
    listens: row.connected === 1 && isIn(row),
    ...(row.bootedAt !== null && { bootedAt: row.bootedAt }),
    variables: await variablesOf(rows, stationId, ocppVersion === '1.6'),
    profiles: await profilesOf(rows, stationId),
    tariffs: await tariffsOf(rows, stationId),
  };
}

async function variablesOf(rows: Rows, stationId: string, is16: boolean): Promise<ReadonlyMap<string, ReportedValue>> {
  const found = await rows
    .selectFrom('variables')
    .select(['component', 'variable', 'variableInstance', 'evseId', 'value', 'at'])
    .where('stationId', '=', stationId)
    .where('attribute', '=', 'Actual')
    .where('componentInstance', '=', '')
    .where('connectorId', '=', 0)
    .execute();
  return new Map(
    found.flatMap(({ component, variable, variableInstance, evseId, value, at }): [string, ReportedValue][] => {
      if (value === null) return [];
      const name = `${is16 ? '' : `${component}/`}${variable}${variableInstance === '' ? '' : `/${variableInstance}`}`;
      return [[evseId === 0 ? name : `${name}@${evseId}`, { value, at }]];
    }),
  );
}

async function profilesOf(rows: Rows, stationId: string): Promise<ReadonlyMap<number, ReportedProfiles>> {
  const found = await rows.selectFrom('reported_profiles').selectAll().where('stationId', '=', stationId).execute();
  const reports = found.map((row) => readRow(reportedProfilesTable, row)).filter(({ complete }) => complete);
  return new Map(reports.map(({ requestId, profiles, at }) => [requestId, { profiles, at }]));
}

async function tariffsOf(rows: Rows, stationId: string): Promise<ReadonlyMap<number, ReportedTariffs>> {
  const found = await rows.selectFrom('reported_tariffs').selectAll().where('stationId', '=', stationId).execute();
  return new Map(
    found.map((row) => readRow(reportedTariffsTable, row)).map(({ evseId, tariffs, at }) => [evseId, { tariffs, at }]),
  );
}
