import { extname } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { pluginErrors, pluginFault } from '../errors.ts';
import type { PluginDescription } from '../loading/description.ts';
import { VoterAway } from '../voter-away.ts';
import type { FromWorker, PluginRequest, PluginWorkerData, ToWorker } from './worker-protocol.ts';

export interface WorkerLimits {
  /** How long the plugin may take to load. */
  readonly loadMs: number;
  /** How long a thread that owes an answer may leave a ping unanswered. */
  readonly pongMs: number;
  readonly heapMb: number;
}

export const defaultLimits: WorkerLimits = { loadMs: 10_000, pongMs: 250, heapMb: 128 };
const LONGEST_LINE = 1_000;
const START_MS = 60_000;

export interface WorkerListener {
  log(message: string, details?: object): void;
  part(part: string | undefined): void;
  /** It has ended, of itself or because it was ended. Told once. */
  ended(reason: string): void;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** One life of a plugin's thread: requests go in, answers come out, and at the end everybody who waits is told. */
export class WorkerThread {
  readonly description: PluginDescription;
  private readonly worker: Worker;
  private readonly limits: WorkerLimits;
  private readonly listener: WorkerListener;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private end: string | undefined;
  private pinging = false;

  /**
   * Starts a thread and loads the plugin in it.
   *
   * @throws Fault `plugin-not-loaded`, `plugin-invalid`, `plugin-sdk-mismatch`
   */
  static async start(data: PluginWorkerData, limits: WorkerLimits, listener: WorkerListener): Promise<WorkerThread> {
    const worker = newWorker(data, limits);
    captureOutput(worker.stdout, (line) => listener.log(line));
    captureOutput(worker.stderr, (line) => listener.log(line));
    try {
      return new WorkerThread(worker, await loaded(worker, data.use, limits.loadMs), limits, listener);
    } catch (error) {
      await worker.terminate();
      throw error;
    }
  }

  private constructor(worker: Worker, description: PluginDescription, limits: WorkerLimits, listener: WorkerListener) {
    this.worker = worker;
    this.description = description;
    this.limits = limits;
    this.listener = listener;
    worker.removeAllListeners('message').removeAllListeners('error').removeAllListeners('exit');
    worker.on('message', (message: FromWorker) => this.hear(message));
    worker.on('error', (error: unknown) => this.over(`it died: ${error instanceof Error ? error.message : String(error)}`));
    worker.on('exit', (code) => this.over(`it ended itself (exit code ${code})`));
    worker.unref();
  }

  /** @param signal aborted when nobody waits for the answer any more; a thread that is then stuck is ended */
  ask(request: PluginRequest, signal?: AbortSignal): Promise<unknown> {
    if (this.end !== undefined) return Promise.reject(new VoterAway(this.end));
    this.lastId += 1;
    const id = this.lastId;
    const answer = new Promise<unknown>((resolve, reject) => this.waiting.set(id, { resolve, reject }));
    this.post({ id, request });
    signal?.addEventListener('abort', () => this.giveUp(id), { once: true });
    return answer;
  }

  /** Ends the thread unless it answers a ping. */
  async mustAnswer(): Promise<void> {
    if (this.pinging || this.end !== undefined) return;
    this.pinging = true;
    try {
      const external = await this.pong();
      if (external === undefined) await this.terminate('it did not come to an end, and was ended');
      else if (external > this.limits.heapMb * 1024 * 1024 * 2) await this.terminate('it took more memory than it may have');
    } finally {
      this.pinging = false;
    }
  }

  async terminate(reason: string): Promise<void> {
    this.over(reason);
    await this.worker.terminate();
  }

  private giveUp(id: number): void {
    const waiting = this.take(id);
    if (!waiting || this.end !== undefined) return;
    waiting.reject(new Error('it had not answered in time'));
    this.post({ id, cancel: true });
    void this.mustAnswer();
  }

  private async pong(): Promise<number | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<undefined>((resolve) => {
      // If this thread was the slow one, the pong lies in its queue: that is looked at before the next turn's end.
      timer = setTimeout(() => setImmediate(() => setImmediate(() => resolve(undefined))), this.limits.pongMs);
    });
    const pong = this.ask({ ask: 'ping' }).then(
      (external) => Number(external),
      () => 0,
    );
    const heard = await Promise.race([pong, silence]);
    clearTimeout(timer);
    return heard;
  }

  private post(message: ToWorker): void {
    this.worker.postMessage(message);
  }

  private hear(message: FromWorker): void {
    switch (message.say) {
      case 'answer':
        return this.take(message.id)?.resolve(message.value);
      case 'threw':
        return this.take(message.id)?.reject(new Error(message.message));
      case 'log':
        return this.listener.log(message.message, message.details);
      case 'part':
        return this.listener.part(message.part);
      default:
        return undefined;
    }
  }

  private take(id: number): Waiting | undefined {
    const found = this.waiting.get(id);
    this.waiting.delete(id);
    return found;
  }

  private over(reason: string): void {
    if (this.end !== undefined) return;
    this.end = `its thread is gone: ${reason}`;
    for (const { reject } of this.waiting.values()) reject(new Error(this.end));
    this.waiting.clear();
    this.listener.ended(reason);
  }
}

/** The thread runs from the same tree as this file: source under test, the build in production. */
function newWorker(workerData: PluginWorkerData, { heapMb }: WorkerLimits): Worker {
  const extension = extname(import.meta.url);
  return new Worker(new URL(`./plugin.worker${extension}`, import.meta.url), {
    workerData,
    execArgv: ['--disable-warning=ExperimentalWarning', ...(extension === '.ts' ? ['--conditions=@wattledger/source'] : [])],
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('WATTLEDGER_'))),
    resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 16 },
    stdout: true,
    stderr: true,
  });
}

async function loaded(worker: Worker, use: string, loadMs: number): Promise<PluginDescription> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve, reject) => {
      const no = (what: string) =>
        reject(pluginFault('plugin-not-loaded', `The plugin ${use} cannot be loaded (field \`use\`): ${what}.`));
      const within = (ms: number, what: string) => {
        clearTimeout(timer);
        timer = setTimeout(() => no(what), ms);
      };
      within(START_MS, `its thread had not started after ${START_MS} ms`);
      worker.once('error', (error: unknown) => no(error instanceof Error ? error.message : String(error)));
      worker.once('exit', (code) => no(`it ended itself (exit code ${code})`));
      worker.on('message', (message: FromWorker) => {
        // What a busy machine needs to start a thread is not the plugin's fault.
        if (message.say === 'loading') within(loadMs, `it had not come to an end after ${loadMs} ms`);
        if (message.say === 'loaded') resolve(message.description as PluginDescription);
        if (message.say === 'not-loaded') reject(pluginFault(knownCode(message.code), message.message));
      });
    });
  } finally {
    clearTimeout(timer);
  }
}

const knownCode = (code: string): keyof typeof pluginErrors =>
  code in pluginErrors ? (code as keyof typeof pluginErrors) : 'plugin-not-loaded';

function captureOutput(output: Readable, write: (line: string) => void): void {
  createInterface({ input: output }).on('line', (line) => {
    if (line.trim() !== '') write(line.slice(0, LONGEST_LINE));
  });
}
