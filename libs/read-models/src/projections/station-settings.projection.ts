import { textOfShown } from '@wattledger/charging';
import type { SettingName } from '@wattledger/charging';
import { stationSettingsTable } from '../tables/station-settings.ts';
import type { StationSettingRow } from '../tables/station-settings.ts';
import { readModel } from './read-model.ts';

const keyOf = (stationId: string, name: SettingName, evseId = 0): readonly (string | number)[] => [stationId, name, evseId];

/** The settings of every station: desired, sent, confirmed or refused, and reported. */
export const stationSettings = readModel<StationSettingRow>({
  name: 'station-settings',
  version: 1,
  table: stationSettingsTable,
  key: (fact) => {
    switch (fact.type) {
      case 'SettingDue':
        return keyOf(fact.stationId, fact.setting.name, fact.evseId);
      case 'SettingSent':
      case 'SettingConfirmed':
      case 'SettingRefused':
      case 'SettingDriftNoticed':
      case 'SettingDropped':
        return keyOf(fact.stationId, fact.name, fact.evseId);
      default:
        return undefined;
    }
  },
  on: {
    SettingDue: (row, { stationId, setting, evseId = 0, scope, wish, by, reason, rolloutId }, { receivedAt }) => ({
      stationId,
      name: setting.name,
      evseId,
      setting,
      scopeKind: scope.kind,
      scopeId: scope.kind === 'all' ? '' : scope.id,
      wish,
      desiredBy: by,
      reason,
      rolloutId,
      status: 'pending',
      dueAt: receivedAt,
      sendings: row?.sendings ?? 0,
      enforcedByPlatform: false,
      reported: row?.reported,
      reportedAt: row?.reportedAt,
      drifted: false,
      drifts: 0,
    }),

    SettingSent: (row, { because, calls, commandIds, shows, reason, enforcedByPlatform = false }, { receivedAt }) =>
      row && {
        ...row,
        status: 'sent',
        sentAt: receivedAt,
        sentBecause: because,
        sendings: row.sendings + 1,
        calls,
        commandIds,
        shows,
        translation: reason,
        enforcedByPlatform,
        refusedAt: undefined,
        refusedCode: undefined,
        refusedWhy: undefined,
      },

    SettingConfirmed: (row, _fact, { receivedAt }) =>
      row && {
        ...row,
        status: 'confirmed',
        confirmedAt: receivedAt,
        drifted: false,
        // A station that accepts a setting shows it; what it shows afterwards is noticed as drift.
        reported: row.shows?.map(textOfShown).join(', ') ?? row.reported,
        reportedAt: row.shows ? receivedAt : row.reportedAt,
      },

    SettingRefused: (row, { code, why }, { receivedAt }) =>
      row && { ...row, status: 'refused', refusedAt: receivedAt, refusedCode: code, refusedWhy: why },

    SettingDriftNoticed: (row, { reported, reportedAt }) =>
      row && { ...row, status: 'pending', reported, reportedAt, drifted: true, drifts: row.drifts + 1 },

    SettingDropped: (row) => row && 'delete',
  },
});
