import { setTimeout as sleep } from 'node:timers/promises';
import { Inject } from '@nestjs/common';
import { WebSocketGateway } from '@nestjs/websockets';
import type { OnGatewayConnection } from '@nestjs/websockets';
import type { PlatformEvents } from '@wattledger/charging';
import type { RawData, WebSocket } from 'ws';
import { Liveness } from './liveness.ts';
import type { AdmittedStation } from './server/admission.ts';
import { TokenBucket } from './server/token-bucket.ts';
import { closeCodes, StationConnection } from './station-connection.ts';
import type { StationServices } from './station-parts.ts';
import { Stations } from './stations.ts';
import { STATION_SERVICES } from './tokens.ts';

type DisconnectCause = PlatformEvents['StationDisconnected']['cause'];

/** RFC 6455 section 7.4.1: what `ws` reports for a frame that was too big. */
const TOO_BIG = 1009;
/** How long stations have to answer our close before their line is cut. */
const CLOSING_MS = 1_000;

/** Where stations come in: NestJS hands over every admitted socket, and from there its frames go to the station. */
@WebSocketGateway()
export class StationGateway implements OnGatewayConnection<WebSocket> {
  private readonly services: StationServices;
  private readonly stations: Stations;
  private readonly liveness: Liveness;
  private stopping = false;

  constructor(@Inject(STATION_SERVICES) services: StationServices, @Inject(Stations) stations: Stations) {
    this.services = services;
    this.stations = stations;
    this.liveness = new Liveness(services.settings.pingSeconds, (connection) =>
      this.services.log.warn({ stationId: connection.admitted.stationId }, 'a station has fallen silent'),
    );
  }

  handleConnection(socket: WebSocket, admitted: AdmittedStation): void {
    const { clock, settings } = this.services;
    const connection = new StationConnection(socket, admitted, clock());
    const bucket = new TokenBucket(settings.messagesPerSecond, clock().getTime());
    const station = this.stations.connect(connection);
    let cause: DisconnectCause | undefined;
    this.liveness.watch(connection);

    socket.on('message', (data: RawData, isBinary: boolean) => {
      connection.heard = true;
      // Not taken: nobody would hear the answer any more. The station asks again when it is back.
      if (this.stopping) return;
      const wait = bucket.take(clock().getTime());
      if (wait > 0) void this.slowDown(connection, wait);
      // OCPP-J is text; a binary frame is kept and refused like any text that is no frame.
      station.receive(connection, isBinary ? `binary frame: ${toBuffer(data).toString('base64')}` : data.toString());
    });
    socket.on('pong', () => {
      connection.heard = true;
    });
    socket.on('error', (error: Error & { code?: string }) => {
      cause = error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' ? 'oversized-frame' : 'protocol-error';
    });
    socket.on('close', (code: number) => {
      this.liveness.forget(connection);
      station.disconnected(connection, code, cause ?? this.causeOf(connection, code));
    });
  }

  /**
   * Answers what was taken, then closes: stations are told to come back, and what is remembered of them is written down.
   */
  async stop(): Promise<void> {
    this.stopping = true;
    this.liveness.stop();
    for (const connection of this.liveness.all()) connection.pause();
    await this.stations.settled();
    for (const connection of this.liveness.all()) connection.close(closeCodes.goingAway, 'the platform is stopping');
    const deadline = Date.now() + CLOSING_MS;
    while ([...this.liveness.all()].length > 0 && Date.now() < deadline) await sleep(10);
    for (const connection of this.liveness.all()) connection.terminate();
    while ([...this.liveness.all()].length > 0) await sleep(1);
    await this.stations.rest();
  }

  private causeOf(connection: StationConnection, code: number): DisconnectCause {
    if (this.stopping) return 'shutdown';
    if (code === TOO_BIG) return 'oversized-frame';
    if (code === closeCodes.abnormal && !connection.heard) return 'silent';
    return 'closed-by-station';
  }

  private async slowDown(connection: StationConnection, milliseconds: number): Promise<void> {
    connection.pause();
    await sleep(milliseconds);
    connection.resume();
  }
}

const toBuffer = (data: RawData): Buffer =>
  Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data);
