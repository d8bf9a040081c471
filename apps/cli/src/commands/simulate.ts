import { Command, Option } from 'commander';
import { simulate, simulatedVersions } from '@wattledger/station-simulator';
import type { SimulatedVersion, SimulationProgress, SimulationSummary, VersionMix } from '@wattledger/station-simulator';
import { Failed } from '../failed.ts';
import { ocppUrlOption, positive, several, wholeNumber } from '../options.ts';

interface SimulateOptions {
  readonly url: string;
  readonly stations: number;
  readonly ocpp: SimulatedVersion | 'mix';
  readonly minutes: number;
  readonly speed: number;
  readonly seed?: number;
  readonly password?: string;
  readonly prefix: string;
  readonly token?: readonly string[];
  readonly json?: boolean;
}

export const simulateCommand = (): Command =>
  new Command('simulate')
    .description(
      'Run realistic stations against a platform: they boot, plug cars in, authorize, charge along a battery curve and stop.',
    )
    .addOption(ocppUrlOption())
    .option('-n, --stations <count>', 'how many stations', wholeNumber, 5)
    .addOption(new Option('--ocpp <version>', 'what they speak').choices([...simulatedVersions, 'mix']).default('mix'))
    .option('-m, --minutes <minutes>', 'how long, by the clock', positive, 1)
    .option('--speed <factor>', 'how many times faster than the clock batteries charge', positive, 60)
    .option('--seed <number>', 'the same seed makes the same cars and drivers', wholeNumber)
    .option('--password <password>', 'Basic authentication, the same for all stations')
    .option('--prefix <text>', 'ids are <prefix>0001 and so on', 'sim-')
    .option('--token <token>', 'tokens the drivers show (repeat, or part with commas)', several)
    .option('--json', 'print the outcome as JSON')
    .action(runSimulation);

async function runSimulation(options: SimulateOptions): Promise<void> {
  const interrupted = new AbortController();
  process.once('SIGINT', () => {
    console.error('\nEnding all sessions …');
    interrupted.abort();
  });
  const show = progressLine();
  const summary = await simulate({
    url: options.url,
    stations: options.stations,
    ...(options.ocpp === 'mix' ? { mix: evenly() } : { version: options.ocpp }),
    minutes: options.minutes,
    timeScale: options.speed,
    idPrefix: options.prefix,
    onProgress: show,
    signal: interrupted.signal,
    ...(options.seed !== undefined && { seed: options.seed }),
    ...(options.password !== undefined && { password: options.password }),
    ...(options.token && { idTags: options.token }),
  });
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  console.log(options.json ? JSON.stringify(summary) : summaryOf(summary));
  if (summary.messagesReceived === 0)
    throw new Failed(`No station got an answer from ${options.url}. ${summary.errorMessages.join('; ')}`);
}

const evenly = (): VersionMix => Object.fromEntries(simulatedVersions.map((version) => [version, 1]));

/** Every second on a terminal, every ten elsewhere. */
function progressLine(): (progress: SimulationProgress) => void {
  let calls = 0;
  return (progress) => {
    const { elapsedSeconds, connected, stations, sessionsRunning, sessionsFinished, energyWh, errors } = progress;
    const line =
      `${elapsedSeconds.toFixed(0).padStart(4)} s  ${connected}/${stations} connected  ${sessionsRunning} charging  ` +
      `${sessionsFinished} finished  ${(energyWh / 1_000).toFixed(1)} kWh${errors > 0 ? `  ${errors} errors` : ''}`;
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
    else if (calls % 10 === 0) process.stderr.write(`${line}\n`);
    calls += 1;
  };
}

function summaryOf(summary: SimulationSummary): string {
  const lines = [
    `${summary.stations} stations, ${summary.sessions.length} sessions, ${(summary.energyWh / 1_000).toFixed(1)} kWh in ${summary.seconds.toFixed(0)} s.`,
    `${summary.messagesSent} messages sent, ${summary.messagesReceived} received, ${summary.undeliveredMessages} undelivered, ${summary.refusedAuthorizations} drivers refused, ${summary.errors} errors.`,
  ];
  return [...lines, ...summary.errorMessages.map((message) => `  ${message}`)].join('\n');
}
