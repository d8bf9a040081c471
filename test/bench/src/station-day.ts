import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { SqliteLogReader } from '@wattledger/event-log';
import { rebuildReadModels } from '@wattledger/read-models';
import { LoadStation } from './load-station.ts';
import { dayOf } from './scripts.ts';
import type { BenchVersion } from './scripts.ts';
import type { BenchContext, Section } from './section.ts';

const STATIONS = 40;
const DAY_MS = 86_400_000;

/** What one station leaves behind in a day. */
interface Day {
  readonly version: BenchVersion;
  readonly calls: number;
  readonly events: number;
  readonly logBytes: number;
  readonly indexBytes: number;
  readonly rows: number;
  readonly rowBytes: number;
}

/** What a day of a station takes on the disk: the figures behind the sizing in `docs/operations.md`. Sizes, so that one round is enough. */
export const stationDay: Section = {
  name: 'station-day',
  title: 'A day of a station, on the disk',

  async run(context) {
    const days: Day[] = [];
    for (const version of context.settings.versions) days.push(await dayOnDisk(context, version));
    const kilobytes = (bytes: number) => `${(bytes / 1_000).toFixed(0)} kB`;
    return {
      columns: ['OCPP', 'calls', 'events', 'log', 'per event', 'index', 'rows', 'their size'],
      rows: days.map(({ version, calls, events, logBytes, indexBytes, rows, rowBytes }) => [
        version,
        calls.toFixed(0),
        events.toFixed(0),
        kilobytes(logBytes),
        `${(logBytes / events).toFixed(0)} bytes`,
        kilobytes(indexBytes),
        rows.toFixed(0),
        kilobytes(rowBytes),
      ]),
      notes: [
        `Means of ${STATIONS} stations with an embedded log: a heartbeat every 300 s, four sessions of an hour, a sample a minute.`,
        'Rows made anew and without gaps; with them what a station has from its first boot on, and what an empty file takes.',
      ],
      data: days,
    };
  },
};

async function dayOnDisk({ platformWith, say }: BenchContext, version: BenchVersion): Promise<Day> {
  const folder = await mkdtemp(join(tmpdir(), 'wattledger-bench-day-'));
  try {
    say(`living a day of ${STATIONS} stations of OCPP ${version}`);
    const server = await platformWith('platform', { WATTLEDGER_DATA_DIR: folder }).start();
    let calls = 0;
    const stations: LoadStation[] = [];
    const live = async (url: string): Promise<void> => {
      const listener = {
        answered: () => (calls += 1),
        failed: (what: string) => {
          throw new Error(`A station of the day failed: ${what}`);
        },
      };
      for (let index = 0; index < STATIONS; index += 1) {
        const started = Date.now() - DAY_MS;
        stations.push(await LoadStation.connect(url, `day-${index}`, `ocpp${version}`, dayOf(version), listener, started));
      }
      await Promise.all(stations.map((station) => station.begin()));
    };
    await live(server.ocppUrl);
    for (const station of stations) station.close();
    await server.stop();
    return { version, calls: calls / STATIONS, ...(await measured(folder)) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measured(folder: string): Promise<Omit<Day, 'version' | 'calls'>> {
  const log = new SqliteLogReader(folder);
  let events = 0;
  for await (const { stream } of log.readAll()) events += stream.startsWith('station-') ? 1 : 0;
  await rebuildReadModels({ log, dataFolder: folder });
  log.close();
  const rows = contentOf(join(folder, 'read-models.sqlite'));
  return {
    events: events / STATIONS,
    logBytes: (await bytesOf(join(folder, 'events.sqlite'))) / STATIONS,
    indexBytes: (await bytesOf(join(folder, 'events-index.sqlite'))) / STATIONS,
    rows: rows.rows / STATIONS,
    rowBytes: rows.bytes / STATIONS,
  };
}

/** With what has not been moved from the write-ahead log yet. */
async function bytesOf(file: string): Promise<number> {
  const wal = `${file}-wal`;
  return (await stat(file)).size + (existsSync(wal) ? (await stat(wal)).size : 0);
}

/** All rows, and what they and their indexes take. */
function contentOf(file: string): { readonly rows: number; readonly bytes: number } {
  const database = new Database(file, { readonly: true });
  const names = database.prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all();
  const rows = names.reduce((sum, name) => sum + (database.prepare(`SELECT count(*) FROM "${name}"`).pluck().get() as number), 0);
  const pages = database.pragma('page_count', { simple: true }) as number;
  const free = database.pragma('freelist_count', { simple: true }) as number;
  const size = database.pragma('page_size', { simple: true }) as number;
  database.close();
  return { rows, bytes: (pages - free) * size };
}
