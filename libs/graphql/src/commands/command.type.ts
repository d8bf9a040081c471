import { Field, Float, ID, ObjectType } from '@nestjs/graphql';
import type { CommandName } from '@wattledger/charging';
import type { CommandReading as CommandReadingRow, CommandRow, CommandStatus } from '@wattledger/read-models';
import { connectionOf } from '../schema/connection-type.ts';
import { always, maybe } from '../schema/descriptions.ts';
import { enumType } from '../schema/enum-type.ts';
import type { Shown } from '../schema/shown.ts';
import { DateTime, Position, StationNumber } from '../schema/scalars.ts';

export const CommandStatusType = enumType<CommandStatus>('CommandStatus', 'What has become of a command.', {
  requested: 'Waits to be sent.',
  sent: "On the station's wire; its answer is awaited.",
  accepted: 'The station will do it, or has done it.',
  rejected: 'The station said no: `answer` says how.',
  failed: 'The station answered with a CALLERROR: see `errorCode` and `errorDescription`.',
  unanswered: 'The station did not answer in time, or lost its connection before it did.',
  expired: 'Not sent before its time was over.',
  refused: 'The platform would not send it: see `errorCode` and `errorDescription`.',
});

export const CommandNameType = enumType<CommandName>(
  'CommandName',
  'What a station can be asked, whatever OCPP version it speaks.',
  {
    RequestBatteryStatus: 'Tell the battery and meter readings of now.',
    StartSession: 'Start a session.',
    StopSession: 'Stop a session.',
    ResetStation: 'Start anew.',
    UnlockConnector: 'Let go of a cable.',
    ChangeAvailability: 'Go into or out of service.',
    GetVariables: 'Tell configuration variables.',
    SetVariable: 'Change a configuration variable.',
    SetPassword: 'Connect with another password.',
    SendCertificate: 'Take a certificate that it has asked for.',
    ClearCache: 'Forget whom it has let charge.',
    GetLocalListVersion: 'Tell the version of its local list of tokens.',
    SendLocalList: 'Take a local list of tokens, or changes of it.',
    SetDefaultTariff: 'Compute and show costs by a tariff (2.1).',
    GetTariffs: 'Tell which tariffs are set (2.1).',
    ClearTariffs: 'Forget tariffs (2.1).',
    ChangeTransactionTariff: 'Compute and show the cost of a session by another tariff (2.1).',
    ShowCost: 'Show what a session costs.',
    ShowUserPrice: 'Show a driver what charging costs them (1.6).',
    SendCall: "Any action of the station's own OCPP version.",
  },
);

@ObjectType({ description: 'One value that a station measured, in the base unit of its quantity.' })
export class Reading {
  @Field(always("OCPP's name of the quantity."))
  measurand!: string;

  @Field(maybe('The phase, where it was measured on one.'))
  phase?: string;

  @Field(always('Where it was measured.'))
  location!: string;

  @Field(() => Float, always('The value, in `unit`.'))
  value!: number;

  @Field(always('Wh, W, A, V, Celsius, Percent ...'))
  unit!: string;

  @Field(always('What made the station measure it.'))
  context!: string;
}

@ObjectType({ description: 'What a station measured because a command asked for it.' })
export class CommandReading {
  @Field(() => DateTime, always('When it was measured.'))
  at!: string;

  @Field(() => StationNumber, always('The EVSE.'))
  evseId!: number;

  @Field(() => StationNumber, always('The connector.'))
  connectorId!: number;

  @Field(() => ID, maybe('The session that went on there.'))
  sessionId?: string;

  @Field(() => [Reading], always('The values.'))
  readings!: Reading[];
}

@ObjectType({ description: 'Something that a station was asked to do, and what became of it.' })
export class Command implements Shown<CommandRow, keyof Command> {
  @Field(() => ID, { name: 'id', ...always('Its id.') })
  commandId!: string;

  @Field(() => ID, always('The station that was asked.'))
  stationId!: string;

  @Field(() => CommandNameType, always('What was asked.'))
  name!: CommandName;

  @Field(() => CommandStatusType, always('What has become of it.'))
  status!: CommandStatus;

  @Field(always('Who asked: the id of the API key, or `cli`.'))
  requestedBy!: string;

  @Field(maybe('Why, in the words of whoever asked.'))
  reason?: string;

  @Field(maybe('The key under which a repetition gives this command again.'))
  idempotencyKey?: string;

  @Field(always('It waits for the station to come back, instead of being refused at once.'))
  waitForStation!: boolean;

  @Field(() => DateTime, always('When it was asked.'))
  requestedAt!: string;

  @Field(() => DateTime, always('After this it is no longer sent.'))
  expiresAt!: string;

  @Field(maybe('OCPP action of the call that was sent.'))
  action?: string;

  @Field(maybe('OCPP message id of the call that was sent.'))
  messageId?: string;

  @Field(() => DateTime, maybe('When the call was sent.'))
  sentAt?: string;

  @Field(() => DateTime, maybe('When the station answered.'))
  answeredAt?: string;

  @Field(() => DateTime, maybe('When nothing more can come of it; a battery request that was accepted is done with its reading.'))
  doneAt?: string;

  @Field(maybe("The `status` in the station's answer, where it has one."))
  answerStatus?: string;

  @Field(maybe('Why it failed or was refused: an OCPP error code, or a code of the platform.'))
  errorCode?: string;

  @Field(maybe('The same in words.'))
  errorDescription?: string;

  @Field(() => CommandReading, maybe('Of `REQUEST_BATTERY_STATUS`: what the station measured.'))
  reading?: CommandReadingRow;

  @Field(() => Position, always('Where the request stands in the log.'))
  requestedPosition!: number;

  @Field(() => Position, always('Where the newest event stands that counts here.'))
  updatedPosition!: number;
}

export const CommandConnection = connectionOf(Command, 'commands', 'counted');
