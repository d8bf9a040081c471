/**
 * The load generator: stations with one call outstanding each, in a process of its own.
 *
 * `node test/bench/src/load.ts --url ws://127.0.0.1:9100/ocpp --version 1.6 --mode whole-session --stations 200 --seconds 5`
 *
 * Prints one line of JSON. Modes: the mixes of calls; `connect`: how many stations a second are connected, booted and
 * answered; `idle`: connects and boots, prints, and holds the connections until its standard input ends.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Arguments } from './arguments.ts';
import { Histogram } from './histogram.ts';
import { LoadStation } from './load-station.ts';
import type { LoadReport } from './load-report.ts';
import { benchVersions, mixes, scriptOf } from './scripts.ts';

const CONNECTING_TOGETHER = 50;
const LAST_ANSWERS_WITHIN_MS = 5_000;

const given = new Arguments(['url', 'version', 'mode', 'stations', 'seconds', 'warm-up-seconds', 'prefix']);
const url = given.text('url', 'ws://127.0.0.1:9100/ocpp');
const version = given.choice('version', benchVersions, '1.6');
const mode = given.choice('mode', [...mixes, 'connect', 'idle'] as const, 'whole-session');
const stationCount = given.number('stations', 200);
const seconds = given.number('seconds', 5);
const warmUpSeconds = given.number('warm-up-seconds', 1);
const prefix = given.text('prefix', 'B');

const stations: LoadStation[] = [];
const errors: string[] = [];
let errorCount = 0;
let answered = 0;
let latencies = new Histogram();
let measuring = false;

const listener = {
  answered: (milliseconds: number) => {
    answered += 1;
    if (measuring) latencies.record(milliseconds * 1_000);
  },
  failed: (what: string) => {
    errorCount += 1;
    if (errors.length < 5) errors.push(what);
  },
};

/** Connects and begins all stations, so many at a time. */
async function connectAll(): Promise<void> {
  const script = scriptOf(mode === 'connect' || mode === 'idle' ? 'heartbeat' : mode, version);
  let next = 0;
  const connectSome = async () => {
    while (next < stationCount) {
      const id = `${prefix}-${(next += 1)}`;
      const station = await LoadStation.connect(url, id, `ocpp${version}`, script, listener);
      stations.push(station);
      await station.begin();
    }
  };
  await Promise.all(Array.from({ length: Math.min(CONNECTING_TOGETHER, stationCount) }, connectSome));
}

async function converse(): Promise<LoadReport> {
  await connectAll();
  for (const station of stations) station.go();
  await sleep(warmUpSeconds * 1_000);
  latencies = new Histogram();
  errorCount = 0;
  measuring = true;
  const started = performance.now();
  await sleep(seconds * 1_000);
  measuring = false;
  const elapsed = (performance.now() - started) / 1_000;
  for (const station of stations) station.rest();
  const giveUpAt = Date.now() + LAST_ANSWERS_WITHIN_MS;
  while (stations.some(({ isOutstanding }) => isOutstanding) && Date.now() < giveUpAt) await sleep(10);
  return report(latencies.count, elapsed);
}

async function connect(): Promise<LoadReport> {
  measuring = true;
  const started = performance.now();
  await connectAll();
  return report(stationCount, (performance.now() - started) / 1_000);
}

function report(count: number, elapsed: number): LoadReport {
  const milliseconds = (microseconds: number) => Math.round(microseconds) / 1_000;
  return {
    mode,
    version,
    stations: stationCount,
    seconds: elapsed,
    count,
    perSecond: count / elapsed,
    answered,
    latencyMs: {
      p50: milliseconds(latencies.percentile(0.5)),
      p99: milliseconds(latencies.percentile(0.99)),
      max: milliseconds(latencies.max),
    },
    unanswered: stations.filter(({ isOutstanding }) => isOutstanding).length,
    errors: errorCount,
    errorSamples: errors,
  };
}

const measured = mode === 'connect' || mode === 'idle' ? await connect() : await converse();
console.log(JSON.stringify(measured));
if (mode === 'idle') await new Promise((resolve) => process.stdin.resume().once('end', resolve));
for (const station of stations) station.close();
