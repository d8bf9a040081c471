import { createServer, STATUS_CODES } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { WebSocketAdapter } from '@nestjs/common';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { Access } from '@wattledger/access';
import type { GatewayLog } from '../gateway-log.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { GatewaySettings } from '../settings.ts';
import { basicCredentials, chooseProtocol, isForeignPage, offeredProtocols, stationIdIn } from './admission.ts';
import type { AdmittedStation, RefusedHandshake } from './admission.ts';
import { inFrontOf } from './mend-handshake.ts';

/** So long a refused client has to read why and to hang up. */
const REFUSED_LINGER_MS = 1_000;

/** What NestJS binds gateways to: it sees sockets only, each with the station that was admitted on it. */
export interface OcppServer {
  readonly sockets: WebSocketServer;
}

interface AdapterServices {
  readonly access: Access;
  readonly settings: GatewaySettings;
  readonly log: GatewayLog;
  readonly metrics: GatewayMetrics;
}

/**
 * OCPP-J for NestJS: one HTTP server for stations, and the handshake before there is a socket.
 *
 * Who may not come in is refused over HTTP and never gets a socket: 404 for a path that names no station, 400 for
 * protocols we do not speak, 401 without the right credentials, 403 for web pages of other hosts. OCPP-J 1.6 section 3, OCPP 2.0.1 part 4 section 3.
 */
export class OcppWebSocketAdapter implements WebSocketAdapter<OcppServer, WebSocket> {
  private readonly services: AdapterServices;
  private readonly servers: Server[] = [];
  /** Sockets whose handshake lacked a line; see `mend-handshake.ts`. */
  private readonly mended = new WeakSet<Socket>();
  private readonly sockets: WebSocketServer;
  private closing = false;

  constructor(services: AdapterServices) {
    this.services = services;
    this.sockets = new WebSocketServer({
      noServer: true,
      maxPayload: services.settings.maxFrameBytes,
      perMessageDeflate: false,
      clientTracking: false,
      handleProtocols: (offered) => chooseProtocol([...offered])?.protocol ?? false,
    });
  }

  create(): OcppServer {
    return { sockets: this.sockets };
  }

  /**
   * Opens the ports; called once everything behind them is ready. `localhost` is opened on both of its addresses.
   *
   * @returns the port, which matters where the setting was 0
   */
  async listen(): Promise<number> {
    const { host, port } = this.services.settings;
    if (host !== 'localhost') return this.listenOn(host, port);
    const opened = await this.listenOn('127.0.0.1', port);
    await this.listenOn('::1', opened).catch(() => undefined); // a machine without IPv6 serves IPv4 alone
    return opened;
  }

  /** False before the ports are open, and once it takes no new stations. */
  get isListening(): boolean {
    return this.servers.length > 0 && !this.closing;
  }

  /** Takes no new stations; those that are connected stay. */
  stopListening(): void {
    this.closing = true;
    for (const server of this.servers) server.close();
  }

  bindClientConnect(server: OcppServer, callback: (socket: WebSocket, admitted: AdmittedStation) => void): void {
    server.sockets.on('admitted', callback);
  }

  bindClientDisconnect(socket: WebSocket, callback: () => void): void {
    socket.on('close', callback);
  }

  /** Frames are read by the station's connection itself: one handler for every action, no lookup by name in between. */
  bindMessageHandlers(): void {}

  close(): void {
    this.stopListening();
    this.sockets.close();
  }

  dispose(): void {
    this.close();
  }

  private listenOn(host: string, port: number): Promise<number> {
    const http = createServer((_request, response) => {
      response
        .writeHead(426, { connection: 'close', upgrade: 'websocket' })
        .end('This port speaks OCPP over WebSocket at /ocpp/<stationId>.\n');
    });
    http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => void this.upgrade(request, socket, head));
    const server = inFrontOf(http, (socket) => this.mended.add(socket));
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.removeListener('error', reject);
        this.servers.push(server);
        resolve((server.address() as AddressInfo).port);
      });
    });
  }

  private async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    // The line may die while the credentials are looked up.
    const ignore = () => undefined;
    socket.on('error', ignore);
    const admitted = await this.admit(request).catch((error: unknown): RefusedHandshake => {
      this.services.log.error({ error: String(error) }, 'a handshake failed');
      return { status: 503, message: 'The platform cannot check credentials now.' };
    });
    socket.removeListener('error', ignore);
    if ('status' in admitted) return this.refuse(request, socket, admitted);
    this.sockets.handleUpgrade(request, socket, head, (client) => this.sockets.emit('admitted', client, admitted));
  }

  private async admit(request: IncomingMessage): Promise<AdmittedStation | RefusedHandshake> {
    if (this.closing) return { status: 503, message: 'The platform is stopping.' };
    const stationId = stationIdIn(request.url ?? '');
    if (stationId === undefined) return { status: 404, message: 'Stations connect to /ocpp/<stationId>.' };

    const offered = offeredProtocols(request.headers['sec-websocket-protocol']);
    const chosen = chooseProtocol(offered);
    if (!chosen && offered.length > 0) {
      return { status: 400, message: `None of ${offered.join(', ').slice(0, 100)} is spoken here: ocpp1.6, ocpp2.0.1, ocpp2.1.` };
    }
    const shown = basicCredentials(request.headers.authorization);
    const password = shown?.user === stationId ? shown.password : undefined;
    const authenticateAgain = () => this.authenticate(stationId, password);
    const authentication = await authenticateAgain();
    if (authentication === 'none' && isForeignPage(request.headers.origin, request.headers.host))
      return { status: 403, message: 'Web pages of other hosts are not let in without credentials.' };
    if (!authentication)
      return { status: 401, message: 'This station must show its credentials (HTTP Basic, user is the station id).' };
    return {
      stationId,
      version: chosen?.version ?? this.services.settings.defaultVersion,
      offeredProtocols: offered,
      remoteAddress: request.socket.remoteAddress ?? 'unknown',
      authentication,
      authenticateAgain,
      deviations: [
        ...(chosen ? [] : ['subprotocol missing']),
        ...(this.mended.has(request.socket) ? ['Connection: Upgrade missing'] : []),
      ],
    };
  }

  private async authenticate(stationId: string, password: Buffer | undefined): Promise<'basic' | 'none' | undefined> {
    const check = await this.services.access.checkStation(stationId, password);
    if (check === 'accepted') return 'basic';
    return check === 'no-credentials-set' && this.services.settings.allowUnauthenticatedStations ? 'none' : undefined;
  }

  private refuse(request: IncomingMessage, socket: Duplex, { status, message }: RefusedHandshake): void {
    this.services.metrics.handshakeRefused(status);
    const stationId = stationIdIn(request.url ?? '');
    this.services.log.warn({ status, stationId, remoteAddress: request.socket.remoteAddress }, 'a handshake was refused');
    const challenge = status === 401 ? 'WWW-Authenticate: Basic realm="OCPP"\r\n' : '';
    const body = `${message}\n`;
    // Whoever does not hang up, or does not even read the answer, must not keep the socket for that.
    socket.on('error', () => socket.destroy());
    const cut = setTimeout(() => socket.destroy(), REFUSED_LINGER_MS);
    socket.once('close', () => clearTimeout(cut));
    socket.end(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${challenge}Connection: close\r\nContent-Type: text/plain\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  }
}
