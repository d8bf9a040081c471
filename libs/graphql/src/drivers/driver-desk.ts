import { Inject, Injectable } from '@nestjs/common';
import type { DriverCaller, Drivers } from '@wattledger/access';
import { refuseDriver } from '@wattledger/charging';
import type { CommandDesk } from '@wattledger/commands';
import { isRefusal } from '@wattledger/kernel';
import type { Refusal } from '@wattledger/kernel';
import { connectorsTable, sessionsTable, stationsTable } from '@wattledger/read-models';
import type { ConnectorRow } from '@wattledger/read-models';
import { COMMAND_DESK, DRIVERS, ROWS } from '../collaborators.ts';
import { refuseRequest } from '../errors.ts';
import { columnsIn } from '../rows/conditions.ts';
import type { Rows } from '../rows/rows.ts';
import { ChargingAsked, ChargingToken } from './driver.type.ts';
import type { ConnectorForCharging } from './driver.type.ts';

export interface Place {
  readonly stationId: string;
  readonly evseId: number;
  readonly connectorId?: number;
}

const connectors = columnsIn(connectorsTable);

/** What drivers may have done at stations: start with a grant of their own, and stop what is their own. */
@Injectable()
export class DriverDesk {
  private readonly drivers: Drivers;
  private readonly desk: CommandDesk;
  private readonly rows: Rows;

  constructor(@Inject(DRIVERS) drivers: Drivers, @Inject(COMMAND_DESK) desk: CommandDesk, @Inject(ROWS) rows: Rows) {
    this.drivers = drivers;
    this.desk = desk;
    this.rows = rows;
  }

  async connector(place: Place): Promise<ConnectorForCharging | undefined> {
    const row = await this.connectorRow(place);
    const station = row && (await this.rows.withKey(stationsTable, [row.stationId]));
    if (!row || !station) return undefined;
    const { stationId, evseId, connectorId, status, currentSessionId } = row;
    return { stationId, evseId, connectorId, status, online: station.connected, taken: currentSessionId !== undefined };
  }

  async grant({ stationId, evseId, connectorId }: Place, { accountId }: DriverCaller): Promise<ChargingToken | Refusal> {
    if (!(await this.rows.withKey(stationsTable, [stationId])))
      return refuseRequest('station-unknown', `There is no station ${stationId}.`);
    const request = { accountId, stationId, evseId, ...(connectorId !== undefined && { connectorId }), by: 'app' } as const;
    const issued = await this.drivers.grants.issue(request);
    return new ChargingToken({ token: await this.drivers.grants.sign(issued, request), expiresAt: issued.expiresAt });
  }

  async start(jwt: string, { accountId }: DriverCaller): Promise<ChargingAsked | Refusal> {
    const redeemed = await this.drivers.grants.redeem(jwt, accountId);
    if (isRefusal(redeemed)) return redeemed;
    const { token, stationId, evseId, connectorId } = redeemed;
    const place = { ...(evseId !== undefined && { evseId }), ...(connectorId !== undefined && { connectorId }) };
    return this.ask(
      stationId,
      { name: 'StartSession', ...place, token, tokenType: 'Central' },
      accountId,
      `start ${redeemed.grantId}`,
    );
  }

  async stop(sessionId: string, { accountId }: DriverCaller): Promise<ChargingAsked | Refusal> {
    const session = await this.rows.withKey(sessionsTable, [sessionId]);
    if (session?.accountId !== accountId) return refuseRequest('session-unknown', `You have no session ${sessionId}.`);
    if (session.state === 'ended') return refuseRequest('session-over', `The session ${sessionId} has ended.`);
    const { stationId, transactionId } = session;
    return this.ask(stationId, { name: 'StopSession', transactionId }, accountId);
  }

  private async ask(
    stationId: string,
    command: Parameters<CommandDesk['request']>[0]['command'],
    accountId: string,
    idempotencyKey?: string,
  ): Promise<ChargingAsked | Refusal> {
    const request = {
      stationId,
      command,
      requestedBy: `account:${accountId}`,
      reason: 'asked by the driver',
      expiresInSeconds: 60,
    };
    const taken = await this.desk.request({ ...request, ...(idempotencyKey && { idempotencyKey }) });
    return isRefusal(taken) ? refuseDriver('grant-invalid', taken.message) : new ChargingAsked(stationId);
  }

  /** In 2.x connector 0 stands for the EVSE as a whole: any real one is better. */
  private async connectorRow({ stationId, evseId, connectorId }: Place): Promise<ConnectorRow | undefined> {
    const conditions = [connectors.is('stationId')(stationId), connectors.is('evseId')(evseId)];
    if (connectorId !== undefined) conditions.push(connectors.is('connectorId')(connectorId));
    return (await this.rows.where(connectorsTable, ...conditions)).at(-1);
  }
}

/**
 * Where a sticker on a station says it is: `<stationId>/<evseId>`, or a web address that ends so. Ids are percent-encoded.
 *
 *     placeInQrCode('https://charge.example.com/qr/oak-street-1/2') // { stationId: 'oak-street-1', evseId: 2 }
 */
export function placeInQrCode(text: string): Place | undefined {
  const [station, evse] = (text.split(/[?#]/, 1)[0] ?? '')
    .split('/')
    .filter((part) => part !== '')
    .slice(-2);
  const evseId = Number(evse);
  if (!station || !Number.isInteger(evseId) || evseId < 1) return undefined;
  try {
    return { stationId: decodeURIComponent(station), evseId };
  } catch {
    return undefined;
  }
}
