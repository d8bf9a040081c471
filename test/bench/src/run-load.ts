import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { LoadReport } from './load-report.ts';
import type { RunningSubject } from './subject.ts';

const LOAD = fileURLToPath(new URL('load.ts', import.meta.url));

export interface LoadOrder {
  readonly url: string;
  readonly version: string;
  readonly mode: string;
  readonly stations: number;
  readonly seconds?: number;
  readonly warmUpSeconds?: number;
}

/** Runs the load generator in its own process; what `meanwhile` does happens while its connections are still open. */
export async function runLoad(order: LoadOrder, meanwhile?: () => Promise<void>): Promise<LoadReport> {
  const { url, version, mode, stations, seconds = 1, warmUpSeconds = 1 } = order;
  const options = { url, version, mode, stations, seconds, 'warm-up-seconds': warmUpSeconds };
  const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(process.execPath, [LOAD, ...words], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const line = once(createInterface(child.stdout), 'line');
  const failed = exited.then(([code]) => {
    if (code !== 0)
      throw new Error(`The load generator ended with code ${code} (${mode}, OCPP ${version}, ${stations} stations)`);
    return line;
  });
  const [text] = await Promise.race([line, failed]);
  const report: LoadReport = JSON.parse(String(text));
  await meanwhile?.();
  child.stdin.end();
  await exited;
  return report;
}

export interface Measured extends LoadReport {
  /** Processor time of the server; less at the mercy of what else the machine does. NaN where it is not told. */
  readonly cpuMicrosPerCall: number;
}

/** Runs the load generator, and looks at what it costs the server. */
export async function runMeasured(server: RunningSubject, order: Omit<LoadOrder, 'url'>): Promise<Measured> {
  const before = server.cpuSeconds();
  const report = await runLoad({ ...order, url: server.ocppUrl });
  const after = server.cpuSeconds();
  const cpuSeconds = before === undefined || after === undefined ? Number.NaN : after - before;
  return { ...report, cpuMicrosPerCall: (cpuSeconds * 1e6) / report.answered };
}
