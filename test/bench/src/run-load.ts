import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { LoadReport } from './load-report.ts';

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
