import { commandStream, OPEN_COMMANDS_STREAM, platformData } from '@wattledger/charging';
import { BEFORE_FIRST, newEvent, RecordedEvent } from '@wattledger/event-log';
import type { Ledger, Position, Sealer } from '@wattledger/event-log';
import type { Clock, JsonObject } from '@wattledger/kernel';
import { holdsSecrets, LONGEST_EXPIRY_SECONDS } from '../command-desk.ts';
import { evolveCommand, isEnd } from './open-command.ts';
import type { OpenCommand } from './open-command.ts';

/** Where the commands are taken up by a process that starts. */
export interface StartingPoint {
  /** Those that have ended meanwhile too where they held secrets, which a process that died may not have forgotten. */
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
  private readonly sealer: Sealer;
  private readonly clock: Clock;
  private upTo: Position = BEFORE_FIRST;
  private notedMs = 0;
  private events = 0;

  constructor(ledger: Ledger, sealer: Sealer, clock: Clock) {
    this.ledger = ledger;
    this.sealer = sealer;
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
    await this.ledger.recordKeeping(KEPT_NOTES, end, [newEvent('OpenCommandsNoted', { upTo, commandIds })]);
  }

  private async readAll(commandIds: readonly string[]): Promise<OpenCommand[]> {
    const open: OpenCommand[] = [];
    for (let from = 0; from < commandIds.length; from += READ_AT_ONCE) {
      const some = await Promise.all(commandIds.slice(from, from + READ_AT_ONCE).map((commandId) => this.read(commandId)));
      open.push(...some.filter((command) => command !== undefined));
    }
    return open;
  }

  private async read(commandId: string): Promise<OpenCommand | undefined> {
    let asked: OpenCommand | undefined;
    let command: OpenCommand | undefined;
    for await (const event of this.ledger.read(commandStream(commandId))) {
      command = evolveCommand(command, event);
      asked ??= command;
      if (!command) return isEnd(event) ? this.unforgotten(asked) : undefined;
    }
    return command;
  }

  /** As it was asked for: whoever would take it up finds that it has ended. */
  private unforgotten(asked: OpenCommand | undefined): OpenCommand | undefined {
    return asked && holdsSecrets(this.sealer, asked.requested) ? asked : undefined;
  }

  /** The first versions did not say who takes a command: whether it was sent is then in the station's stream alone. */
  private async findOpen(head: Position): Promise<OpenCommand[]> {
    /** Of those that are over, whether they have ended for all that is known here. */
    const over = new Map<string, boolean>();
    const open: OpenCommand[] = [];
    const oldest = this.clock().getTime() - LONGEST_EXPIRY_SECONDS * 1_000;
    const filter = { streamPrefixes: ['command-'] };
    for await (const stored of this.ledger.log.readAll({ direction: 'backwards', filter })) {
      const event = new RecordedEvent(stored);
      if (Date.parse(event.metadata.recordedAt) < oldest) break;
      if (event.position > head) continue;
      const command = evolveCommand(undefined, event);
      if (!command && event.type !== 'CommandTaken') over.set(event.stream, isEnd(event));
      if (!command) continue;
      const ended = over.get(event.stream);
      const known = ended === undefined ? { ...command, taken: {} } : ended ? this.unforgotten(command) : undefined;
      if (known) open.push(known);
    }
    // A note spares the next start this search.
    this.events = open.length > 0 ? Math.max(EVENTS_PER_NOTE, open.length) : 0;
    return open;
  }
}
