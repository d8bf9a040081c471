import { displayOfTariff } from '@wattledger/charging';
import { defaultSyncPolicy, SettingsSync, syncStreams } from '@wattledger/commands';
import { systemClock } from '@wattledger/kernel';
import type { openReadModels } from '@wattledger/read-models';
import type { Logger } from 'pino';
import { positionOfRows } from './projecting.ts';
import type { Projecting } from './projecting.ts';
import type { Services } from './services.ts';
import { stationRecords } from './station-records.ts';
import type { Store } from './store.ts';

/** What bringing stations to what is wanted of them takes. */
export interface SyncParts {
  readonly store: Store;
  readonly services: Services;
  readonly projecting: Projecting;
  readonly rows: ReturnType<typeof openReadModels>;
  readonly log: Logger;
}

/** Tells stations of their settings, in the one process of a log that keeps its rows; runs until the signal. */
export async function keepStationsSet({ store, services, projecting, rows, log }: SyncParts, signal: AbortSignal): Promise<void> {
  const { ledger } = store;
  const { desired, stationProfiles, directory, commandDesk, plugins } = services;
  const sync = new SettingsSync({
    ledger,
    desired,
    syncs: syncStreams(ledger),
    commandDesk,
    records: stationRecords(rows),
    ask: plugins.ask,
    clock: systemClock,
    policy: defaultSyncPolicy,
    profileOf: (stationId) => stationProfiles.of(stationId),
    displayOf: async (version) => {
      const { value } = await directory.tariff(version);
      return value && displayOfTariff(value);
    },
    onRowsCommitted: (listener) => projecting.onCommitted(listener),
    rowsAt: positionOfRows(projecting),
    log,
  });
  await sync.run(signal);
}
