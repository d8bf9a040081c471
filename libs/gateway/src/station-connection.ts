import type { Instant, Span } from '@wattledger/kernel';
import type { OcppVersion } from '@wattledger/ocpp';
import type { WebSocket } from 'ws';
import type { PlatformEvents } from '@wattledger/charging';
import type { AdmittedStation } from './server/admission.ts';

/** RFC 6455 section 7.4.1; 4000 and above are the application's own. */
export const closeCodes = {
  goingAway: 1001,
  abnormal: 1006,
  policy: 1008,
  tryLater: 1013,
  superseded: 4001,
} as const;

/** So much may wait to be read by a station before it is read no further itself. */
const MAX_UNREAD_BYTES = 1_048_576;
/** How long a station has to answer our close before its line is cut. */
const CLOSING_MS = 1_000;

export type DisconnectCause = PlatformEvents['StationDisconnected']['cause'];

/** The epoch of a connection that is in no log yet. */
export const NOT_RECORDED = 0;

/** A text that has come in. */
export interface Frame {
  readonly text: string;
  readonly receivedAt: Instant;
  /** It came over a line that had been replaced, or taken for lost. */
  readonly isLate: boolean;
  /** What becomes of it, where that is traced. */
  readonly span: Span | undefined;
}

/** One socket of a station. There may be an older one that nobody has closed yet. */
export class StationConnection {
  readonly admitted: AdmittedStation;
  readonly openedAt: Date;
  /** Set when the connection is recorded; frames are only served then. */
  epoch = NOT_RECORDED;
  /** Set when something could not be recorded: nothing more is served, the station will come back and ask again. */
  isGivenUp = false;
  /** Anything heard since the last ping, or nothing could be because it was not read; see `liveness.ts`. */
  heard = true;
  /** Why it ends, where that is known before the socket closes. */
  cause: DisconnectCause | undefined;
  /** True while the station leaves so much of what we said unread that it is not read either. */
  isBackedUp = false;
  private readonly socket: WebSocket;
  private readonly held: Frame[] = [];
  private pauses = 0;

  constructor(socket: WebSocket, admitted: AdmittedStation, openedAt: Date) {
    this.socket = socket;
    this.admitted = admitted;
    this.openedAt = openedAt;
  }

  get version(): OcppVersion {
    return this.admitted.version;
  }

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  /** It is open and not read. */
  get isPaused(): boolean {
    return this.isOpen && this.pauses > 0;
  }

  send(text: string): void {
    if (!this.isOpen) return;
    this.socket.send(text, () => this.drained());
    if (this.isBackedUp || this.socket.bufferedAmount <= MAX_UNREAD_BYTES) return;
    this.isBackedUp = true;
    this.pause();
  }

  ping(): void {
    if (this.isOpen) this.socket.ping();
  }

  /** How many frames came in together with others, in one reading of the socket, and wait until those are served. */
  get framesHeld(): number {
    return this.held.length;
  }

  /** Keeps a frame for later, and reads no further meanwhile. */
  hold(frame: Frame): void {
    if (this.held.push(frame) === 1) this.pause();
  }

  /** The frame that was held longest. */
  takeHeld(): Frame | undefined {
    const frame = this.held.shift();
    if (frame && this.held.length === 0) this.resume();
    return frame;
  }

  /** Nobody would hear the answers any more. */
  dropHeld(): void {
    this.held.length = 0;
  }

  /** Stops reading, so that the network holds back what cannot be served yet. Calls nest. */
  pause(): void {
    this.pauses += 1;
    if (this.pauses === 1) this.socket.pause();
  }

  resume(): void {
    this.pauses -= 1;
    if (this.pauses > 0) return;
    this.heard = true;
    this.socket.resume();
  }

  close(code: number, reason: string): void {
    this.socket.resume();
    this.socket.close(code, reason);
  }

  /** Ends it for a reason of ours: nothing more is served, and who does not answer the close is cut off. */
  end(code: number, reason: string, cause: DisconnectCause): void {
    this.cause = cause;
    this.isGivenUp = true;
    this.close(code, reason);
    setTimeout(() => this.terminate(), CLOSING_MS).unref();
  }

  /** Cuts the line without a word: the other side is not listening. */
  terminate(): void {
    this.socket.terminate();
  }

  private drained(): void {
    if (!this.isBackedUp || this.socket.bufferedAmount > MAX_UNREAD_BYTES / 2) return;
    this.isBackedUp = false;
    this.resume();
  }
}
