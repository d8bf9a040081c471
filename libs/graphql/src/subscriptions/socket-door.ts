import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Entrance } from '../http-options.ts';
import type { GraphqlSettings } from '../settings.ts';

/** Web sockets of one address that have not said yet whose they are. Each has three seconds. */
const MAX_WAITING = 50;

/** What is looked at before a web socket is opened: nothing is known of its owner yet but where it comes from. */
export class SocketDoor {
  private readonly proxies: Entrance['proxies'];
  private readonly allowedOrigins: ReadonlySet<string>;
  private readonly waiting = new Map<string, number>();

  constructor({ proxies }: Entrance, { allowedOrigins }: Pick<GraphqlSettings, 'allowedOrigins'>) {
    this.proxies = proxies;
    this.allowedOrigins = new Set(allowedOrigins);
  }

  /** The status with which the handshake is refused: a page of another site, or too many who do not say who they are. */
  refusalOf(request: IncomingMessage): '403 Forbidden' | '429 Too Many Requests' | undefined {
    if (!this.isOwnOrigin(request)) return '403 Forbidden';
    const waiting = this.waiting.get(this.proxies.addressOf(request)) ?? 0;
    return waiting >= MAX_WAITING ? '429 Too Many Requests' : undefined;
  }

  /** @returns to be called once the socket is let in or gone; twice does no harm */
  letWait(request: IncomingMessage): () => void {
    const address = this.proxies.addressOf(request);
    this.waiting.set(address, (this.waiting.get(address) ?? 0) + 1);
    let waits = true;
    return () => {
      if (!waits) return;
      waits = false;
      const left = (this.waiting.get(address) ?? 1) - 1;
      if (left === 0) this.waiting.delete(address);
      else this.waiting.set(address, left);
    };
  }

  /** Browsers ask nobody before they open a socket for a page of any site, but they say which (RFC 6455, section 10.2). */
  private isOwnOrigin({ headers: { origin, host } }: IncomingMessage): boolean {
    if (origin === undefined || this.allowedOrigins.has(origin)) return true;
    return URL.canParse(origin) && new URL(origin).host === host;
  }
}

/** Answers a handshake that will not become a web socket. */
export function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
