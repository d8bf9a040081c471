import { createUnionType, Field, Float, ID, ObjectType } from '@nestjs/graphql';
import type { SessionStateName } from '@wattledger/charging';
import type { SessionRow } from '@wattledger/read-models';
import { connectionOf } from '../schema/connection-type.ts';
import { always, maybe } from '../schema/descriptions.ts';
import { DateTime, StationNumber } from '../schema/scalars.ts';
import type { Shown } from '../schema/shown.ts';
import {
  DriverRefusal,
  InvalidInput,
  LogInRefusal,
  SessionNotActive,
  SessionNotFound,
  StationNotFound,
} from '../schema/user-errors.type.ts';
import { SessionStateType } from '../sessions/session.type.ts';

@ObjectType({ description: 'A driver who has logged in.' })
export class LoggedIn {
  @Field(always('A JWT, to be sent as `Authorization: Bearer <accessToken>`. Shown this once.'))
  accessToken!: string;

  @Field(() => DateTime, always('Until then it is good.'))
  expiresAt!: string;

  @Field(() => ID, always("The driver's account."))
  accountId!: string;

  constructor(loggedIn: { accessToken: string; expiresAt: string; accountId: string }) {
    Object.assign(this, loggedIn);
  }
}

@ObjectType({ description: 'The log-in has ended.' })
export class LoggedOut {
  @Field(() => ID, always("The driver's account."))
  accountId!: string;
}

@ObjectType({ description: 'The driver who asks.' })
export class Me {
  @Field(() => ID, always("The driver's account."))
  accountId!: string;

  @Field(maybe('What the driver logs in with.'))
  userName?: string;

  @Field(maybe('What the driver is called.'))
  name?: string;

  @Field(maybe('RFC 5646 tag of the language that stations are asked to show.'))
  language?: string;

  @Field(always('Charges on credit that was paid before.'))
  prepaid!: boolean;

  @Field(() => DateTime, always('Until then the log-in is good.'))
  expiresAt!: string;
}

@ObjectType({ description: "A session of the driver who asks. Times are the station's own; energies are Wh." })
export class MySession implements Shown<SessionRow, keyof MySession> {
  @Field(() => ID, { name: 'id', ...always('The station and its transaction: `<stationId>:<transactionId>`.') })
  sessionId!: string;

  @Field(() => ID, always('Where it takes place.'))
  stationId!: string;

  @Field(() => StationNumber, maybe('The EVSE.'))
  evseId?: number;

  @Field(() => StationNumber, maybe('The connector.'))
  connectorId?: number;

  @Field(() => SessionStateType, always('Whether it goes on.'))
  state!: SessionStateName;

  @Field(() => DateTime, maybe('When it began.'))
  startedAt?: string;

  @Field(() => DateTime, maybe('When it ended.'))
  endedAt?: string;

  @Field(() => DateTime, always('The newest time that any message about it carries.'))
  updatedAt!: string;

  @Field(() => Float, maybe('How long it lasted, seconds.'))
  durationSeconds?: number;

  @Field(() => Float, maybe('Energy charged so far, Wh.'))
  energyWh?: number;

  @Field(() => Float, maybe('The newest power, W.'))
  powerW?: number;

  @Field(() => Float, maybe('State of charge that was reported last, percent.'))
  socLatest?: number;

  @Field(maybe('OCPP 2.x `chargingState`, such as `SuspendedEV`.'))
  chargingState?: string;

  @Field(maybe('Why it ended, as the station said it.'))
  stopReason?: string;

  @Field(maybe('What it costs, decimal text in `costCurrency`; once it has ended.'))
  costAmount?: string;

  @Field(maybe('ISO 4217 code.'))
  costCurrency?: string;

  @Field(() => Float, maybe('What it costs by now, as was told last.'))
  announcedCost?: number;
}

export const MySessionConnection = connectionOf(MySession, 'sessions of the driver', 'counted');

@ObjectType({ description: 'A connector, as a driver in front of it wants to know it.' })
export class ConnectorForCharging {
  @Field(() => ID, always('The station.'))
  stationId!: string;

  @Field(() => StationNumber, always('The EVSE; in 1.6 the connector.'))
  evseId!: number;

  @Field(() => StationNumber, always('The connector.'))
  connectorId!: number;

  @Field(maybe('As the station said it.'))
  status?: string;

  @Field(always('Whether its station is connected.'))
  online!: boolean;

  @Field(always('Whether a session goes on here.'))
  taken!: boolean;
}

@ObjectType({ description: 'With it one session may be started, at one station and connector, and not for long.' })
export class ChargingToken {
  @Field(always('A JWT, for `startCharging`.'))
  token!: string;

  @Field(() => DateTime, always('Until then it is good.'))
  expiresAt!: string;

  constructor(issued: { token: string; expiresAt: string }) {
    Object.assign(this, issued);
  }
}

@ObjectType({ description: 'The station is being asked; `mySessionChanged` shows what comes of it.' })
export class ChargingAsked {
  @Field(() => ID, always('The station.'))
  stationId!: string;

  constructor(stationId: string) {
    this.stationId = stationId;
  }
}

export const LogInResult = createUnionType({
  name: 'LogInResult',
  description: 'What comes of logging in.',
  types: () => [LoggedIn, LogInRefusal] as const,
});

export const ChargingTokenResult = createUnionType({
  name: 'ChargingTokenResult',
  description: 'What comes of asking for a charging token.',
  types: () => [ChargingToken, StationNotFound, DriverRefusal, InvalidInput] as const,
});

export const ChargingResult = createUnionType({
  name: 'ChargingResult',
  description: 'What comes of starting or stopping.',
  types: () => [ChargingAsked, DriverRefusal, SessionNotFound, SessionNotActive, InvalidInput] as const,
});
