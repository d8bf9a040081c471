import { Field, Float, ID, ObjectType } from '@nestjs/graphql';
import type { MessageDirection } from '@wattledger/ocpp';
import type { MessageStatsRow, ReservationRow, VariableRow } from '@wattledger/read-models';
import { DirectionType } from '../events/event.type.ts';
import { connectionOf } from '../schema/connection-type.ts';
import { always, maybe } from '../schema/descriptions.ts';
import type { Shown } from '../schema/shown.ts';
import { DateTime, StationNumber } from '../schema/scalars.ts';

@ObjectType({
  description:
    'A configuration variable as the station last reported it. An OCPP 1.6 key is a variable of the component `Station`.',
})
export class Variable implements Shown<VariableRow, keyof Variable> {
  @Field(() => ID, always('The station.'))
  stationId!: string;

  @Field(always('The component it belongs to.'))
  component!: string;

  @Field(always('Tells components of one name apart; empty where there is but one.'))
  componentInstance!: string;

  @Field(() => StationNumber, always('The EVSE; 0 for the whole station.'))
  evseId!: number;

  @Field(() => StationNumber, always('The connector; 0 for the whole EVSE.'))
  connectorId!: number;

  @Field(always('Its name.'))
  variable!: string;

  @Field(always('Tells variables of one name apart; empty where there is but one.'))
  variableInstance!: string;

  @Field(always('`Actual`, `Target`, `MinSet` or `MaxSet`.'))
  attribute!: string;

  @Field(maybe('Its value; absent when the station keeps it to itself.'))
  value?: string;

  @Field(maybe('`ReadOnly`, `WriteOnly` or `ReadWrite`, where the station said so.'))
  mutability?: string;

  @Field(() => DateTime, always('When the station said so.'))
  at!: string;
}

@ObjectType({ description: 'How often a station and the platform said something to each other.' })
export class MessageStatistic implements Shown<MessageStatsRow, keyof MessageStatistic> {
  @Field(() => ID, always('The station.'))
  stationId!: string;

  @Field(always('OCPP action; `(unknown)` for all that no OCPP version knows.'))
  action!: string;

  @Field(() => DirectionType, always('Who said it.'))
  direction!: MessageDirection;

  @Field(always('`call`, `result`, `error`, `resultError` or `send`.'))
  kind!: string;

  @Field(() => Float, always('How often.'))
  messages!: number;

  @Field(() => Float, always('How often it departed from its schema, or from what a station should do.'))
  deviating!: number;

  @Field(() => DateTime, always('When it was said first.'))
  firstAt!: string;

  @Field(() => DateTime, always('When it was said last.'))
  lastAt!: string;
}

@ObjectType({ description: 'A reservation as the station last confirmed it.' })
export class Reservation implements Shown<ReservationRow, keyof Reservation> {
  @Field(() => ID, always('The station.'))
  stationId!: string;

  @Field(() => StationNumber, always('Its number at that station.'))
  reservationId!: number;

  @Field(always('`Reserved`, `Used`, `Cancelled`, `Expired`, `Removed` or `NoTransaction`.'))
  status!: string;

  @Field(() => StationNumber, maybe('The EVSE it holds.'))
  evseId?: number;

  @Field(() => StationNumber, maybe('The connector it holds.'))
  connectorId?: number;

  @Field(() => DateTime, maybe('Until when it holds.'))
  expiresAt?: string;

  @Field(() => DateTime, maybe('When it was made.'))
  reservedAt?: string;

  @Field(() => DateTime, always('When its status changed last.'))
  changedAt!: string;

  @Field(() => ID, maybe('The session that used it.'))
  sessionId?: string;

  /** Opened by its resolver for those who may read it. */
  token?: string;
}

export const VariableConnection = connectionOf(Variable, 'variables', 'counted');
export const MessageStatisticConnection = connectionOf(MessageStatistic, 'message statistics', 'counted');
export const ReservationConnection = connectionOf(Reservation, 'reservations', 'counted');
