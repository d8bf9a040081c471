import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startEventStoreTestServer } from '@wattledger/event-log/testing';
import type { EventStoreTestServer } from '@wattledger/event-log/testing';
import { stringifyJson } from '@wattledger/kernel';
import { Cluster } from '../support/cluster.ts';
import { meters16, secondsFromNow, start16, stop16 } from '../support/frames.ts';
import { describeWithNetworks, Machine } from '../support/networks.ts';
import type { Link } from '../support/networks.ts';
import { PlatformProgram } from '../support/program.ts';
import { RawStation } from '../support/raw-station.ts';
import { ADMIN_KEY } from '../support/test-platform.ts';
import type { TestPlatform } from '../support/test-platform.ts';

/** `WATTLEDGER_TEST_OUTAGE_SECONDS=60` for a full minute, in which the connection itself is given up. */
const OUTAGE_SECONDS = Number(process.env['WATTLEDGER_TEST_OUTAGE_SECONDS'] ?? 0);

/** A gateway with a machine of its own, and two cables: to the store, and to its stations. */
interface Site {
  readonly machine: Machine;
  readonly toStore: Link;
  readonly ocppUrl: string;
  readonly program: PlatformProgram;
}

describeWithNetworks('gateways on machines of their own', () => {
  /** Of this repository, whatever servers are named: links to it are taken down. */
  let server: EventStoreTestServer;
  let cluster: Cluster;
  let rows: TestPlatform;
  const sites: Site[] = [];
  const site = (index: 0 | 1): Site => {
    const found = sites[index];
    if (!found) throw new Error('There are two');
    return found;
  };

  const startSite = async (name: string): Promise<Site> => {
    const machine = new Machine(name);
    const [toStore, toStations] = [machine.link(), machine.link()];
    const environment = {
      ...cluster.environment,
      WATTLEDGER_EVENTSTORE_URL: server.connectionString.replace('0.0.0.0', toStore.here),
      WATTLEDGER_ROLES: 'gateway',
      WATTLEDGER_ADMIN_KEY: ADMIN_KEY,
      WATTLEDGER_HOST: '0.0.0.0',
      WATTLEDGER_ALLOW_UNAUTHENTICATED_STATIONS: 'true',
      WATTLEDGER_RECORD_TIMEOUT_SECONDS: String(OUTAGE_SECONDS + 60),
    };
    const program = await new PlatformProgram(rows.folder, environment, machine.within).start();
    return { machine, toStore, ocppUrl: program.ocppUrl.replace('0.0.0.0', toStations.there), program };
  };

  beforeAll(async () => {
    server = await startEventStoreTestServer({ host: '0.0.0.0' });
    cluster = await Cluster.over(server);
    rows = await cluster.node('projector,api');
    sites.push(await startSite('a'), await startSite('b'));
  });
  afterAll(async () => {
    for (const { machine, program } of sites) {
      await program.end('SIGKILL');
      machine.remove();
    }
    await cluster.stop();
  });

  it(
    'one whose packets to the store vanish answers nothing, loses its stations to the other, and goes on when they arrive again',
    async () => {
      const { machine, toStore, ocppUrl } = site(0);
      const old = await RawStation.connect(`${ocppUrl}/moves`);
      const { transactionId } = await old.get('StartTransaction', start16('TAG', 1_000, secondsFromNow(0)));
      const waits = await RawStation.connect(`${ocppUrl}/waits`);
      await waits.get('Heartbeat', {});

      machine.takeDown(toStore);
      old.say(stringifyJson([2, 'late', 'MeterValues', meters16(5_000, 50, secondsFromNow(1), Number(transactionId))]));
      const back = await RawStation.connect(`${site(1).ocppUrl}/moves`);
      await back.get('StopTransaction', stop16(transactionId, 8_500, secondsFromNow(2)));
      const lost = await cluster.stationIs(rows, 'waits', ({ connected }) => !connected);
      expect(lost.disconnectCause).toBe('gateway-died');
      await sleep(OUTAGE_SECONDS * 1_000);
      expect(old.unexpected).toEqual([]);

      machine.takeDown(toStore, false);
      const taken = { code: 4001, reason: 'another gateway has this station' };
      expect(await old.closed()).toMatchObject(taken);
      expect(old.unexpected).toEqual([]);
      expect((await cluster.events('moves')).filter(({ metadata }) => metadata.messageId === 'late')).toEqual([]);
      await back.get('Heartbeat', {});
      waits.say(stringifyJson([2, 'after', 'Heartbeat', {}]));
      expect(await waits.closed()).toMatchObject(taken);
      const again = await RawStation.connect(`${ocppUrl}/waits`);
      await again.get('Heartbeat', {});
      await cluster.stationIs(rows, 'waits', ({ connected }) => connected);
      await cluster.isProven();
    },
    OUTAGE_SECONDS * 1_000 + 120_000,
  );
});
