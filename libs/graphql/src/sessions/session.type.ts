import { Field, Float, ID, ObjectType } from '@nestjs/graphql';
import type { InterruptionCause, RegisterSource, SessionStateName } from '@wattledger/charging';
import type { SessionRow } from '@wattledger/read-models';
import { connectionOf } from '../schema/connection-type.ts';
import { always, maybe } from '../schema/descriptions.ts';
import { enumType } from '../schema/enum-type.ts';
import type { Shown } from '../schema/shown.ts';
import { DateTime, StationNumber } from '../schema/scalars.ts';

export const SessionStateType = enumType<SessionStateName>('SessionState', 'Whether a session goes on.', {
  active: 'The station has told of its start, and nothing says that it is over.',
  ended: 'The station has told of its end.',
  interrupted:
    'The station has not told of an end, yet the session cannot be going on. A stop that is replayed later ends it, a sign of life resumes it.',
});

const InterruptionCauseType = enumType<InterruptionCause>('InterruptionCause', 'Why a session cannot be going on.', {
  'station-restarted': 'The station has started anew and not mentioned the session since.',
  'another-session-on-the-connector': 'Another session has begun on the same connector.',
});

const RegisterSourceType = enumType<RegisterSource>('RegisterSource', 'Which message gave an energy register.', {
  start: 'The call that started the session.',
  stop: 'The call that stopped it.',
  reading: 'A meter reading on the way.',
});

@ObjectType({
  description: "A charging session, whatever OCPP version reported it. Times are the station's own; energies are Wh.",
})
export class Session implements Shown<SessionRow, keyof Session> {
  @Field(() => ID, { name: 'id', ...always('The station and its transaction: `<stationId>:<transactionId>`.') })
  sessionId!: string;

  @Field(() => ID, always('Where it takes place.'))
  stationId!: string;

  @Field(always("The station's own id for it, as text."))
  transactionId!: string;

  @Field(() => StationNumber, maybe('The EVSE; absent while no message has said where.'))
  evseId?: number;

  @Field(() => StationNumber, maybe('The connector; absent while no message has said where.'))
  connectorId?: number;

  @Field(() => SessionStateType, always('Whether it goes on.'))
  state!: SessionStateName;

  @Field(() => InterruptionCauseType, maybe('Why it cannot be going on.'))
  interruptedBecause?: InterruptionCause;

  @Field(() => DateTime, maybe('Absent for a session whose start the platform never heard of.'))
  startedAt?: string;

  @Field(() => DateTime, maybe('When it ended; of an interrupted session, when it last gave a sign of life.'))
  endedAt?: string;

  @Field(() => DateTime, always('The newest time that any message about it carries.'))
  updatedAt!: string;

  @Field(() => Float, maybe('How long it lasted, seconds.'))
  durationSeconds?: number;

  @Field(maybe('A pseudonym for the holder of the token: equal for equal tokens.'))
  tokenSubject?: string;

  @Field(maybe('Kind of the token, such as `ISO14443`.'))
  tokenType?: string;

  @Field(() => Float, maybe('The energy register at the start, Wh.'))
  meterStartWh?: number;

  @Field(() => RegisterSourceType, maybe('Where `meterStartWh` comes from.'))
  meterStartFrom?: RegisterSource;

  @Field(() => DateTime, maybe('When `meterStartWh` was read.'))
  meterStartAt?: string;

  @Field(() => Float, maybe('The newest reading of the energy register, Wh.'))
  meterLatestWh?: number;

  @Field(() => DateTime, maybe('When `meterLatestWh` was read.'))
  meterLatestAt?: string;

  @Field(() => Float, maybe('The energy register at the end, Wh.'))
  meterStopWh?: number;

  @Field(() => RegisterSourceType, maybe('Where `meterStopWh` comes from.'))
  meterStopFrom?: RegisterSource;

  @Field(() => Float, maybe('Energy charged, Wh: stop minus start; while it charges, the newest reading minus start.'))
  energyWh?: number;

  @Field(() => Float, maybe('The newest power, W, all phases together.'))
  powerW?: number;

  @Field(() => DateTime, maybe('When `powerW` was measured.'))
  powerAt?: string;

  @Field(() => Float, maybe('State of charge that was reported first, percent.'))
  socStart?: number;

  @Field(() => DateTime, maybe('When `socStart` was measured.'))
  socStartAt?: string;

  @Field(() => Float, maybe('State of charge that was reported last, percent.'))
  socLatest?: number;

  @Field(() => DateTime, maybe('When `socLatest` was measured.'))
  socLatestAt?: string;

  @Field(maybe('Why it ended, as the station said it.'))
  stopReason?: string;

  @Field(maybe('OCPP 2.x `triggerReason` of its first message.'))
  startTrigger?: string;

  @Field(maybe('OCPP 2.x `triggerReason` of its last message.'))
  stopTrigger?: string;

  @Field(maybe('OCPP 2.x `chargingState`, such as `SuspendedEV`.'))
  chargingState?: string;

  @Field(() => DateTime, maybe('When the station said so.'))
  chargingStateAt?: string;

  @Field(always('Some of it was told later than it happened, because the station had no connection.'))
  offline!: boolean;

  @Field(() => StationNumber, maybe('The reservation it used.'))
  reservationId?: number;

  @Field(() => StationNumber, maybe('The remote start that led to it.'))
  remoteStartId?: number;

  @Field(maybe('What the platform charged, decimal text in `costCurrency`.'))
  costAmount?: string;

  @Field(maybe('ISO 4217 code.'))
  costCurrency?: string;

  @Field(() => Float, maybe('The running total that the platform last told the station or its driver.'))
  announcedCost?: number;

  @Field(always('Some of its meter values were signed; the signatures are in the events.'))
  signed!: boolean;

  /** Opened by its resolver for those who may read it. */
  token?: string;
  stopToken?: string;
  startRevision?: number;
  endRevision?: number;
}

export const SessionConnection = connectionOf(Session, 'sessions', 'counted');
