import type { StationConnection } from './station-connection.ts';

/**
 * Finds lines that are dead though nobody closed them: pings every connection and cuts those from which nothing, no
 * frame and no pong, has come since the ping before.
 *
 * One timer for all. A slow pong costs nothing as long as anything else is heard.
 */
export class Liveness {
  private readonly connections = new Set<StationConnection>();
  private readonly timer: NodeJS.Timeout;
  private readonly onSilent: (connection: StationConnection) => void;

  constructor(pingSeconds: number, onSilent: (connection: StationConnection) => void) {
    this.onSilent = onSilent;
    this.timer = setInterval(() => this.look(), pingSeconds * 1_000);
    this.timer.unref();
  }

  watch(connection: StationConnection): void {
    this.connections.add(connection);
  }

  forget(connection: StationConnection): void {
    this.connections.delete(connection);
  }

  /** Every connection there is, the replaced ones that are not closed yet included. */
  all(): Iterable<StationConnection> {
    return this.connections;
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    for (const connection of this.connections) {
      if (connection.heard) {
        connection.heard = false;
        connection.ping();
      } else {
        this.onSilent(connection);
        connection.terminate();
      }
    }
  }
}
