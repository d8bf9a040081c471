import { setTimeout as sleep } from 'node:timers/promises';
import { Inject } from '@nestjs/common';
import { WebSocketGateway } from '@nestjs/websockets';
import type { OnGatewayConnection } from '@nestjs/websockets';
import type { RawData, WebSocket } from 'ws';
import { Liveness } from './liveness.ts';
import type { GatewayLoad } from './metrics.ts';
import type { AdmittedStation } from './server/admission.ts';
import { TokenBucket } from './server/token-bucket.ts';
import { closeCodes, StationConnection } from './station-connection.ts';
import type { DisconnectCause } from './station-connection.ts';
import type { StationServices } from './station-parts.ts';
import { Stations } from './stations.ts';
import { STATION_SERVICES } from './tokens.ts';

/** RFC 6455 section 7.4.1: what `ws` reports for a frame that was too big. */
const TOO_BIG = 1009;
/** Sustained, so many of the largest frames a second; more is read more slowly. */
const LARGEST_FRAMES_PER_SECOND = 8;
/** How long stations have to answer our close before their line is cut. */
const CLOSING_MS = 1_000;

/** Where stations come in: NestJS hands over every admitted socket, and from there its frames go to the station. */
@WebSocketGateway()
export class StationGateway implements OnGatewayConnection<WebSocket> {
  private readonly services: StationServices;
  private readonly stations: Stations;
  private readonly liveness: Liveness;
  private readonly unsubscribe: () => void;
  private stopping = false;

  constructor(@Inject(STATION_SERVICES) services: StationServices, @Inject(Stations) stations: Stations) {
    this.services = services;
    this.stations = stations;
    this.liveness = new Liveness(services.settings.pingSeconds, (connection) =>
      this.services.log.warn({ stationId: connection.admitted.stationId }, 'a station has fallen silent'),
    );
    services.metrics.watchLoad(() => this.load());
    this.unsubscribe = services.onCredentialsChanged((stationId) => void this.checkAgain(stationId));
  }

  handleConnection(socket: WebSocket, admitted: AdmittedStation): void {
    const { clock, settings, log } = this.services;
    const connection = new StationConnection(socket, admitted, clock());
    const { stationId, version, authentication, securityProfile } = admitted;
    // How long something took is told by a clock that nobody can set: one that is set back would leave stations unread.
    const bucket = new TokenBucket(settings.messagesPerSecond, performance.now());
    const bytes = new TokenBucket(settings.maxFrameBytes * LARGEST_FRAMES_PER_SECOND, performance.now());
    const station = this.stations.connect(connection);
    this.liveness.watch(connection);
    log.info({ stationId, version, authentication, securityProfile }, 'a station has connected');

    socket.on('message', (data: RawData, isBinary: boolean) => {
      connection.heard = true;
      // Not taken: nobody would hear the answer any more. The station asks again when it is back.
      if (this.stopping) return;
      const now = performance.now();
      const wait = Math.max(bucket.take(now), bytes.take(now, sizeOf(data)));
      if (wait > 0) void this.slowDown(connection, wait);
      // OCPP-J is text; a binary frame is kept and refused like any text that is no frame.
      station.receive(connection, isBinary ? `binary frame: ${toBuffer(data).toString('base64')}` : data.toString());
    });
    socket.on('pong', () => {
      connection.heard = true;
    });
    socket.on('error', (error: Error & { code?: string }) => {
      connection.cause = error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' ? 'oversized-frame' : 'protocol-error';
    });
    socket.on('close', (code: number) => {
      this.liveness.forget(connection);
      const cause = connection.cause ?? this.causeOf(connection, code);
      log.info({ stationId, version, code, cause }, 'the connection of a station has ended');
      station.disconnected(connection, code, cause);
    });
  }

  /**
   * Answers what was taken, then closes: stations are told to come back, and what is remembered of them is written down.
   */
  async stop(): Promise<void> {
    this.stopping = true;
    this.unsubscribe();
    this.liveness.stop();
    for (const connection of this.liveness.all()) {
      connection.pause();
      connection.dropHeld();
    }
    await this.stations.settled();
    for (const connection of this.liveness.all()) connection.close(closeCodes.goingAway, 'the platform is stopping');
    const deadline = performance.now() + CLOSING_MS;
    while ([...this.liveness.all()].length > 0 && performance.now() < deadline) await sleep(10);
    for (const connection of this.liveness.all()) connection.terminate();
    while ([...this.liveness.all()].length > 0) await sleep(1);
    await this.stations.rest();
  }

  private load(): GatewayLoad {
    const connections = [...this.liveness.all()];
    return {
      tasksWaiting: this.stations.tasksWaiting,
      framesHeld: connections.reduce((sum, { framesHeld }) => sum + framesHeld, 0),
      socketsPaused: connections.filter(({ isPaused }) => isPaused).length,
    };
  }

  private causeOf(connection: StationConnection, code: number): DisconnectCause {
    if (this.stopping) return 'shutdown';
    if (code === TOO_BIG) return 'oversized-frame';
    if (code === closeCodes.abnormal) return connection.heard ? 'line-lost' : 'silent';
    return 'closed-by-station';
  }

  /** Who came in with what is no longer good, or without what is now asked for, must prove itself anew. */
  private async checkAgain(stationId: string): Promise<void> {
    for (const connection of this.liveness.all()) {
      const { admitted } = connection;
      if (admitted.stationId !== stationId) continue;
      // Where that cannot be found out now, the next handshake will.
      const identity = await admitted.identifyAgain().catch(() => undefined);
      if (!identity || 'status' in identity || identity.authentication !== admitted.authentication)
        connection.end(closeCodes.policy, 'credentials have changed', 'credentials-changed');
    }
  }

  private async slowDown(connection: StationConnection, milliseconds: number): Promise<void> {
    connection.pause();
    await sleep(milliseconds);
    connection.resume();
  }
}

const sizeOf = (data: RawData): number =>
  Array.isArray(data) ? data.reduce((bytes, { length }) => bytes + length, 0) : data.byteLength;

const toBuffer = (data: RawData): Buffer =>
  Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data);
