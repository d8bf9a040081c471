import { scopeName } from '@wattledger/charging';
import { tariffAssignmentsTable, tariffsTable } from '../tables/tariffs.ts';
import type { TariffAssignmentRow, TariffRow } from '../tables/tariffs.ts';
import { readModel } from './read-model.ts';

/** Tariffs and their versions. A version that is added to a retired tariff brings it back. */
export const tariffs = readModel<TariffRow>({
  name: 'tariffs',
  version: 1,
  table: tariffsTable,
  key: (fact) => (fact.type === 'TariffVersionAdded' || fact.type === 'TariffRetired' ? fact.tariffId : undefined),
  on: {
    TariffVersionAdded: (row, { type: _, ...added }, { receivedAt }) => {
      const { tariffId, name, plugin, currency, version } = added;
      const versions = [...(row?.versions ?? []), { ...added, addedAt: receivedAt }];
      return { tariffId, name, plugin, currency, newestVersion: version, versions, createdAt: row?.createdAt ?? receivedAt };
    },
    TariffRetired: (row, { by }, { receivedAt }) => row && { ...row, retiredAt: receivedAt, retiredBy: by },
  },
});

/** Who pays which tariff. */
export const tariffAssignments = readModel<TariffAssignmentRow>({
  name: 'tariff-assignments',
  version: 1,
  table: tariffAssignmentsTable,
  key: (fact) => (fact.type === 'TariffAssigned' || fact.type === 'TariffUnassigned' ? scopeName(fact.scope) : undefined),
  on: {
    TariffAssigned: (_row, { scope, tariffId, by }, { receivedAt }) => ({
      scope: scopeName(scope),
      kind: scope.kind,
      ...('id' in scope && { scopeId: scope.id }),
      tariffId,
      by,
      assignedAt: receivedAt,
    }),
    TariffUnassigned: () => 'delete',
  },
});
