import { OPEN_COMMANDS_STREAM, idInStream, platformData } from '@wattledger/charging';
import { BEFORE_FIRST, RecordedEvent } from '@wattledger/event-log';
import type { Ledger, Position, Sealer } from '@wattledger/event-log';
import type { Clock, JsonObject } from '@wattledger/kernel';
import { forgetSecrets } from '../command-desk.ts';
import { refuseCommand } from '../errors.ts';
import { callOf, CommandStreams, evolveCommand, isConnected, isEnd } from './open-command.ts';
import type { CommandEnd, OpenCommand } from './open-command.ts';
import { OpenCommandsNote } from './open-commands-note.ts';

export interface KeeperServices {
  readonly ledger: Ledger;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly log: Record<'warn' | 'error', (details: object, message: string) => void>;
  /** Names this process. */
  readonly node: string;
  /** Whether another process is there, or may be. */
  readonly isAlive: (node: string) => boolean;
  /** Of several processes one ends a command: each hesitates up to so long, and sees when another was quicker. 0: there is one. */
  readonly hesitateMs: number;
  /** A call that was taken is in the station's stream by then, or will not be. */
  readonly sendingMs: number;
  readonly onEnded?: (command: OpenCommand, end: CommandEnd) => void;
}

/** Offers a command to whoever may have the station. True where it is connected here. */
export type Offer = (command: OpenCommand) => boolean;

interface Kept {
  command: OpenCommand;
  timer?: NodeJS.Timeout;
  /** Looks for the station of a command that is not to wait for it. */
  looking?: NodeJS.Timeout;
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;
const LOOK_AGAIN_MS = 2_000;
const TRY_AGAIN_MS = 5_000;
const FILTER = { streamPrefixes: ['command-', OPEN_COMMANDS_STREAM] };

/**
 * Knows which commands are open, in every process that has a use for it, and ends those that nobody will send.
 *
 * The log alone tells: a command is open from its request until it is taken by a gateway or ended, and who writes first has it. So it
 * does not matter which process ends one, nor how many try. One that was taken by a gateway that died before it made the call is found
 * when its time is over, or sent when its station is back.
 */
export class CommandKeeper {
  readonly streams: CommandStreams;
  private readonly services: KeeperServices;
  private readonly note: OpenCommandsNote;
  private readonly kept = new Map<string, Kept>();
  private readonly byStation = new Map<string, Set<string>>();
  private offer: Offer = () => false;

  constructor(services: KeeperServices) {
    this.services = services;
    this.streams = new CommandStreams(services.ledger, services.node);
    this.note = new OpenCommandsNote(services.ledger, services.sealer, services.clock);
  }

  /** @param offer is asked about every command that comes to be known */
  onOpen(offer: Offer): void {
    this.offer = offer;
  }

  /** The open commands of a station. */
  of(stationId: string): OpenCommand[] {
    const found = [...(this.byStation.get(stationId) ?? [])].map((commandId) => this.kept.get(commandId));
    return found.flatMap((kept) => {
      if (!kept) return [];
      if (this.leftMs(kept.command) > 0) return [kept.command];
      // A clock that was set forward is ahead of the timer.
      void this.timeIsUp(kept);
      return [];
    });
  }

  /** A command that may still be sent. */
  open(commandId: string): OpenCommand | undefined {
    const command = this.kept.get(commandId)?.command;
    return command && this.leftMs(command) > 0 ? command : undefined;
  }

  /** Takes a command to make the call over this connection. False when it has ended. */
  async take(commandId: string, connectionEpoch: number): Promise<boolean> {
    const kept = this.kept.get(commandId);
    if (!kept) return false;
    const taken = await this.streams.take(kept.command, connectionEpoch);
    if (taken) this.update(commandId, taken);
    else await this.over(commandId);
    return taken !== undefined;
  }

  /** The call was made: the rest is told by the station's stream. */
  sent(commandId: string): Promise<void> {
    return this.over(commandId);
  }

  /** Ends a command, unless somebody was quicker. */
  async end(commandId: string, end: CommandEnd): Promise<void> {
    const command = this.kept.get(commandId)?.command;
    if (!command) return;
    const open = await this.streams.end(command, end);
    if (open) return this.update(commandId, open);
    await this.over(commandId);
    this.services.onEnded?.(command, end);
  }

  /** Runs until the signal. */
  async run(signal: AbortSignal): Promise<void> {
    let position: Position = BEFORE_FIRST;
    try {
      const { open, after } = await this.note.start();
      position = after;
      for (const command of open) this.keep(command, true);
      const batches = this.services.ledger.log.subscribe({ after, filter: FILTER, signal });
      for await (const { events, position: reached } of batches) {
        for (const stored of events) this.noticed(new RecordedEvent(stored));
        position = reached;
        await this.note.reached(position, events.length, this.kept);
      }
    } finally {
      const commandIds = [...this.kept.keys()];
      for (const commandId of commandIds) this.drop(commandId);
      if (signal.aborted) await this.note.last(position, commandIds);
    }
  }

  private noticed(event: RecordedEvent): void {
    if (event.isOfNewerVersion) {
      const { stream, type } = event;
      this.services.log.warn({ stream, type }, 'a command of a newer version of the platform cannot be read');
    } else if (event.type === 'OpenCommandsNoted')
      return this.note.noticed(platformData(event.type, event.data as JsonObject).upTo);
    const commandId = idInStream('command', event.stream) ?? '';
    const before = this.kept.get(commandId);
    const command = evolveCommand(before?.command, event);
    if (!command && isEnd(event)) void this.ended(commandId);
    else if (!command) this.drop(commandId);
    else if (before) this.update(commandId, command);
    else this.keep(command, false);
  }

  /** Whoever has ended it may have died before its secrets were forgotten. Where they cannot be now, that is done when its time is over. */
  private async ended(commandId: string): Promise<void> {
    try {
      await this.over(commandId);
    } catch (error) {
      this.services.log.error({ commandId, error: String(error) }, 'the secrets of a command could not be forgotten');
    }
  }

  /** Nothing more is to be done about it. Known until its secrets are forgotten, so that this is tried again. */
  private async over(commandId: string): Promise<void> {
    const command = this.kept.get(commandId)?.command;
    if (command) await forgetSecrets(this.services.sealer, command.requested);
    this.drop(commandId);
  }

  /** @param fromThePast commands from before a start wait for their stations to come back, whatever they asked for */
  private keep(command: OpenCommand, fromThePast: boolean): void {
    const { commandId, stationId, waitForStation } = command.requested;
    const kept: Kept = { command };
    this.kept.set(commandId, kept);
    this.byStation.set(stationId, (this.byStation.get(stationId) ?? new Set()).add(commandId));
    this.schedule(kept);
    if (!this.offer(command) && !waitForStation && !fromThePast) this.look(kept, this.hesitation());
  }

  private update(commandId: string, command: OpenCommand): void {
    const kept = this.kept.get(commandId);
    if (!kept || command.head.revision <= kept.command.head.revision) return;
    kept.command = command;
    clearTimeout(kept.looking);
    this.schedule(kept);
  }

  private schedule(kept: Kept): void {
    clearTimeout(kept.timer);
    const { command } = kept;
    const grace = command.taken ? this.services.sendingMs : 0;
    this.set(kept, Math.max(0, this.leftMs(command)) + grace + this.hesitation());
  }

  private set(kept: Kept, inMs: number): void {
    kept.timer = setTimeout(() => void this.timeIsUp(kept), Math.min(inMs, LONGEST_TIMER_MS));
    kept.timer.unref();
  }

  private async timeIsUp(kept: Kept): Promise<void> {
    const { commandId } = kept.command.requested;
    if (this.kept.get(commandId) !== kept) return;
    if (this.leftMs(kept.command) > 0) return this.schedule(kept);
    try {
      if (!kept.command.taken) await this.end(commandId, 'CommandExpired');
      else await this.settle(commandId, kept.command);
    } catch (error) {
      this.services.log.error(
        { commandId, error: String(error) },
        'the end of a command could not be recorded; it is tried again',
      );
    }
    if (this.kept.get(commandId) === kept) this.set(kept, TRY_AGAIN_MS + this.services.sendingMs + this.hesitation());
  }

  /** Its time is over, and somebody had taken it: who is there has dealt with it, for who is not we look whether the call was made. */
  private async settle(commandId: string, command: OpenCommand): Promise<void> {
    const { node } = command.taken ?? {};
    if (node !== undefined && node !== this.services.node && this.services.isAlive(node)) return this.drop(commandId);
    const call = await callOf(this.services.ledger, command);
    if (call === 'made') return this.sent(commandId);
    // What this process has taken and not made it will not make any more.
    if (call === 'not-made' || node === this.services.node) await this.end(commandId, 'CommandExpired');
  }

  private look(kept: Kept, inMs: number): void {
    kept.looking = setTimeout(() => void this.lookForStation(kept), inMs);
    kept.looking.unref();
  }

  private async lookForStation(kept: Kept): Promise<void> {
    const { commandId, stationId } = kept.command.requested;
    const isOpen = () => this.kept.get(commandId) === kept && !kept.command.taken;
    if (!isOpen()) return;
    try {
      const connected = await isConnected(this.services.ledger, stationId);
      if (!connected && isOpen())
        await this.end(commandId, refuseCommand('station-not-connected', `The station ${stationId} is not connected.`));
    } catch (error) {
      this.services.log.error({ commandId, error: String(error) }, 'it could not be seen whether a station is connected');
    }
    if (isOpen()) this.look(kept, LOOK_AGAIN_MS + this.hesitation());
  }

  private drop(commandId: string): void {
    const kept = this.kept.get(commandId);
    if (!kept) return;
    clearTimeout(kept.timer);
    clearTimeout(kept.looking);
    this.kept.delete(commandId);
    const { stationId } = kept.command.requested;
    const ofStation = this.byStation.get(stationId);
    ofStation?.delete(commandId);
    if (ofStation?.size === 0) this.byStation.delete(stationId);
  }

  private leftMs({ requested }: OpenCommand): number {
    return Date.parse(requested.expiresAt) - this.services.clock().getTime();
  }

  private hesitation(): number {
    return Math.random() * this.services.hesitateMs;
  }
}
