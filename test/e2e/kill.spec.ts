import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BusyOperator } from '../support/busy-operator.ts';
import { ChargingStation } from '../support/charging-stations.ts';
import { PlatformProgram } from '../support/program.ts';

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

const program = () => new PlatformProgram(folder, { WATTLEDGER_ADMIN_KEY: ADMIN_KEY });

/** Sessions are there once, with what the meter said; nothing that both ends know of is missing. */
async function sessionsAreRight(platform: PlatformProgram, station: ChargingStation): Promise<void> {
  const rows = await platform.sessions(station.id);
  expect(rows.length).toBeLessThanOrEqual(station.begun);
  const ended = rows
    .filter(({ state }) => state === 'ended')
    .map(({ transactionId, energyWh }) => [transactionId, energyWh] as const);
  const energies = new Map(ended);
  expect(energies.size).toBe(ended.length);
  for (const [transactionId, { startWh, stopWh }] of station.finished) expect(energies.get(transactionId)).toBe(stopWh - startWh);
}

/** A command that was taken is in the log once, and is sent once at most. */
async function commandsAreRight(
  platform: PlatformProgram,
  stations: readonly ChargingStation[],
  taken: BusyOperator['commands'],
): Promise<void> {
  const requests = new Map<string, number>();
  for (const { metadata, type } of await platform.streams('command-')) {
    if (type === 'CommandRequested') requests.set(metadata.commandId ?? '', (requests.get(metadata.commandId ?? '') ?? 0) + 1);
  }
  expect([...taken.keys()].filter((commandId) => requests.get(commandId) !== 1)).toEqual([]);
  for (const { id } of stations) {
    const sent = (await platform.events(id))
      .filter(({ type }) => type === 'ClearCacheSent')
      .map(({ metadata }) => metadata.commandId);
    expect(new Set(sent).size).toBe(sent.length);
  }
}

/** What must hold whenever the platform is back. */
async function isConsistent(
  platform: PlatformProgram,
  stations: readonly ChargingStation[],
  operator: BusyOperator,
): Promise<void> {
  expect(await missing(platform, stations)).toEqual([]);
  await platform.isProven();
  for (const station of stations) await sessionsAreRight(platform, station);
  await commandsAreRight(platform, stations, operator.commands);
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
      const cleared = stations.reduce((sum, station) => sum + station.cleared, 0);
      process.stdout.write(
        `${ROUNDS} kills (seed ${SEED}): ${acknowledged} calls acknowledged, ${operator.commands.size} commands taken, ${cleared} heard by stations, ${Math.round((Date.now() - begun) / 1_000)} s\n`,
      );
      expect(stations.some(({ finished }) => finished.size > 0)).toBe(true);
      expect((await platform.end()).code).toBe(0);
    },
    ROUNDS * 60_000,
  );
});
