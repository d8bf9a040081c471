import { OPEN_COMMANDS_STREAM, platformData } from '@wattledger/charging';
import { BEFORE_FIRST, newEvent, RecordedEvent } from '@wattledger/event-log';
import type { Ledger, Position } from '@wattledger/event-log';
import type { Clock, JsonObject } from '@wattledger/kernel';
import { LONGEST_EXPIRY_SECONDS } from '../command-desk.ts';
import { evolveCommand } from './open-command.ts';
import type { CommandStreams, OpenCommand } from './open-command.ts';

/** Where the commands are taken up by a process that starts. */
export interface StartingPoint {
  readonly open: readonly OpenCommand[];
  /** From here on the log is followed. */
  readonly after: Position;
}

/**
 * A note is worth its event after so many events of commands, after more where it names more commands, or after so long when the log has grown
 * meanwhile.
 */
const EVENTS_PER_NOTE = 500;
const NOTE_EVERY_MS = 300_000;
const GROWN = 10_000;
/** More do not fit into an event; the note before then stays the newest. */
const MOST_COMMANDS = 20_000;
const READ_AT_ONCE = 100;
const KEPT_NOTES = 2;

/**
 * Notes in the log which commands are open, so that a process that starts reads what has happened since the newest note instead of
 * everything: no rows are needed for it. Every process writes them and heeds those of the others.
 */
export class OpenCommandsNote {
  private readonly ledger: Ledger;
  private readonly streams: CommandStreams;
  private readonly clock: Clock;
  private upTo: Position = BEFORE_FIRST;
  private notedMs = 0;
  private events = 0;

  constructor(ledger: Ledger, streams: CommandStreams, clock: Clock) {
    this.ledger = ledger;
    this.streams = streams;
    this.clock = clock;
  }

  /** What was open when the newest note was written; without one, what was asked for within the longest time a command may wait. */
  async start(): Promise<StartingPoint> {
    for await (const event of this.ledger.read(OPEN_COMMANDS_STREAM, { direction: 'backwards', limit: 1 })) {
      const { upTo, commandIds } = platformData('OpenCommandsNoted', event.data as JsonObject);
      this.noticed(upTo);
      return { open: await this.readAll(commandIds), after: upTo };
    }
    const after = await this.ledger.log.head();
    return { open: await this.findOpen(after), after };
  }

  /** Another process has written a note, or this one. */
  noticed(upTo: Position): void {
    this.upTo = Math.max(this.upTo, upTo);
    this.notedMs = this.clock().getTime();
    this.events = 0;
  }

  /** Everything up to here is in `commands`, by their ids; written down when that is worth an event. */
  async reached(position: Position, events: number, commands: ReadonlyMap<string, unknown>): Promise<void> {
    this.events += events;
    const grown = position - this.upTo >= GROWN;
    const isWorthIt = this.events >= Math.max(EVENTS_PER_NOTE, commands.size);
    const due = isWorthIt || (grown && this.clock().getTime() - this.notedMs >= NOTE_EVERY_MS);
    if (due) await this.write(position, [...commands.keys()]);
  }

  /** The process stops. */
  async last(position: Position, commandIds: readonly string[]): Promise<void> {
    if (this.events > 0 || position - this.upTo >= GROWN) await this.write(position, commandIds);
  }

  private async write(upTo: Position, commandIds: readonly string[]): Promise<void> {
    if (commandIds.length > MOST_COMMANDS || upTo <= this.upTo) return;
    this.noticed(upTo);
    const end = await this.ledger.head(OPEN_COMMANDS_STREAM);
    // Where another process was quicker, its note does as well.
    const outcome = await this.ledger.record(end, [newEvent('OpenCommandsNoted', { upTo, commandIds })]);
    if (outcome.outcome === 'recorded' && end.revision === -1)
      await this.ledger.log.writeStreamMetadata(OPEN_COMMANDS_STREAM, { maxCount: KEPT_NOTES });
  }

  private async readAll(commandIds: readonly string[]): Promise<OpenCommand[]> {
    const open: OpenCommand[] = [];
    for (let from = 0; from < commandIds.length; from += READ_AT_ONCE) {
      const some = await Promise.all(
        commandIds.slice(from, from + READ_AT_ONCE).map((commandId) => this.streams.read(commandId)),
      );
      open.push(...some.filter((command) => command !== undefined));
    }
    return open;
  }

  /** The first versions did not say who takes a command: whether it was sent is then in the station's stream alone. */
  private async findOpen(head: Position): Promise<OpenCommand[]> {
    const ended = new Set<string>();
    const open: OpenCommand[] = [];
    const oldest = this.clock().getTime() - LONGEST_EXPIRY_SECONDS * 1_000;
    const filter = { streamPrefixes: ['command-'] };
    for await (const stored of this.ledger.log.readAll({ direction: 'backwards', filter })) {
      const event = new RecordedEvent(stored);
      if (Date.parse(event.metadata.recordedAt) < oldest) break;
      if (event.position > head) continue;
      const command = evolveCommand(undefined, event);
      if (command && !ended.has(event.stream)) open.push({ ...command, taken: {} });
      else if (event.type !== 'CommandTaken') ended.add(event.stream);
    }
    // A note spares the next start this search.
    this.events = open.length > 0 ? Math.max(EVENTS_PER_NOTE, open.length) : 0;
    return open;
  }
}
