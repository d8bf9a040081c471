import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { unplacedStation } from '@wattledger/charging';
import { Ledger, SqliteEventLog } from '@wattledger/event-log';
import { isRefusal, systemClock } from '@wattledger/kernel';
import { DesiredStreams } from './desired-streams.ts';
import { RolloutRunner } from './rollout-runner.ts';
import { SettingsDesk } from './settings-desk.ts';
import type { SettingTaken } from './settings-desk.ts';
import { syncStreams } from './sync-streams.ts';

const STATIONS = ['ash', 'elm', 'oak'];

describe('a wish for many stations and its roll-out', () => {
  let folder: string;
  let log: SqliteEventLog;
  /** Done before each append of the desk. */
  let meanwhile: (stream: string) => Promise<void>;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wattledger-desk-'));
    log = await SqliteEventLog.open(folder);
    meanwhile = () => Promise.resolve();
  });
  afterEach(async () => {
    await log.close();
    await rm(folder, { recursive: true });
  });

  async function set(): Promise<SettingTaken> {
    const hesitating = new Proxy(log, {
      get: (target, name) => {
        if (name !== 'append') return (Reflect.get(target, name) as (...asked: unknown[]) => unknown).bind(target);
        return async (...asked: Parameters<SqliteEventLog['append']>) => {
          await meanwhile(asked[0]);
          return target.append(...asked);
        };
      },
    });
    const ledger = new Ledger(hesitating, systemClock);
    const taken = await new SettingsDesk(ledger, new DesiredStreams(ledger)).set(
      { scope: { kind: 'all' }, setting: { name: 'chargingTime', minutes: 90 }, by: 'ana', batchSize: 1 },
      () => Promise.resolve(STATIONS),
    );
    if (isRefusal(taken)) throw new Error(taken.code);
    return taken;
  }

  /** Takes every roll-out there is as far as it goes while no station has confirmed anything. */
  async function roll(): Promise<void> {
    const ledger = new Ledger(log, systemClock);
    const desired = new DesiredStreams(ledger);
    const runner = new RolloutRunner({
      desired,
      syncs: syncStreams(ledger),
      records: {
        stationIds: () => Promise.resolve(STATIONS),
        station: () => Promise.resolve(undefined),
        command: () => Promise.resolve(undefined),
        listeningAmong: (stationIds) => Promise.resolve(new Set(stationIds)),
        runningRollouts: () => Promise.resolve([]),
      },
      isWanted: async (stationId, rolloutId) =>
        [...(await desired.effective(stationId, unplacedStation)).values()].some((wanted) => wanted.rolloutId === rolloutId),
    });
    const rolloutIds = new Set<string>();
    for await (const { stream } of log.readAll({ filter: { streamPrefixes: ['rollout-'] } })) rolloutIds.add(stream.slice(8));
    for (const rolloutId of rolloutIds) for (let step = 0; step < 5; step += 1) await runner.step(rolloutId);
  }

  async function reached(): Promise<string[]> {
    const desired = new DesiredStreams(new Ledger(log, systemClock));
    const told: string[] = [];
    for (const stationId of STATIONS) if ((await desired.effective(stationId, unplacedStation)).size > 0) told.push(stationId);
    return told;
  }

  it('come to one batch after the other, however long the process is held up between the two', async () => {
    meanwhile = roll;
    await set();
    await roll();
    expect(await reached()).toEqual(['ash']);
  });

  it('come to nobody where the process died between the two, and to all batches when it is wanted again', async () => {
    let appends = 0;
    meanwhile = () => ((appends += 1) === 2 ? Promise.reject(new Error('the process has died')) : Promise.resolve());
    await expect(set()).rejects.toThrow('the process has died');
    await roll();
    expect(await reached()).toEqual([]);
    expect(await set()).toMatchObject({ repeated: false, stations: 3 });
    await roll();
    expect(await reached()).toEqual(['ash']);
    expect(await set()).toEqual({ repeated: true, stations: 0 });
  });
});
