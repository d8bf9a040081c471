import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';

/**
 * The network between clients and the test server: a TCP relay that can be cut, muted, taken away and put back.
 */
export class Wire {
  private readonly target: number;
  readonly host: string;
  private readonly sockets = new Set<Socket>();
  private readonly held: (() => void)[] = [];
  private relay: Server | undefined;
  private muted = false;
  private refusing = false;
  /** How often somebody has tried to connect. */
  attempts = 0;
  /** Where clients connect; the same after the wire was taken away and put back. */
  port = 0;

  /** Leads from this address to a server on this machine that listens on the port `target`. */
  constructor(target: number, host: string) {
    this.target = target;
    this.host = host;
  }

  async connect(): Promise<void> {
    const relay = createServer((client) => {
      this.attempts += 1;
      if (this.refusing) client.destroy();
      else this.join(client, connect(this.target, '127.0.0.1'));
    });
    relay.listen(this.port, this.host);
    await once(relay, 'listening');
    const address = relay.address();
    if (address !== null && typeof address === 'object') this.port = address.port;
    this.relay = relay;
  }

  /** Connections break, new ones are refused. */
  async disconnect(): Promise<void> {
    const relay = this.relay;
    this.relay = undefined;
    if (!relay) return;
    const closed = once(relay, 'close');
    relay.close();
    this.cut();
    await closed;
  }

  /** Connections break; new ones are welcome. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
    this.held.length = 0;
  }

  /** Connections break and new ones are hung up on, until `refuse(false)`; every attempt is counted. */
  refuse(refusing: boolean): void {
    this.refusing = refusing;
    if (refusing) this.cut();
  }

  /** Requests arrive, but nothing comes back, until it is unmuted: then all of it does. */
  mute(muted: boolean): void {
    this.muted = muted;
    if (!muted) for (const send of this.held.splice(0)) send();
  }

  private join(client: Socket, server: Socket): void {
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
    }
    client.on('data', (bytes) => server.write(bytes));
    server.on('data', (bytes) => {
      if (this.muted) this.held.push(() => client.write(bytes));
      else client.write(bytes);
    });
  }
}
