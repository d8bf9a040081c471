import { Inject } from '@nestjs/common';
import { Args, Context, ID, Int, Mutation, Query, Resolver, Subscription } from '@nestjs/graphql';
import type { DriverCaller, Drivers } from '@wattledger/access';
import { isRefusal } from '@wattledger/kernel';
import type { Refusal } from '@wattledger/kernel';
import type { Sealer } from '@wattledger/event-log';
import { sessionsTable } from '@wattledger/read-models';
import type { SessionRow } from '@wattledger/read-models';
import { DRIVERS, ROWS, SEALER } from '../collaborators.ts';
import { refuseRequest } from '../errors.ts';
import { Driver } from '../request/caller.ts';
import type { RequestContext } from '../request/context.ts';
import { anyone, driversOnly, Roles } from '../request/roles.ts';
import { columnsIn } from '../rows/conditions.ts';
import type { Page } from '../rows/page.ts';
import type { Rows } from '../rows/rows.ts';
import { always, maybe } from '../schema/descriptions.ts';
import { PageArgs } from '../schema/page-args.ts';
import { userErrorOf } from '../schema/user-errors.type.ts';
import type { UserError } from '../schema/user-errors.type.ts';
import { sessionOrders } from '../sessions/session.list.ts';
import { LiveRows } from '../subscriptions/live-rows.ts';
import { DriverDesk, placeInQrCode } from './driver-desk.ts';
import {
  ChargingResult,
  ChargingTokenResult,
  ConnectorForCharging,
  LoggedIn,
  LoggedOut,
  LogInResult,
  Me,
  MySession,
  MySessionConnection,
} from './driver.type.ts';
import type { ChargingAsked, ChargingToken } from './driver.type.ts';

const text = (name: string, description: string) => ({ name, type: () => String, description });
const stationId = (nullable = false) => ({ name: 'stationId', type: () => ID, nullable, description: 'The station.' });
const number = (name: string, description: string, nullable = false) => ({ name, type: () => Int, nullable, description });

const session = columnsIn(sessionsTable);

/** What drivers may do with their phones. Whoever has logged in sees what is their own, and nothing else of the API. */
@Resolver()
export class DriverResolver {
  private readonly drivers: Drivers;
  private readonly desk: DriverDesk;
  private readonly rows: Rows;
  private readonly sealer: Sealer;
  private readonly live: LiveRows;

  constructor(
    @Inject(DRIVERS) drivers: Drivers,
    desk: DriverDesk,
    @Inject(ROWS) rows: Rows,
    @Inject(SEALER) sealer: Sealer,
    live: LiveRows,
  ) {
    this.drivers = drivers;
    this.desk = desk;
    this.rows = rows;
    this.sealer = sealer;
    this.live = live;
  }

  @Roles(anyone)
  @Mutation(() => LogInResult, {
    description:
      'Lets a driver in. The one field that takes no key; guesses lock the account and the address for a growing time.',
  })
  async logIn(
    @Args(text('userName', 'Of the account; case does not count.')) userName: string,
    @Args(text('password', 'Send it in a variable, not in the query itself.')) password: string,
    @Context() { address = '' }: RequestContext,
  ): Promise<LoggedIn | UserError> {
    const loggedIn = await this.drivers.logIns.logIn(userName, password, address);
    return isRefusal(loggedIn) ? userErrorOf(loggedIn) : new LoggedIn(loggedIn);
  }

  @Roles(driversOnly)
  @Mutation(() => LoggedOut, { description: 'Ends the log-in that came with the request.' })
  async logOut(@Driver() driver: DriverCaller): Promise<LoggedOut> {
    await this.drivers.logIns.logOut(driver);
    return { accountId: driver.accountId };
  }

  @Roles(driversOnly)
  @Query(() => Me, maybe('The driver who asks.'))
  async me(@Driver() { accountId, expiresAt }: DriverCaller): Promise<Me | undefined> {
    const account = await this.drivers.accounts.get(accountId);
    if (!account) return undefined;
    const { name, language, prepaid = false } = account.details;
    return {
      accountId,
      userName: await this.sealer.unseal(account.userName),
      ...(name && { name: await this.sealer.unseal(name) }),
      ...(language && { language }),
      prepaid,
      expiresAt,
    };
  }

  @Roles(driversOnly)
  @Query(() => MySessionConnection, always('Sessions of the driver who asks, the newest first, page by page.'))
  mySessions(@Args() args: PageArgs, @Driver() { accountId }: DriverCaller): Promise<Page<SessionRow>> {
    const conditions = [session.is('accountId')(accountId)];
    return this.rows.page({ table: sessionsTable, conditions, order: sessionOrders.by.STARTED_DESC, args });
  }

  @Roles(driversOnly)
  @Query(() => ConnectorForCharging, maybe('A connector, named by station and EVSE or by the text of its QR code.'))
  async connectorForCharging(
    @Args(stationId(true)) station: string | null | undefined,
    @Args(number('evseId', 'The EVSE; in 1.6 the connector.', true)) evseId: number | null | undefined,
    @Args({ ...text('qrCode', '`<stationId>/<evseId>`, or a web address that ends so.'), nullable: true })
    qrCode: string | null | undefined,
  ): Promise<ConnectorForCharging | undefined> {
    const named = station && typeof evseId === 'number' ? { stationId: station, evseId } : undefined;
    const place = named ?? (qrCode ? placeInQrCode(qrCode) : undefined);
    return place && this.desk.connector(place);
  }

  @Roles(driversOnly)
  @Mutation(() => ChargingTokenResult, {
    description: 'Makes a token with which one session may be started there, once and within minutes.',
  })
  async requestChargingToken(
    @Args(stationId()) station: string,
    @Args(number('evseId', 'The EVSE; in 1.6 the connector.')) evseId: number,
    @Args(number('connectorId', 'The connector of the EVSE; any when absent.', true)) connectorId: number | null | undefined,
    @Driver() driver: DriverCaller,
  ): Promise<ChargingToken | UserError> {
    if (evseId < 1) return userErrorOf(refuseRequest('input-invalid', 'EVSEs are numbered from 1.'));
    const place = { stationId: station, evseId, ...(typeof connectorId === 'number' && { connectorId }) };
    return told(await this.desk.grant(place, driver));
  }

  @Roles(driversOnly)
  @Mutation(() => ChargingResult, { description: 'Asks the station to start a session. The token is used up.' })
  async startCharging(
    @Args(text('token', 'From `requestChargingToken`.')) token: string,
    @Driver() driver: DriverCaller,
  ): Promise<ChargingAsked | UserError> {
    return told(await this.desk.start(token, driver));
  }

  @Roles(driversOnly)
  @Mutation(() => ChargingResult, { description: 'Asks the station to stop a session of the driver who asks.' })
  async stopCharging(
    @Args('sessionId', { type: () => ID, description: 'One of `mySessions`.' }) sessionId: string,
    @Driver() driver: DriverCaller,
  ): Promise<ChargingAsked | UserError> {
    return told(await this.desk.stop(sessionId, driver));
  }

  @Roles(driversOnly)
  @Subscription(() => MySession, {
    description: 'Sessions of the driver who asks, as they change. Changes in quick succession may be told as one.',
    resolve: (row: SessionRow) => row,
  })
  mySessionChanged(@Driver() { accountId }: DriverCaller): AsyncIterableIterator<SessionRow> {
    return this.live.watch({
      table: sessionsTable,
      where: session.is('accountId')(accountId),
      lately: () => [session.is('state')('active')],
    });
  }
}

const told = <Value extends object>(outcome: Value | Refusal): Value | UserError =>
  isRefusal(outcome) ? userErrorOf(outcome) : outcome;
