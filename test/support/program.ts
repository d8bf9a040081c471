import { Beside } from './beside.ts';
import { Child } from './child.ts';
import type { Ended } from './child.ts';
import { RunningPlatform } from './running-platform.ts';
import { until } from './until.ts';

const MAIN = new URL('../../apps/platform/dist/main.js', import.meta.url).href;

/** The `wattledger` command, run to its end. */
export const wattledger = (args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  new Child('run-cli.ts', args, { environment }).ended();

/** The `wattledger` command while it runs: ended by the caller. */
export function wattledgerRunning(args: readonly string[]): { lines: () => string[]; end: () => Promise<Ended> } {
  const child = new Child('run-cli.ts', args);
  return {
    lines: () => child.output.split('\n').filter((line) => line !== ''),
    end: () => {
      child.process.kill('SIGINT');
      return child.ended();
    },
  };
}

/** The platform as `npm start` runs it, in a process that can be killed. */
export class PlatformProgram extends RunningPlatform {
  readonly folder: string;
  readonly beside: Beside;
  private readonly child: Child;

  /**
   * Loads the program; it does nothing before {@link start}.
   *
   * @param within what runs it in its place, as `ip netns exec` does
   */
  constructor(folder: string, environment: Readonly<Record<string, string>> = {}, within: readonly string[] = []) {
    super();
    this.folder = folder;
    this.beside = new Beside({ dataFolder: folder });
    this.child = new Child('waiting-program.ts', [], {
      within,
      environment: {
        WATTLEDGER_DATA_DIR: folder,
        WATTLEDGER_ROLES: 'gateway,projector,api',
        WATTLEDGER_HOST: '127.0.0.1',
        WATTLEDGER_HTTP_PORT: '0',
        WATTLEDGER_OCPP_PORT: '0',
        ...environment,
      },
    });
  }

  /** Settles when it has greeted, or ended without. */
  async start(): Promise<this> {
    this.run();
    await until('the platform to greet', () => this.child.output.includes('/metrics') || this.child.process.exitCode !== null);
    return this;
  }

  /** Starts it and waits for nothing. */
  run(): void {
    this.child.process.stdin?.write(`${MAIN}\n`);
  }

  get greeting(): string {
    return this.child.output;
  }

  get ocppUrl(): string {
    return /ws:\/\/\S+\/ocpp/.exec(this.greeting)?.[0] ?? this.didNotStart();
  }

  get httpUrl(): string {
    return /(http:\S+)\/metrics/.exec(this.greeting)?.[1] ?? this.didNotStart();
  }

  /** Sends a signal that does not end it. */
  signal(signal: NodeJS.Signals): void {
    this.child.process.kill(signal);
  }

  /** Sends a signal, and waits for the end. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    this.child.process.kill(signal);
    return this.child.ended();
  }

  ended(): Promise<Ended> {
    return this.child.ended();
  }

  /** Settles when it has ended, however late that is. */
  gone(): Promise<Ended> {
    return this.child.gone();
  }

  private didNotStart(): never {
    throw new Error(`The platform did not start: ${this.child.output}${this.child.errors}`);
  }
}
