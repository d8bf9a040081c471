import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** A server that is measured. It is started anew for every run, so that no run inherits anything. */
export interface Subject {
  readonly name: string;
  start(): Promise<RunningSubject>;
}

export interface RunningSubject {
  /** Stations append `/<id>`. */
  readonly ocppUrl: string;
  /** From the start of the process until it serves. */
  readonly readySeconds: number;
  /** Resident memory in bytes; undefined where the machine does not tell (neither Linux nor `ps`). */
  residentBytes(): Promise<number | undefined>;
  /** Processor time used so far, all threads; undefined where the machine is not Linux. */
  cpuSeconds(): number | undefined;
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 10_000;
const BARE_SERVER = fileURLToPath(new URL('bare-server.ts', import.meta.url));

/** The yardstick of {@link file://./bare-server.ts}. */
export const bareServer = (name = 'bare ws'): Subject => ({
  name,
  async start() {
    const started = performance.now();
    const child = spawn(process.execPath, [BARE_SERVER, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const { port }: { port: number } = JSON.parse(await firstLineOf(child));
    return running(child, `ws://127.0.0.1:${port}/ocpp`, (performance.now() - started) / 1_000);
  },
});

/** The platform, built, with an empty data folder of its own that is removed afterwards. */
export const platform = (
  command: readonly [string, ...string[]],
  name = 'platform',
  environment: Readonly<Record<string, string>> = {},
): Subject => ({
  name,
  async start() {
    const dataDir = await mkdtemp(join(tmpdir(), 'wattledger-bench-'));
    const [ocppPort, httpPort] = await freePorts();
    const [program, ...programArguments] = command;
    const started = performance.now();
    const child = spawn(program === 'node' ? process.execPath : program, programArguments, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        NODE_ENV: 'production',
        WATTLEDGER_DATA_DIR: dataDir,
        WATTLEDGER_HOST: '127.0.0.1',
        WATTLEDGER_OCPP_PORT: String(ocppPort),
        WATTLEDGER_HTTP_PORT: String(httpPort),
        WATTLEDGER_LOG_LEVEL: 'warn',
        ...environment,
      },
    });
    const cleanUp = () => rm(dataDir, { recursive: true, force: true });
    try {
      await ready(child, `http://127.0.0.1:${httpPort}/health/ready`);
    } catch (reason) {
      child.kill('SIGKILL');
      await cleanUp();
      throw reason;
    }
    return running(child, `ws://127.0.0.1:${ocppPort}/ocpp`, (performance.now() - started) / 1_000, cleanUp);
  },
});

function running(child: ChildProcess, ocppUrl: string, readySeconds: number, cleanUp?: () => Promise<void>): RunningSubject {
  return {
    ocppUrl,
    readySeconds,
    residentBytes: () => residentBytesOf(child.pid),
    cpuSeconds: () => cpuSecondsOf(child.pid),
    stop: async () => {
      await stopped(child);
      await cleanUp?.();
    },
  };
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await exited;
  clearTimeout(impatience);
}

async function ready(child: ChildProcess, url: string): Promise<void> {
  const failure = new AbortController();
  child.once('error', (reason) => failure.abort(reason));
  child.once('exit', (code) => failure.abort(new Error(`The platform ended with code ${code} before it was ready`)));
  const giveUpAt = Date.now() + READY_WITHIN_MS;
  while (!failure.signal.aborted && Date.now() < giveUpAt) {
    const response = await fetch(url).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.status === 200) return;
    await sleep(20);
  }
  throw failure.signal.reason ?? new Error(`${url} did not answer 200 within ${READY_WITHIN_MS / 1_000} s`);
}

async function firstLineOf(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('The process has no standard output to read');
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`A process of the benchmark ended with code ${code} before it said anything`);
    }),
  ]);
  return String(line);
}

async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()] as const;
  const portOf = async (server: (typeof servers)[number]) => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const ports: [number, number] = [await portOf(servers[0]), await portOf(servers[1])];
  for (const server of servers) server.close();
  return ports;
}

async function residentBytesOf(pid: number | undefined): Promise<number | undefined> {
  if (pid === undefined) return undefined;
  const status = `/proc/${pid}/status`;
  if (existsSync(status)) {
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(status, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1_024;
  }
  const ps = spawn('ps', ['-o', 'rss=', '-p', String(pid)], { stdio: ['ignore', 'pipe', 'ignore'] });
  const line = await firstLineOf(ps).catch(() => undefined);
  return line === undefined ? undefined : Number(line.trim()) * 1_024;
}

const TICKS_PER_SECOND = 100;

/** Fields 14 and 15 of proc(5) `stat`, counted behind the name of the program, which may hold blanks. */
function cpuSecondsOf(pid: number | undefined): number | undefined {
  const stat = `/proc/${pid}/stat`;
  if (pid === undefined || !existsSync(stat)) return undefined;
  const text = readFileSync(stat, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
