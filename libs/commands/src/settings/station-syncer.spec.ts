import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Ask } from '@wattledger/charging';
import { Ledger, MasterKey, Sealer, SqliteEventLog, SqliteKeyStore } from '@wattledger/event-log';
import { systemClock } from '@wattledger/kernel';
import { CommandDesk } from '../command-desk.ts';
import { DesiredStreams } from './desired-streams.ts';
import { SettingsDesk } from './settings-desk.ts';
import type { StationRecord, StationRecords } from './station-records.ts';
import { StationSyncer } from './station-syncer.ts';
import { defaultSyncPolicy } from './sync-policy.ts';
import { syncStreams } from './sync-streams.ts';

const silent: StationRecord = {
  stationId: 'oak',
  ocppVersion: '1.6',
  listens: true,
  bootedAt: '2026-05-01T12:00:00.000Z',
  variables: new Map(),
  profiles: new Map(),
  tariffs: new Map(),
};
const told: StationRecord = {
  ...silent,
  variables: new Map([['SupportedFeatureProfiles', { value: 'Core', at: '2026-05-01T12:00:01.000Z' }]]),
};

describe('bringing a station to what it is to be set to', () => {
  let folder: string;
  let log: SqliteEventLog;
  let keys: SqliteKeyStore;
  let ledger: Ledger;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wattledger-syncer-'));
    log = await SqliteEventLog.open(folder);
    const masterKey = new MasterKey('a master key that is long enough for specs');
    keys = new SqliteKeyStore(folder, masterKey);
    ledger = new Ledger(log, systemClock);
  });
  afterEach(async () => {
    await log.close();
    await keys.close();
    await rm(folder, { recursive: true });
  });

  const syncerWith = (records: StationRecords, ask: Ask) => {
    const desired = new DesiredStreams(ledger);
    const syncer = new StationSyncer({
      desired,
      syncs: syncStreams(ledger),
      ask,
      clock: systemClock,
      profileOf: () => Promise.resolve({ groups: [], timeZone: 'UTC' }),
      displayOf: () => Promise.resolve(undefined),
      commandDesk: new CommandDesk(
        ledger,
        new Sealer(new MasterKey('a master key that is long enough for specs'), keys),
        systemClock,
      ),
      records,
      policy: defaultSyncPolicy,
    });
    return { desired, syncer };
  };

  it('asks neither the log nor the rows again where nothing is wanted, however often it looks', async () => {
    const nobody = () => Promise.reject(new Error('asked'));
    const records: StationRecords = {
      stationIds: nobody,
      station: nobody,
      command: nobody,
      listeningAmong: nobody,
      runningRollouts: nobody,
    };
    const { syncer } = syncerWith(records, Object.assign(nobody, { concerns: () => true }));
    await syncer.sync('oak');
    await log.close();
    expect(await syncer.sync('oak')).toEqual({ rolloutIds: [] });
    log = await SqliteEventLog.open(folder);
  });

  it('heeds what the station can do, though its answer comes while it is looked after', async () => {
    let row = silent;
    const records: StationRecords = {
      stationIds: () => Promise.resolve(['oak']),
      station: () => Promise.resolve(row),
      command: () => {
        // The rows have come further between one look at them and the next.
        row = told;
        return Promise.resolve({ status: 'accepted' });
      },
      listeningAmong: () => Promise.resolve(new Set(['oak'])),
      runningRollouts: () => Promise.resolve([]),
    };
    const asked: Readonly<Record<string, string>>[] = [];
    const ask: Ask = Object.assign(
      (_point: string, question: object) => {
        asked.push((question as { variables: Record<string, string> }).variables);
        return Promise.resolve({ reason: 'no plugin', votes: [] } as never);
      },
      { concerns: () => true },
    );
    const { desired, syncer } = syncerWith(records, ask);
    await new SettingsDesk(ledger, desired).set(
      { scope: { kind: 'station', id: 'oak' }, setting: { name: 'chargingTime', minutes: 60 }, by: 'ana' },
      () => Promise.resolve(['oak']),
    );

    await syncer.sync('oak');
    expect(asked).toEqual([{ SupportedFeatureProfiles: 'Core' }]);
  });
});
