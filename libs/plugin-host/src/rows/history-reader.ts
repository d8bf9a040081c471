import { RecordedEvent } from '@wattledger/event-log/events';
import type { Position, StoredEvent } from '@wattledger/event-log';
import { isJsonObject } from '@wattledger/kernel';
import type { JsonObject } from '@wattledger/kernel';
import type { Plugin, PluginContext, PluginEvent, PluginProjection } from '@wattledger/plugin-sdk';
import type { PluginRowsFile, RowChanges } from './plugin-rows-file.ts';

/** The name under which a plugin's listener keeps its place. */
export const LISTENER = 'onEvent';
const LISTENER_ATTEMPTS = 3;
const LISTENER_MS = 10_000;
const LARGEST_ROW = 256 * 1024;

/** A projection, or the listener, that stands still. */
export interface ParkedPart {
  readonly part: string;
  readonly reason: string;
}

export interface HistoryReaderOptions {
  readonly plugin: Plugin;
  readonly rows: PluginRowsFile;
  readonly config: () => object;
  readonly log: PluginContext['log'];
  /** Told which part is at work, so that one that never ends can be named. */
  readonly onPart: (part: string | undefined) => void;
  /** Parts that are left alone, by the reason. */
  readonly parked: ReadonlyMap<string, string>;
}

/** Feeds one plugin's projections and its listener from the log, in the plugin's thread. */
export class HistoryReader {
  private readonly options: HistoryReaderOptions;
  private readonly positions = new Map<string, Position>();
  private readonly parked: Map<string, string>;

  constructor(options: HistoryReaderOptions) {
    this.options = options;
    this.parked = new Map(options.parked);
    const { plugin, rows } = options;
    for (const { name, version } of plugin.projections ?? []) this.positions.set(name, rows.open(name, version).position);
    if (plugin.onEvent) this.positions.set(LISTENER, rows.open(LISTENER, 0).position);
    for (const [part, reason] of this.parked) rows.park(part, reason);
  }

  /** Everything behind here is still to be read; `undefined`: nothing reads. */
  get position(): Position | undefined {
    const going = [...this.positions].filter(([part]) => !this.parked.has(part)).map(([, position]) => position);
    return going.length === 0 ? undefined : Math.min(...going);
  }

  get parkedParts(): ParkedPart[] {
    return [...this.parked].map(([part, reason]) => ({ part, reason }));
  }

  /** @param position everything up to here has been looked at */
  async read(stored: readonly StoredEvent[], position: Position): Promise<void> {
    // What a newer platform has written cannot be read; a roll-back must not park every plugin.
    const readable = stored.map((each) => new RecordedEvent(each)).filter((event) => !event.isOfNewerVersion);
    const events = readable.map(pluginEvent);
    for (const projection of this.options.plugin.projections ?? []) this.fold(projection, events, position);
    await this.listen(events, position);
    this.options.onPart(undefined);
  }

  private fold(projection: PluginProjection, events: readonly PluginEvent[], position: Position): void {
    const { name } = projection;
    const from = this.positions.get(name) ?? position;
    if (this.parked.has(name) || from >= position) return;
    const { rows, onPart } = this.options;
    const changes = new Map<string, JsonObject | undefined>();
    onPart(name);
    try {
      for (const event of events) {
        if (event.position <= from || !projection.events.includes(event.type)) continue;
        const key = projection.key(event);
        if (key === undefined) continue;
        if (typeof key !== 'string') throw new Error('its key is no text');
        const row = projection.evolve(changes.has(key) ? changes.get(key) : rows.get(name, key), event);
        if (row !== undefined && (!isJsonObject(row) || JSON.stringify(row).length > LARGEST_ROW)) {
          throw new Error('a row must be an object of at most 256 KiB');
        }
        changes.set(key, row);
      }
    } catch (error) {
      return this.park(name, messageOf(error));
    }
    this.advance(name, position, changes);
  }

  private async listen(events: readonly PluginEvent[], position: Position): Promise<void> {
    const { plugin, onPart } = this.options;
    const from = this.positions.get(LISTENER);
    if (!plugin.onEvent || from === undefined || this.parked.has(LISTENER) || from >= position) return;
    onPart(LISTENER);
    for (const event of events) {
      if (event.position > from && plugin.onEvent.types.includes(event.type)) await this.tell(event);
    }
    this.advance(LISTENER, position);
  }

  /** A listener that fails is told again, and then the event is passed over: what it does outside cannot hold the rest up. */
  private async tell(event: PluginEvent): Promise<void> {
    const { plugin, config, log } = this.options;
    for (let attempt = 1; attempt <= LISTENER_ATTEMPTS; attempt += 1) {
      const signal = AbortSignal.timeout(LISTENER_MS);
      const tooLong = new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(new Error(`it took longer than ${LISTENER_MS} ms`)));
      });
      tooLong.catch(() => undefined);
      try {
        await Promise.race([plugin.onEvent?.handle(event, config() as never, { signal, log }), tooLong]);
        return;
      } catch (error) {
        const details = { event: event.id, type: event.type, attempt };
        log(`onEvent failed: ${messageOf(error)}`, details);
      }
    }
  }

  private advance(part: string, position: Position, changes?: RowChanges): void {
    this.options.rows.commit(part, position, changes);
    this.positions.set(part, position);
  }

  private park(part: string, reason: string): void {
    this.parked.set(part, reason);
    this.options.rows.park(part, reason);
    this.options.log(`the projection ${part} stands still: ${reason}`);
  }
}

function pluginEvent({ id, stream, revision, position, type, metadata, data }: RecordedEvent): PluginEvent {
  return { id, stream, revision, position, type, recordedAt: metadata.recordedAt, data };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 500);
