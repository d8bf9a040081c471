import { commandStream, platformData, stationStream } from '@wattledger/charging';
import type { PlatformEvents } from '@wattledger/charging';
import { newEvent } from '@wattledger/event-log';
import type { Ledger, NewEvent, Position, RecordedEvent, StreamHead } from '@wattledger/event-log';
import { isRefusal } from '@wattledger/kernel';
import type { JsonObject, Refusal } from '@wattledger/kernel';

export type RequestedCommand = PlatformEvents['CommandRequested'];

/** A command that somebody has asked for and that has not ended, as far as its own stream tells. */
export interface OpenCommand {
  readonly requested: RequestedCommand;
  /** The id of its event, the cause of the call that is made for it. */
  readonly eventId: string;
  readonly position: Position;
  /** The span in which it was asked for, where that is traced. */
  readonly traceparent?: string;
  /** The end of its stream. */
  readonly head: StreamHead;
  /** Who was about to make the call; whether it was made is in the station's stream. */
  readonly taken?: { readonly node?: string; readonly connectionEpoch?: number };
}

/** How a command that is never sent ends. */
export type CommandEnd = 'CommandExpired' | Refusal;

/** The next event of a command's stream. `undefined`: it has ended, or is not known. */
export function evolveCommand(command: OpenCommand | undefined, event: RecordedEvent): OpenCommand | undefined {
  // What a newer version has asked for or begun is its own to carry out.
  if (event.isOfNewerVersion) return undefined;
  const head = { stream: event.stream, revision: event.revision, hash: event.metadata.hash };
  switch (event.type) {
    case 'CommandRequested': {
      const requested = platformData(event.type, event.data as JsonObject);
      const { traceparent } = event.metadata;
      return command ?? { requested, eventId: event.id, position: event.position, head, ...(traceparent && { traceparent }) };
    }
    case 'CommandTaken': {
      const { node } = platformData(event.type, event.data as JsonObject);
      return command && { ...command, head, taken: { node, connectionEpoch: event.metadata.connectionEpoch } };
    }
    default:
      return undefined;
  }
}

/** Whether a command ends with it that this version can read. */
export const isEnd = ({ type, isOfNewerVersion }: RecordedEvent): boolean =>
  !isOfNewerVersion && (type === 'CommandExpired' || type === 'CommandRefused');

/**
 * The streams of commands. Whoever writes behind the request has the command: the gateway that is about to make the call, or whoever
 * ends it. So a command that was ended is never sent, and one that was sent never ends as expired.
 */
export class CommandStreams {
  private readonly ledger: Ledger;
  private readonly node: string;

  /** @param node names this process */
  constructor(ledger: Ledger, node: string) {
    this.ledger = ledger;
    this.node = node;
  }

  /** `undefined` when it has ended, or nobody ever asked for it. */
  async read(commandId: string): Promise<OpenCommand | undefined> {
    let command: OpenCommand | undefined;
    for await (const event of this.ledger.read(commandStream(commandId))) command = evolveCommand(command, event);
    return command;
  }

  /** Takes it to make the call over this connection; one that was taken by another before stays the other's. `undefined` when it has ended. */
  async take(command: OpenCommand, connectionEpoch: number): Promise<OpenCommand | undefined> {
    if (command.head.revision > 0) return command;
    const { commandId, stationId } = command.requested;
    const taken = newEvent('CommandTaken', { commandId, stationId, node: this.node }, { commandId, connectionEpoch });
    return this.write(command, taken, (head) => ({ ...command, head, taken: { node: this.node, connectionEpoch } }));
  }

  /** Ends it. What is returned is open still: somebody was quicker and has taken it. */
  async end(command: OpenCommand, end: CommandEnd): Promise<OpenCommand | undefined> {
    const { commandId, stationId } = command.requested;
    const event = isRefusal(end)
      ? newEvent('CommandRefused', { commandId, stationId, code: end.code, message: end.message }, { commandId })
      : newEvent('CommandExpired', { commandId, stationId }, { commandId });
    return this.write(command, event, () => undefined);
  }

  private async write(
    command: OpenCommand,
    event: NewEvent,
    then: (head: StreamHead) => OpenCommand | undefined,
  ): Promise<OpenCommand | undefined> {
    const outcome = await this.ledger.record(command.head, [event]);
    return outcome.outcome === 'recorded' ? then(outcome.head) : this.read(command.requested.commandId);
  }
}

/** What is recorded behind the end of a line all the same. */
const LATE: ReadonlySet<string> = new Set(['LateFrameReceived', 'StrayAnswerReceived']);

/** Whether a station is connected to any gateway, as its stream tells. */
export async function isConnected(ledger: Ledger, stationId: string): Promise<boolean> {
  for await (const { type } of ledger.read(stationStream(stationId), { direction: 'backwards' }))
    if (!LATE.has(type)) return type !== 'StationDisconnected';
  return false;
}

/**
 * What became of a command that was taken: `made`, or `not-made`, or `unknown` while the line over which it was to be made is not known
 * to have ended. Reads the station's stream back to the request.
 */
export async function callOf(
  ledger: Ledger,
  { requested, position, taken }: OpenCommand,
): Promise<'made' | 'not-made' | 'unknown'> {
  const { commandId, stationId } = requested;
  let newest: RecordedEvent | undefined;
  for await (const event of ledger.read(stationStream(stationId), { direction: 'backwards' })) {
    if (event.position < position) break;
    newest ??= event;
    if (event.metadata.commandId === commandId && event.metadata.direction === 'toStation') return 'made';
  }
  if (!newest) return (await isConnected(ledger, stationId)) ? 'unknown' : 'not-made';
  const later = (newest.metadata.connectionEpoch ?? 0) > (taken?.connectionEpoch ?? 0);
  return later || newest.type === 'StationDisconnected' ? 'not-made' : 'unknown';
}
