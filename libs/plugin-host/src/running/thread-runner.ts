import { isDeepStrictEqual } from 'node:util';
import type { DecisionPoint, Question } from '@wattledger/charging';
import type { Position, StoredEvent } from '@wattledger/event-log';
import type { Json, JsonObject } from '@wattledger/kernel';
import type { PluginDescription } from '../loading/description.ts';
import { VoterAway } from '../voter-away.ts';
import type { ConfigurationName, PluginRunner, Reading, ReadTerms, RunnerOptions, RunnerState } from './runner.ts';
import { defaultLimits, WorkerThread } from './worker-thread.ts';
import type { WorkerLimits } from './worker-thread.ts';

const FIRST_BACKOFF_MS = 100;
const LONGEST_BACKOFF_MS = 60_000;
/** A thread that lived so long was well: one that ends after every vote is not started ten times a second. */
const LIVED_WELL_MS = 30_000;
/** How often a thread that reads the history is asked whether it is still there. */
const LOOK_AFTER_MS = 2_000;
const CONFIGURE_MS = 5_000;

export interface ThreadRunnerOptions extends RunnerOptions {
  readonly url: string;
  readonly limits?: Partial<WorkerLimits>;
}

/**
 * Runs a plugin in a thread of its own, and in a new one when that ends or is stuck: later and later the more often, at once again after it
 * has lived for a while.
 *
 * What a plugin does in its thread, an endless loop, a leak or an exit included, costs whoever asked it the budget, and nobody else anything.
 */
export class ThreadRunner implements PluginRunner {
  private known: PluginDescription | undefined;
  private readonly options: ThreadRunnerOptions;
  private readonly limits: WorkerLimits;
  private thread: WorkerThread | undefined;
  private configured: { readonly config: JsonObject; readonly name: ConfigurationName } = { config: {}, name: 'file' };
  private restarts = 0;
  private startedAt = 0;
  private lastEnd: RunnerState['lastEnd'];
  private backoffMs = FIRST_BACKOFF_MS;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;
  private part: string | undefined;
  private readonly parked = new Map<string, string>();

  /** @throws Fault `plugin-not-loaded`, `plugin-invalid`, `plugin-sdk-mismatch` */
  static async start(options: ThreadRunnerOptions): Promise<ThreadRunner> {
    const runner = new ThreadRunner(options);
    await runner.open();
    return runner;
  }

  private constructor(options: ThreadRunnerOptions) {
    this.options = options;
    this.limits = { ...defaultLimits, ...options.limits };
  }

  get description(): PluginDescription {
    if (!this.known) throw new Error(`${this.options.use} has not been loaded`);
    return this.known;
  }

  get state(): RunnerState {
    const { restarts, lastEnd } = this;
    return { running: this.thread !== undefined, restarts, ...(lastEnd && { lastEnd }) };
  }

  async check(config: JsonObject): Promise<string | undefined> {
    return flawIn(await this.ask({ ask: 'check', config }));
  }

  async configure(config: JsonObject, name: ConfigurationName): Promise<string | undefined> {
    const flaw = flawIn(await this.ask({ ask: 'configure', config, name }));
    if (flaw === undefined) this.configured = { config, name };
    return flaw;
  }

  async readTerms(terms: JsonObject): Promise<ReadTerms | undefined> {
    return (await this.ask({ ask: 'readTerms', terms })) as ReadTerms | undefined;
  }

  async vote<Point extends DecisionPoint>(
    point: Point,
    question: Question<Point>,
    signal: AbortSignal,
    name: ConfigurationName,
  ): Promise<unknown> {
    return this.running().ask({ ask: 'vote', point, question, name }, signal);
  }

  async resolve(field: string, args: JsonObject, signal: AbortSignal): Promise<Json> {
    return (await this.running().ask({ ask: 'resolve', field, args }, signal)) as Json;
  }

  async openHistory(): Promise<Reading> {
    return (await this.ask({ ask: 'openHistory', parked: this.parked })) as Reading;
  }

  async read(events: readonly StoredEvent[], position: Position): Promise<Reading> {
    const thread = this.running();
    const looking = setInterval(() => void thread.mustAnswer(), LOOK_AFTER_MS);
    try {
      return (await thread.ask({ ask: 'read', events, position })) as Reading;
    } finally {
      clearInterval(looking);
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    const { thread } = this;
    this.thread = undefined;
    await thread?.terminate('the platform stops');
  }

  private async ask(request: Parameters<WorkerThread['ask']>[0]): Promise<unknown> {
    return this.running().ask(request, AbortSignal.timeout(CONFIGURE_MS));
  }

  private running(): WorkerThread {
    if (!this.thread) throw new VoterAway(`its thread is being started again (${this.lastEnd?.reason ?? 'it has not started'})`);
    return this.thread;
  }

  private async open(): Promise<void> {
    const { url, use, log, rowsFile } = this.options;
    const thread = await WorkerThread.start({ url, use, rowsFile, givesWay: this.restarts > 0 }, this.limits, {
      log,
      part: (part) => {
        this.part = part;
      },
      ended: (reason) => this.ended(reason),
    });
    if (this.closed) return thread.terminate('the platform stops');
    this.known ??= thread.description;
    if (!isDeepStrictEqual(thread.description, this.known)) {
      await thread.terminate('its module has changed since the platform was started');
      return;
    }
    this.thread = thread;
    this.startedAt = performance.now();
    if (this.restarts > 0) await this.ask({ ask: 'configure', ...this.configured });
  }

  private ended(reason: string): void {
    if (this.thread && performance.now() - this.startedAt > LIVED_WELL_MS) this.backoffMs = FIRST_BACKOFF_MS;
    this.thread = undefined;
    if (this.closed) return;
    this.lastEnd = { at: new Date().toISOString(), reason };
    if (this.part !== undefined) this.parked.set(this.part, `the thread ended in it: ${reason}`);
    this.part = undefined;
    this.restarts += 1;
    this.options.log(`its thread is started again: ${reason}`, { restarts: this.restarts });
    this.startAgainLater();
  }

  private startAgainLater(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.open().catch((error: unknown) => {
        this.lastEnd = { at: new Date().toISOString(), reason: error instanceof Error ? error.message : String(error) };
        if (!this.closed && !this.thread) this.startAgainLater();
      });
    }, this.backoffMs);
    this.timer.unref();
    this.backoffMs = Math.min(this.backoffMs * 2, LONGEST_BACKOFF_MS);
  }
}

const flawIn = (answer: unknown): string | undefined => (typeof answer === 'string' ? answer : undefined);
