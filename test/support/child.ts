import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { inTime } from './until.ts';

const ROOT = new URL('../../', import.meta.url);

export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

export interface ChildOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** What runs the program in its place, as `ip netns exec` does. */
  readonly within?: readonly string[];
  /** It can be sent messages. */
  readonly hears?: boolean;
}

/** A program of this repository in a process of its own, as the build left it: `npm test` builds first. */
export class Child {
  readonly process: ChildProcess;
  output = '';
  errors = '';
  private readonly ending: Promise<Ended>;

  /** @param file beside this one */
  constructor(file: string, args: readonly string[], { environment = {}, within = [], hears = false }: ChildOptions = {}) {
    const own = Object.entries(process.env).filter(([name]) => !name.startsWith('WATTLEDGER_') && name !== 'NODE_OPTIONS');
    const command = [...within, process.execPath, new URL(file, import.meta.url).pathname, ...args];
    this.process = spawn(command[0] ?? process.execPath, command.slice(1), {
      cwd: ROOT,
      env: { ...Object.fromEntries(own), ...environment },
      stdio: ['pipe', 'pipe', 'pipe', ...(hears ? (['ipc'] as const) : [])],
    });
    this.process.stdout?.on('data', (text: Buffer) => (this.output += String(text)));
    this.process.stderr?.on('data', (text: Buffer) => (this.errors += String(text)));
    this.ending = once(this.process, 'close').then(([code]) => ({ code, output: this.output, errors: this.errors }));
  }

  /** Settles when it has ended, however late that is. */
  gone(): Promise<Ended> {
    return this.ending;
  }

  ended(): Promise<Ended> {
    return inTime('a program to end', this.ending);
  }
}
