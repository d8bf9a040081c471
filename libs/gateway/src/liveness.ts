import { closeCodes } from './station-connection.ts';
import type { StationConnection } from './station-connection.ts';

/** So often may a station be found not reading before it is sent away. */
const PINGS_TO_CATCH_UP = 3;

/**
 * Finds lines that are dead though nobody closed them: pings every connection and cuts those from which nothing, no
 * frame and no pong, has come since the ping before. One that is not read, because its frames wait for the log, cannot be heard and is
 * not held to it. A station that does not read what it is told is not read either; it has a few pings' time to catch up.
 *
 * One timer for all. A slow pong costs nothing as long as anything else is heard.
 */
export class Liveness {
  /** With how often each was found not reading. */
  private readonly connections = new Map<StationConnection, number>();
  private readonly timer: NodeJS.Timeout;
  private readonly onSilent: (connection: StationConnection) => void;

  constructor(pingSeconds: number, onSilent: (connection: StationConnection) => void) {
    this.onSilent = onSilent;
    this.timer = setInterval(() => this.look(), pingSeconds * 1_000);
    this.timer.unref();
  }

  watch(connection: StationConnection): void {
    this.connections.set(connection, 0);
  }

  forget(connection: StationConnection): void {
    this.connections.delete(connection);
  }

  /** Every connection there is, the replaced ones that are not closed yet included. */
  all(): Iterable<StationConnection> {
    return this.connections.keys();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    for (const [connection, timesBackedUp] of this.connections) {
      this.connections.set(connection, connection.isBackedUp ? timesBackedUp + 1 : 0);
      if (connection.isBackedUp) {
        if (timesBackedUp + 1 >= PINGS_TO_CATCH_UP) connection.end(closeCodes.policy, 'does not read', 'not-reading');
      } else if (connection.heard || connection.isPaused) {
        connection.heard = false;
        connection.ping();
      } else {
        this.onSilent(connection);
        connection.terminate();
      }
    }
  }
}
