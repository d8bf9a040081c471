import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChargingStation } from '../support/charging-stations.ts';
import { PlatformProgram } from '../support/program.ts';

/** `WATTLEDGER_TEST_KILLS=100 npx nx run @wattledger/test:test` kills it a hundred times. */
const ROUNDS = Number(process.env['WATTLEDGER_TEST_KILLS'] ?? 10);
/** Printed where the spec fails, so that the same deaths can be died again. */
const SEED = Number(process.env['WATTLEDGER_TEST_SEED'] ?? Date.now() % 1_000_000);
const MOST_ANSWERS = 300;
const MOST_MILLISECONDS = 40;

/** A life of the platform: it ends so long after so many answers, so that death comes in the middle of anything. */
interface Life {
  readonly answers: number;
  readonly milliseconds: number;
}

/** From its first moments to well under way; short lives are as likely as long ones. */
function livesFrom(seed: number): Life[] {
  let state = seed;
  const random = () => {
    // Park and Miller's generator: any will do that a seed repeats.
    state = (state * 48_271 + 1) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  return Array.from({ length: ROUNDS }, () => ({
    answers: Math.ceil(MOST_ANSWERS ** random()),
    milliseconds: Math.floor(MOST_MILLISECONDS * random()),
  }));
}

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
  it(
    `has everything it answered, counts every session once, and its rows are what its log says (seed ${SEED})`,
    async () => {
      const stations = Array.from(
        { length: 12 },
        (_, index) => new ChargingStation(`killed-${index}`, index % 2 === 0 ? 'ocpp1.6' : 'ocpp2.0.1'),
      );
      let next = new PlatformProgram(folder);
      for (const life of livesFrom(SEED)) {
        const platform = await next.start();
        next = new PlatformProgram(folder);
        expect(await missing(platform, stations)).toEqual([]);
        let left = life.answers;
        const charging = stations.map((station) =>
          station.charge(platform.ocppUrl, () => {
            left -= 1;
            if (left === 0) setTimeout(() => void platform.end('SIGKILL'), life.milliseconds);
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
    },
    ROUNDS * 30_000,
  );
});
