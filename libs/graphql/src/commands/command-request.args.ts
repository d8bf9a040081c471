import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';
import type { JsonObject } from '@wattledger/kernel';
import { maybe } from '../schema/descriptions.ts';
import { JsonScalar } from '../schema/scalars.ts';

/** What can be said about every command. */
@ArgsType()
export class CommandOptions {
  @Field(
    () => String,
    maybe('The same key with the same command gives the first command again, for ever: repeat a request without fear.'),
  )
  idempotencyKey?: string;

  @Field(() => String, maybe('Why, for whoever reads the history.'))
  reason?: string;

  @Field(() => Int, maybe('After this the command is no longer sent: 1 second to 30 days; 300 when absent.'))
  expiresInSeconds?: number;

  @Field(() => Boolean, maybe('Keeps the command until the station is back, instead of refusing it at once.'))
  waitForStation?: boolean;

  @Field(() => Int, maybe('How long the station may take to answer: 1 to 600; 30 when absent.'))
  answerTimeoutSeconds?: number;
}

@ArgsType()
export class StationCommandArgs extends CommandOptions {
  @Field(() => ID, { description: 'The station that is asked.' })
  stationId!: string;
}

@ArgsType()
export class RequestBatteryStatusArgs extends StationCommandArgs {
  @Field(() => Int, maybe('At this EVSE only; in OCPP 1.6 at this connector.'))
  evseId?: number;

  @Field(() => Int, maybe('At this connector only.'))
  connectorId?: number;
}

@ArgsType()
export class StartSessionArgs extends StationCommandArgs {
  @Field(() => String, { description: 'The token in whose name the session is started. Sealed in the log.' })
  token!: string;

  @Field(() => String, maybe('Kind of the token, such as `Central` or `ISO14443`; OCPP 2.x.'))
  tokenType?: string;

  @Field(() => Int, maybe('At this EVSE; in OCPP 1.6 at this connector.'))
  evseId?: number;

  @Field(() => Int, maybe('At this connector.'))
  connectorId?: number;
}

@ArgsType()
export class StopSessionArgs extends CommandOptions {
  @Field(() => ID, maybe('The session; else name the station and its transaction.'))
  sessionId?: string;

  @Field(() => ID, maybe('The station.'))
  stationId?: string;

  @Field(() => String, maybe("The station's own id of the transaction."))
  transactionId?: string;
}

@ArgsType()
export class ResetStationArgs extends StationCommandArgs {
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'At once, running sessions are cut off; otherwise once they have ended.',
  })
  immediate!: boolean;

  @Field(() => Int, maybe('Only this EVSE; OCPP 2.x.'))
  evseId?: number;
}

@ArgsType()
export class UnlockConnectorArgs extends StationCommandArgs {
  @Field(() => Int, { description: 'The EVSE; in OCPP 1.6 the connector.' })
  evseId!: number;

  @Field(() => Int, { defaultValue: 1, description: 'The connector of that EVSE; OCPP 2.x.' })
  connectorId!: number;
}

@ArgsType()
export class ChangeAvailabilityArgs extends StationCommandArgs {
  @Field(() => Boolean, { description: 'True: into service; false: out of service.' })
  operative!: boolean;

  @Field(() => Int, maybe('Only this EVSE; in OCPP 1.6 this connector.'))
  evseId?: number;

  @Field(() => Int, maybe('Only this connector.'))
  connectorId?: number;
}

@InputType({ description: 'Names a configuration variable. An OCPP 1.6 key is a variable without a component.' })
export class VariableNameInput {
  @Field(() => String, maybe('The component it belongs to; OCPP 2.x.'))
  component?: string;

  @Field(() => String, { description: 'Its name.' })
  variable!: string;

  @Field(() => Int, maybe('Of this EVSE; OCPP 2.x.'))
  evseId?: number;
}

@ArgsType()
export class GetVariablesArgs extends StationCommandArgs {
  @Field(() => [VariableNameInput], {
    defaultValue: [],
    description: 'Which variables; none means all (1.6) or a full report (2.x).',
  })
  variables!: VariableNameInput[];
}

@ArgsType()
export class SetVariableArgs extends StationCommandArgs {
  @Field(() => VariableNameInput, { description: 'Which variable.' })
  variable!: VariableNameInput;

  @Field(() => String, { description: 'Its new value.' })
  value!: string;
}

@ArgsType()
export class SendCommandArgs extends StationCommandArgs {
  @Field(() => String, { description: 'OCPP action, of the version that the station speaks.' })
  action!: string;

  @Field(() => JsonScalar, { description: 'Payload of the call, held against the official schema.' })
  payload!: JsonObject;
}
