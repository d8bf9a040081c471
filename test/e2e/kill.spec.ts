import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChargingStation } from '../support/charging-stations.ts';
import { PlatformProgram } from '../support/program.ts';

const ROUNDS = 10;
/** How many answers a life of the platform lasts: from its first moments to well under way. */
const lives = [1, 40, 7, 150, 300, 12, 90, 3, 220, 60];

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wattledger-kill-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The answered calls that are not in the log, or are there without their answer. */
async function missing(platform: PlatformProgram, stations: readonly ChargingStation[]): Promise<string[]> {
  const lost: string[] = [];
  for (const station of stations) {
    const events = await platform.events(station.id);
    const idsOf = (direction: string) =>
      new Set(events.filter(({ metadata }) => metadata.direction === direction).map(({ metadata }) => metadata.messageId));
    const [calls, answers] = [idsOf('fromStation'), idsOf('toStation')];
    lost.push(...station.acknowledged.filter((id) => !calls.has(id) || !answers.has(id)));
  }
  return lost;
}

describe('a platform that is killed again and again while stations charge', () => {
  it('has everything it answered, counts every session once, and its rows are what its log says', async () => {
    const stations = Array.from(
      { length: 12 },
      (_, index) => new ChargingStation(`killed-${index}`, index % 2 === 0 ? 'ocpp1.6' : 'ocpp2.0.1'),
    );
    let next = new PlatformProgram(folder);
    for (let round = 0; round < ROUNDS; round++) {
      const platform = await next.start();
      next = new PlatformProgram(folder);
      expect(await missing(platform, stations)).toEqual([]);
      let left = lives[round] ?? 1;
      const charging = stations.map((station) =>
        station.charge(platform.ocppUrl, () => {
          left -= 1;
          if (left === 0) void platform.end('SIGKILL');
        }),
      );
      await Promise.allSettled(charging);
      expect((await platform.ended()).code).toBeNull();
    }

    const platform = await next.start();
    expect(await missing(platform, stations)).toEqual([]);
    await platform.isProven();
    for (const station of stations) {
      const rows = await platform.sessions(station.id);
      expect(rows.length).toBeLessThanOrEqual(station.begun);
      const ended = rows
        .filter(({ state }) => state === 'ended')
        .map(({ transactionId, energyWh }) => [transactionId, energyWh] as const);
      const energies = new Map(ended);
      expect(energies.size).toBe(ended.length);
      for (const [transactionId, { startWh, stopWh }] of station.finished)
        expect(energies.get(transactionId)).toBe(stopWh - startWh);
    }
    expect(stations.some(({ finished }) => finished.size > 0)).toBe(true);
    expect((await platform.end()).code).toBe(0);
  }, 120_000);
});
