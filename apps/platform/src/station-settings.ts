import { StationProfiles, StreamDirectory } from '@wattledger/access';
import { displayOfTariff } from '@wattledger/charging';
import type { Ask, Directory } from '@wattledger/charging';
import { CommandDesk, defaultSyncPolicy, DesiredStreams, SettingsDesk, SettingsSync, syncStreams } from '@wattledger/commands';
import { systemClock } from '@wattledger/kernel';
import type { openReadModels } from '@wattledger/read-models';
import type { Logger } from 'pino';
import type { Projecting } from './projecting.ts';
import { stationRecords } from './station-records.ts';
import type { Store } from './store.ts';

/** Where stations stand and how they are to be set. */
export interface StationSettings {
  readonly profiles: StationProfiles;
  readonly desired: DesiredStreams;
  readonly desk: SettingsDesk;
  readonly directory: Directory;
}

export function openStationSettings({ ledger }: Store, tariff: Directory['tariff'] | undefined): StationSettings {
  const profiles = new StationProfiles(ledger);
  const desired = new DesiredStreams(ledger);
  const directory = new StreamDirectory({
    station: async (stationId) => desired.withSettings(stationId, await profiles.of(stationId)),
    ...(tariff && { tariff }),
  });
  return { profiles, desired, desk: new SettingsDesk(ledger, desired), directory };
}

interface SyncParts {
  readonly store: Store;
  readonly ask: Ask;
  readonly stationSettings: StationSettings;
  readonly projecting: Projecting;
  readonly rows: ReturnType<typeof openReadModels>;
  readonly log: Logger;
}

/** Tells stations of their settings, in the one process of a log that keeps its rows; runs until the signal. */
export async function keepStationsSet(
  { store, ask, stationSettings, projecting, rows, log }: SyncParts,
  signal: AbortSignal,
): Promise<void> {
  const { ledger, sealer } = store;
  const { desired, profiles, directory } = stationSettings;
  const sync = new SettingsSync(
    {
      ledger,
      desired,
      syncs: syncStreams(ledger),
      commandDesk: new CommandDesk(ledger, sealer, systemClock),
      records: stationRecords(rows),
      ask,
      clock: systemClock,
      policy: defaultSyncPolicy,
      profileOf: (stationId) => profiles.of(stationId),
      displayOf: async (version) => {
        const { value } = await directory.tariff(version);
        return value && displayOfTariff(value);
      },
      onRowsCommitted: (listener) => projecting.onCommitted(listener),
      log,
    },
    (await projecting.status())?.checkpoint ?? -1,
  );
  await sync.run(signal);
}
