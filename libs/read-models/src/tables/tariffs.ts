import type { KnownTariff } from '@wattledger/charging';
import type { Instant } from '@wattledger/kernel';
import { table } from '@wattledger/projections';

/** A version of a tariff, and who added it when. */
export interface TariffVersionEntry extends KnownTariff {
  readonly by: string;
  readonly addedAt: Instant;
}

/** A tariff with all its versions. */
export interface TariffRow {
  readonly tariffId: string;
  /** Of the newest version, as are `plugin` and `currency`. */
  readonly name: string;
  readonly plugin: string;
  readonly currency: string;
  readonly newestVersion: number;
  readonly versions: readonly TariffVersionEntry[];
  readonly createdAt: Instant;
  readonly retiredAt?: Instant;
  readonly retiredBy?: string;
}

export const tariffsTable = table<TariffRow>({
  name: 'tariffs',
  columns: {
    tariffId: 'text',
    name: 'text',
    plugin: 'text',
    currency: 'text',
    newestVersion: 'integer',
    versions: 'json',
    createdAt: 'text',
    retiredAt: 'text?',
    retiredBy: 'text?',
  },
  key: ['tariffId'],
  indexes: [['createdAt'], ['name']],
});

/** Which tariff is paid in a scope. */
export interface TariffAssignmentRow {
  /** See `scopeName`. */
  readonly scope: string;
  readonly kind: string;
  readonly scopeId?: string;
  readonly tariffId: string;
  readonly by: string;
  readonly assignedAt: Instant;
}

export const tariffAssignmentsTable = table<TariffAssignmentRow>({
  name: 'tariff_assignments',
  columns: { scope: 'text', kind: 'text', scopeId: 'text?', tariffId: 'text', by: 'text', assignedAt: 'text' },
  key: ['scope'],
  indexes: [['tariffId']],
});
