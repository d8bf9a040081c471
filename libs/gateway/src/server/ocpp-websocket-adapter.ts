import { STATUS_CODES } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Server, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Server as TlsServer } from 'node:tls';
import type { WebSocketAdapter } from '@nestjs/common';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { StationCredentialStreams } from '@wattledger/access';
import type { Clock } from '@wattledger/kernel';
import type { GatewayLog } from '../gateway-log.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { GatewaySettings } from '../settings.ts';
import { basicCredentials, chooseProtocol, isForeignPage, offeredProtocols, stationIdIn } from './admission.ts';
import type { AdmittedStation, RefusedHandshake } from './admission.ts';
import { Identification } from './identify.ts';
import { listenOn, stationServer, tlsOptions } from './ports.ts';
import type { PortListeners } from './ports.ts';
import type { TlsSource } from './security-settings.ts';
import { StationLines } from './station-line.ts';

/** So long a refused client has to read why and to hang up. */
const REFUSED_LINGER_MS = 1_000;

/** What NestJS binds gateways to: it sees sockets only, each with the station that was admitted on it. */
export interface OcppServer {
  readonly sockets: WebSocketServer;
}

/** The ports that were opened. */
export interface OpenedPorts {
  /** `undefined` where a plain line would be refused in any case. */
  readonly plain: number | undefined;
  readonly tls: number | undefined;
}

interface AdapterServices {
  readonly credentials: StationCredentialStreams;
  readonly settings: GatewaySettings;
  readonly tls: TlsSource;
  readonly clock: Clock;
  readonly log: GatewayLog;
  readonly metrics: GatewayMetrics;
}

/**
 * OCPP-J for NestJS: one HTTP server for stations, and the handshake before there is a socket.
 *
 * Who may not come in is refused over HTTP and never gets a socket: 404 for a path that names no station, 400 for
 * protocols we do not speak, 401 without the right credentials, 403 for certificates that are not good, for security profiles that
 * are too low, and for web pages of other hosts. OCPP-J 1.6 section 3, OCPP 2.0.1 part 4 section 3.
 */
export class OcppWebSocketAdapter implements WebSocketAdapter<OcppServer, WebSocket> {
  private readonly services: AdapterServices;
  private readonly lines: StationLines;
  private readonly identification: Identification;
  private readonly servers: Server[] = [];
  private readonly tlsServers: TlsServer[] = [];
  private readonly stopWatching: () => void;
  /** Sockets whose handshake lacked a line; see `mend-handshake.ts`. */
  private readonly mended = new WeakSet<Socket>();
  private readonly sockets: WebSocketServer;
  private open = false;
  private closing = false;

  constructor(services: AdapterServices) {
    this.services = services;
    this.lines = new StationLines(services.settings.security, services.tls);
    this.identification = new Identification(services);
    this.stopWatching = services.tls.onChange(() => this.renewTls());
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

  /** Opens the ports; called once everything behind them is ready. */
  async listen(): Promise<OpenedPorts> {
    const { host, port, security } = this.services.settings;
    const listeners: PortListeners = {
      onUpgrade: (request, socket, head) => void this.upgrade(request, socket, head),
      onMended: (socket) => this.mended.add(socket),
      onTlsFailed: (error, socket) => this.tlsFailed(error, socket),
    };
    const kept = <Opened extends Server>(server: Opened): Opened => {
      this.servers.push(server);
      return server;
    };
    // Where nothing is let in over a plain line, no station shall show its password on one either.
    const needsPlain = security.minimumProfile < 2 || security.trustedProxies.length > 0;
    const plain = needsPlain ? await listenOn(host, port, () => kept(stationServer(listeners))) : undefined;
    const { tlsPort } = security;
    const makeTls = () => {
      const server = kept(stationServer(listeners, this.services.tls.current));
      this.tlsServers.push(server);
      return server;
    };
    const tls = tlsPort === undefined ? undefined : await listenOn(host, tlsPort, makeTls);
    this.open = true;
    return { plain, tls };
  }

  /** False before the ports are open, and once it takes no new stations. */
  get isListening(): boolean {
    return this.open && !this.closing;
  }

  /** Takes no new stations; those that are connected stay. */
  stopListening(): void {
    this.closing = true;
    this.stopWatching();
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

  /** New lines are opened with what is now in the files; those that are open stay. */
  private renewTls(): void {
    for (const server of this.tlsServers) server.setSecureContext(tlsOptions(this.services.tls.current));
  }

  private tlsFailed(error: Error, socket: Socket): void {
    this.services.metrics.handshakeRefused('tls');
    this.services.log.warn({ error: error.message, remoteAddress: socket.remoteAddress }, 'TLS was not agreed upon');
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
    const line = this.lines.of(request, this.services.clock());
    const shown = basicCredentials(request.headers.authorization);
    const password = shown?.user === stationId ? shown.password : undefined;
    const identifyAgain = () => this.identification.identify(stationId, line, password);
    const identity = await identifyAgain();
    if ('status' in identity) return identity;
    if (identity.authentication === 'none' && isForeignPage(request.headers.origin, request.headers.host))
      return { status: 403, message: 'Web pages of other hosts are not let in without credentials.' };
    await this.identification.keepTo(stationId, identity);
    return {
      ...identity,
      stationId,
      version: chosen?.version ?? this.services.settings.defaultVersion,
      offeredProtocols: offered,
      remoteAddress: line.remoteAddress,
      ...(line.proxyAddress !== undefined && { proxyAddress: line.proxyAddress }),
      identifyAgain,
      deviations: [
        ...(chosen ? [] : ['subprotocol missing']),
        ...(this.mended.has(request.socket) ? ['Connection: Upgrade missing'] : []),
        ...line.forged.map((name) => `${name} from an address that is no trusted proxy`),
      ],
    };
  }

  private refuse(request: IncomingMessage, socket: Duplex, { status, message }: RefusedHandshake): void {
    this.services.metrics.handshakeRefused(status);
    const stationId = stationIdIn(request.url ?? '');
    this.services.log.warn(
      { status, why: message, stationId, remoteAddress: request.socket.remoteAddress },
      'a handshake was refused',
    );
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
