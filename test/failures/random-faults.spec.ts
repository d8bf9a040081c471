import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { verifiable, verify } from '@wattledger/audit';
import { stationStream } from '@wattledger/charging';
import { RecordedEvent } from '@wattledger/event-log';
import { describeWithPostgres } from '@wattledger/event-log/testing';
import { openPostgresReadModels, readRow, sessionsTable } from '@wattledger/read-models';
import { commandsAreRight, missingOrDoubled, sessionsAreRight } from '../support/bookkeeping.ts';
import { BusyOperator } from '../support/busy-operator.ts';
import { everyVersion } from '../support/charging-driver.ts';
import { ChargingStation } from '../support/charging-stations.ts';
import { randomFrom } from '../support/random.ts';
import { SplitPlatform } from '../support/split-platform.ts';
import { ADMIN_KEY } from '../support/test-platform.ts';
import { until } from '../support/until.ts';

/** `WATTLEDGER_TEST_FAULTS=100` for a long night. */
const FAULTS = Number(process.env['WATTLEDGER_TEST_FAULTS'] ?? 8);
/** Printed with the outcome, so that the same faults can strike again. */
const SEED = Number(process.env['WATTLEDGER_TEST_SEED'] ?? Date.now() % 1_000_000);
const STATIONS = 12;
/** A fault may strike while the one before still lasts. */
const BETWEEN_FAULTS_MS = 2_500;
/** The longest that something stands still or is away; long enough that a frozen gateway is taken for dead. */
const LONGEST_MS = 6_000;
/** Stations and operators rest so long, that the machine can be told from its load. */
const REST_MS = 30;
const STATION_PATIENCE_MS = 3_000;
const OVER: ReadonlySet<string> = new Set(['accepted', 'rejected', 'unanswered', 'refused', 'expired']);

interface Fault {
  readonly name: string;
  /** What it strikes; one thing at a time is wrong with each. */
  readonly target: string;
  strike(): Promise<unknown>;
}

/** What strikes, in its order: the same for the same seed. */
function faultsFrom(seed: number, platform: SplitPlatform): { readonly fault: Fault; readonly afterMs: number }[] {
  const random = randomFrom(seed);
  const upTo = (most: number) => Math.floor(most * random());
  const { eventStore, postgres } = platform;
  const forAWhile = async (begin: () => unknown, end: () => unknown, ms: number) => {
    await begin();
    await sleep(ms);
    await end();
  };
  const draw = (): Fault => {
    const [index, ms, times] = [upTo(platform.size), upTo(LONGEST_MS), 1 + upTo(3)];
    const kill: Fault = { name: `kill ${index}`, target: `process ${index}`, strike: () => platform.kill(index) };
    const freeze = () =>
      forAWhile(
        () => platform.signal(index, 'SIGSTOP'),
        () => platform.signal(index, 'SIGCONT'),
        ms,
      );
    const store = (name: string, strike: () => Promise<unknown>): Fault => ({ name, target: 'store', strike });
    const kinds: Fault[] = [
      kill,
      kill,
      kill,
      { name: `freeze ${index} for ${ms} ms`, target: `process ${index}`, strike: freeze },
      store(`freeze the store for ${ms / 2} ms`, () =>
        forAWhile(
          () => eventStore.freeze(),
          () => eventStore.freeze(false),
          ms / 2,
        ),
      ),
      store(`no way to the store for ${ms / 2} ms`, () =>
        forAWhile(
          () => eventStore.tell('unreachable'),
          () => eventStore.tell('unreachable', false),
          ms / 2,
        ),
      ),
      store('cut all lines to the store', () => eventStore.tell('cutConnections')),
      store(`cut them before ${times} appends`, () => eventStore.tell('dropBeforeWrite', times)),
      store(`cut them behind ${times} appends`, () => eventStore.tell('dropAfterWrite', times)),
      store(`answers ${ms / 40} ms late for a while`, () =>
        forAWhile(
          () => eventStore.tell('delay', ms / 40),
          () => eventStore.tell('delay', 0),
          1_000,
        ),
      ),
      {
        name: `PostgreSQL away for ${ms / 2} ms`,
        target: 'postgres',
        strike: () =>
          forAWhile(
            () => postgres.power?.off(),
            () => postgres.power?.on(),
            ms / 2,
          ),
      },
    ];
    return kinds[upTo(kinds.length)] ?? kill;
  };
  return Array.from({ length: FAULTS }, () => ({ fault: draw(), afterMs: upTo(BETWEEN_FAULTS_MS) }));
}

async function suffer(platform: SplitPlatform): Promise<string[]> {
  const begun = performance.now();
  const told: string[] = [];
  const lasting = new Map<string, Promise<unknown>>();
  for (const { fault, afterMs } of faultsFrom(SEED, platform)) {
    await sleep(afterMs);
    told.push(`${Math.round(performance.now() - begun)} ms: ${fault.name}`);
    const before = lasting.get(fault.target) ?? Promise.resolve();
    lasting.set(
      fault.target,
      before.then(() => fault.strike()),
    );
  }
  await Promise.all(lasting.values());
  return told;
}

/** Does something over and over, whatever becomes of it, until it is over. */
async function again(work: () => Promise<unknown>, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await work().catch(() => undefined);
    await sleep(REST_MS);
  }
}

describeWithPostgres('five processes of which any may be killed or frozen, over stores that come and go', () => {
  let platform: SplitPlatform;
  beforeAll(async () => {
    platform = await SplitPlatform.start();
    platform.keepAlive();
  });
  afterAll(() => platform.stop());

  it(
    `have lost, doubled or forked nothing in the end, and their rows are what the log says (seed ${SEED})`,
    async () => {
      const stations = Array.from(
        { length: STATIONS },
        (_, index) => new ChargingStation(`struck-${index}`, everyVersion[index % 3] ?? 'ocpp1.6', STATION_PATIENCE_MS),
      );
      const operator = new BusyOperator(ADMIN_KEY);
      const begun = performance.now();
      let [isOver, goesHome] = [false, false];
      const rest = (enough: () => boolean) => async () => {
        await sleep(REST_MS);
        return !enough();
      };
      const charging = stations.map((station) =>
        again(
          async () => {
            // The load balancer of this spec.
            const url = platform.gateway(Math.random() < 0.5 ? 0 : 1);
            if (url !== undefined)
              await station.charge(
                url,
                rest(() => goesHome),
              );
          },
          () => goesHome,
        ),
      );
      const working = again(
        () =>
          operator.work(
            platform,
            stations.map(({ id }) => id),
            rest(() => isOver),
          ),
        () => isOver,
      );
      const told = await suffer(platform);
      try {
        isOver = true;
        await working;
        const struck = performance.now() - begun;

        // What was begun comes to its end, and all stations charge on.
        const rows = openPostgresReadModels(platform.databaseUrl);
        const finished = new Map(stations.map(({ id, finished: { size } }) => [id, size]));
        await until('all stations to charge again', () =>
          stations.every((station) => station.finished.size >= (finished.get(station.id) ?? 0) + 2),
        );
        await until('every command to have an end', async () => {
          const commands = await rows
            .selectFrom('commands')
            .select(['commandId', 'status'])
            .execute()
            .catch(() => []);
          const ended = new Set(commands.filter(({ status }) => OVER.has(status)).map(({ commandId }) => commandId));
          return [...operator.commands.keys()].every((commandId) => ended.has(commandId));
        });
        await platform.allRun();
        goesHome = true;
        await Promise.all(charging);
        await platform.caughtUp();
        const { least, most, credited } = await operator.books(platform);
        expect(credited).toBeGreaterThanOrEqual(least);
        expect(credited).toBeLessThanOrEqual(most);
        expect(platform.endedAlone).toEqual([]);
        expect((await platform.shutDown()).map(({ code }) => code)).toEqual([0, 0, 0, 0, 0]);

        const { beside } = platform;
        const events = await beside.log((log) => Array.fromAsync(log.readAll(), (stored) => new RecordedEvent(stored)));
        const streams = Map.groupBy(events, ({ stream }) => stream);
        const of = async (stationId: string) => streams.get(stationStream(stationId)) ?? [];
        expect(await missingOrDoubled(stations, of)).toEqual([]);
        expect((await beside.log(async (log) => verify(await verifiable(log)))).broken).toBeUndefined();
        const ofCommands = events.filter(({ stream }) => stream.startsWith('command-'));
        await commandsAreRight(stations, ofCommands, of, operator.commands);
        for (const station of stations) {
          const found = await rows.selectFrom('sessions').selectAll().where('stationId', '=', station.id).execute();
          sessionsAreRight(
            station,
            found.map((row) => readRow(sessionsTable, row)),
          );
        }
        await rows.destroy();
        expect((await beside.comparison()).differences).toEqual([]);
        const calls = stations.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);
        process.stdout.write(
          `${FAULTS} faults (seed ${SEED}) in ${Math.round(struck / 1_000)} s: ${calls} calls acknowledged, ` +
            `${operator.commands.size} commands, ${events.length} events\n`,
        );
      } catch (error) {
        const alone = platform.endedAlone.map(({ code, errors }) => `ended alone (${code}): ${errors}`);
        throw new Error([`seed ${SEED}`, ...told, ...alone].join('\n'), { cause: error });
      }
    },
    FAULTS * 10_000 + 180_000,
  );
});
