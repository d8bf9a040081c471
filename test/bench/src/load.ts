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
import type { LoadPeriod, LoadReport } from './load-report.ts';
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
/** What is being measured now. */
let latencies: Histogram | undefined;

const listener = {
  answered: (milliseconds: number) => {
    answered += 1;
    latencies?.record(milliseconds * 1_000);
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

/** What is answered from now on, for so long. */
async function measure(forSeconds: number): Promise<LoadPeriod> {
  const histogram = (latencies = new Histogram());
  const started = performance.now();
  await sleep(forSeconds * 1_000);
  latencies = undefined;
  return period(histogram, (performance.now() - started) / 1_000);
}

async function converse(): Promise<LoadReport> {
  const first = measure(Math.min(seconds, warmUpSeconds));
  await connectAll();
  for (const station of stations) station.go();
  await Promise.all([first, sleep(warmUpSeconds * 1_000)]);
  errorCount = 0;
  const measured = await measure(seconds);
  for (const station of stations) station.rest();
  const giveUpAt = Date.now() + LAST_ANSWERS_WITHIN_MS;
  while (stations.some(({ isOutstanding }) => isOutstanding) && Date.now() < giveUpAt) await sleep(10);
  return { ...report(measured), first: await first };
}

async function connect(): Promise<LoadReport> {
  const histogram = (latencies = new Histogram());
  const started = performance.now();
  await connectAll();
  const elapsed = (performance.now() - started) / 1_000;
  return report({ ...period(histogram, elapsed), count: stationCount, perSecond: stationCount / elapsed });
}

function period(histogram: Histogram, elapsed: number): LoadPeriod {
  const milliseconds = (share: number) => Math.round(histogram.percentile(share)) / 1_000;
  return {
    seconds: elapsed,
    count: histogram.count,
    perSecond: histogram.count / elapsed,
    latencyMs: { p50: milliseconds(0.5), p99: milliseconds(0.99), max: milliseconds(1) },
  };
}

const report = (measured: LoadPeriod): LoadReport => ({
  mode,
  version,
  stations: stationCount,
  ...measured,
  answered,
  unanswered: stations.filter(({ isOutstanding }) => isOutstanding).length,
  errors: errorCount,
  errorSamples: errors,
});

const measured = mode === 'connect' || mode === 'idle' ? await connect() : await converse();
console.log(JSON.stringify(measured));
if (mode === 'idle') await new Promise((resolve) => process.stdin.resume().once('end', resolve));
for (const station of stations) station.close();
