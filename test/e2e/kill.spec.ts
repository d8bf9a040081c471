import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commandsAreRight, missingOrDoubled, sessionsAreRight } from '../support/bookkeeping.ts';
import { BusyOperator } from '../support/busy-operator.ts';
import { ChargingStation } from '../support/charging-stations.ts';
import { PlatformProgram } from '../support/program.ts';
import { randomFrom } from '../support/random.ts';

/** `WATTLEDGER_TEST_KILLS=100 npx nx run @wattledger/test:test` kills it a hundred times. */
const ROUNDS = Number(process.env['WATTLEDGER_TEST_KILLS'] ?? 6);
/** Printed where the spec fails, so that the same deaths can be died again. */
const SEED = Number(process.env['WATTLEDGER_TEST_SEED'] ?? Date.now() % 1_000_000);
const ADMIN_KEY = 'the-admin-key-of-the-killed';
const MOST_ANSWERS = 300;
const MOST_MILLISECONDS = 40;

/** A life of the platform: it ends so long after so many answers, so that death comes in the middle of anything. */
interface Life {
  readonly answers: number;
  readonly milliseconds: number;
}

/** From its first moments to well under way; short lives are as likely as long ones. */
function livesFrom(seed: number): Life[] {
  const random = randomFrom(seed);
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

const program = () => new PlatformProgram(folder, { WATTLEDGER_ADMIN_KEY: ADMIN_KEY });

/** What must hold whenever the platform is back. */
async function isConsistent(
  platform: PlatformProgram,
  stations: readonly ChargingStation[],
  operator: BusyOperator,
): Promise<void> {
  const told = (stationId: string) => platform.events(stationId);
  expect(await missingOrDoubled(stations, told)).toEqual([]);
  await platform.isProven();
  for (const station of stations) sessionsAreRight(station, await platform.sessions(station.id));
  await commandsAreRight(stations, await platform.streams('command-'), told, operator.commands);
  const { least, most, credited } = await operator.books(platform);
  expect(credited).toBeGreaterThanOrEqual(least);
  expect(credited).toBeLessThanOrEqual(most);
}

describe('a platform that is killed again and again while stations charge', () => {
  it(
    `has everything it answered, counts every session once, and its rows are what its log says (seed ${SEED})`,
    async () => {
      const stations = Array.from(
        { length: 12 },
        (_, index) => new ChargingStation(`killed-${index}`, index % 2 === 0 ? 'ocpp1.6' : 'ocpp2.0.1'),
      );
      const operator = new BusyOperator(ADMIN_KEY);
      const stationIds = stations.map(({ id }) => id);
      const begun = Date.now();
      let next = program();
      for (const life of livesFrom(SEED)) {
        const platform = await next.start();
        next = program();
        await isConsistent(platform, stations, operator);
        const working = operator.work(platform, stationIds);
        let left = life.answers;
        const charging = stations.map((station) =>
          station.charge(platform.ocppUrl, () => {
            left -= 1;
            if (left === 0) setTimeout(() => void platform.end('SIGKILL'), life.milliseconds);
          }),
        );
        await Promise.allSettled([...charging, working]);
        expect((await platform.ended()).code).toBeNull();
      }

      const platform = await next.start();
      await isConsistent(platform, stations, operator);
      const acknowledged = stations.reduce((sum, station) => sum + station.acknowledged.length, 0);
      const cleared = stations.reduce((sum, station) => sum + station.heard.length, 0);
      process.stdout.write(
        `${ROUNDS} kills (seed ${SEED}): ${acknowledged} calls acknowledged, ${operator.commands.size} commands taken, ${cleared} heard by stations, ${Math.round((Date.now() - begun) / 1_000)} s\n`,
      );
      expect(stations.some(({ finished }) => finished.size > 0)).toBe(true);
      expect((await platform.end()).code).toBe(0);
    },
    ROUNDS * 60_000,
  );
});
