import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { ApiCaller } from '@wattledger/access';
import type { Command, VariableName } from '@wattledger/charging';
import { isRefusal } from '@wattledger/kernel';
import { Caller } from '../request/caller.ts';
import { commandingRoles, Roles } from '../request/roles.ts';
import { userErrorOf } from '../schema/user-errors.type.ts';
import type { UserError } from '../schema/user-errors.type.ts';
import {
  ChangeAvailabilityArgs,
  GetVariablesArgs,
  RequestBatteryStatusArgs,
  ResetStationArgs,
  SendCommandArgs,
  SetVariableArgs,
  StartSessionArgs,
  StationCommandArgs,
  StopSessionArgs,
  UnlockConnectorArgs,
} from './command-request.args.ts';
import type { VariableNameInput } from './command-request.args.ts';
import { CommandResult } from './command-result.type.ts';
import type { CommandTaken } from './command-result.type.ts';
import { CommandTaker } from './command-taker.ts';

type Outcome = Promise<CommandTaken | UserError>;

/** What is asked of stations, whatever OCPP version they speak. */
@Resolver()
export class CommandMutations {
  private readonly taker: CommandTaker;

  constructor(taker: CommandTaker) {
    this.taker = taker;
  }

  @Roles(commandingRoles)
  @Mutation(() => CommandResult, {
    description: 'Asks a station for its battery and meter readings of now. `Command.reading` shows what it measured.',
  })
  requestBatteryStatus(@Args() args: RequestBatteryStatusArgs, @Caller() caller: ApiCaller): Outcome {
    return this.take(args, { name: 'RequestBatteryStatus', ...placeIn(args) }, caller);
  }

  @Roles(commandingRoles)
  @Mutation(() => CommandResult, { description: 'Asks a station to start a session.' })
  startSession(@Args() args: StartSessionArgs, @Caller() caller: ApiCaller): Outcome {
    const { token, tokenType } = args;
    return this.take(args, { name: 'StartSession', ...placeIn(args), token, ...(tokenType && { tokenType }) }, caller);
  }

  @Roles(commandingRoles)
  @Mutation(() => CommandResult, { description: 'Asks a station to stop a session.' })
  async stopSession(@Args() args: StopSessionArgs, @Caller() caller: ApiCaller): Outcome {
    const stop = await this.taker.stop(args);
    return isRefusal(stop) ? userErrorOf(stop) : this.taker.take(stop.stationId, stop.command, args, caller);
  }

  @Roles(commandingRoles)
  @Mutation(() => CommandResult, { description: 'Asks a station to start anew.' })
  resetStation(@Args() args: ResetStationArgs, @Caller() caller: ApiCaller): Outcome {
    return this.take(args, { name: 'ResetStation', immediate: args.immediate, ...placeIn({ evseId: args.evseId }) }, caller);
  }

  @Roles(commandingRoles)
  @Mutation(() => CommandResult, { description: 'Asks a station to let go of the cable at a connector.' })
  unlockConnector(@Args() args: UnlockConnectorArgs, @Caller() caller: ApiCaller): Outcome {
    const { evseId, connectorId } = args;
    return this.take(args, { name: 'UnlockConnector', evseId, connectorId }, caller);
  }

  @Roles(commandingRoles)
  @Mutation(() => CommandResult, { description: 'Takes a station, an EVSE or a connector into or out of service.' })
  changeAvailability(@Args() args: ChangeAvailabilityArgs, @Caller() caller: ApiCaller): Outcome {
    return this.take(args, { name: 'ChangeAvailability', operative: args.operative, ...placeIn(args) }, caller);
  }

  @Roles(commandingRoles)
  @Mutation(() => CommandResult, {
    description: 'Asks a station for configuration variables; `variables` shows what it reports.',
  })
  getVariables(@Args() args: GetVariablesArgs, @Caller() caller: ApiCaller): Outcome {
    return this.take(args, { name: 'GetVariables', variables: args.variables.map(variableName) }, caller);
  }

  @Roles(commandingRoles)
  @Mutation(() => CommandResult, { description: 'Changes a configuration variable of a station.' })
  setVariable(@Args() args: SetVariableArgs, @Caller() caller: ApiCaller): Outcome {
    return this.take(args, { name: 'SetVariable', variable: variableName(args.variable), value: args.value }, caller);
  }

  @Roles(commandingRoles)
  @Mutation(() => CommandResult, { description: 'Asks a station to forget whom it has let charge (ClearCache).' })
  clearCache(@Args() args: StationCommandArgs, @Caller() caller: ApiCaller): Outcome {
    return this.take(args, { name: 'ClearCache' }, caller);
  }

  @Roles(commandingRoles)
  @Mutation(() => CommandResult, { description: 'Asks a station for the version of its local list of tokens.' })
  getLocalListVersion(@Args() args: StationCommandArgs, @Caller() caller: ApiCaller): Outcome {
    return this.take(args, { name: 'GetLocalListVersion' }, caller);
  }

  @Roles(commandingRoles)
  @Mutation(() => CommandResult, { description: "Sends any action of the station's own OCPP version." })
  async sendCommand(@Args() args: SendCommandArgs, @Caller() caller: ApiCaller): Outcome {
    const { stationId, action, payload } = args;
    return this.taker.take(stationId, await this.taker.call(stationId, action, payload), args, caller);
  }

  private take(args: StationCommandArgs, command: Command, caller: ApiCaller): Outcome {
    return this.taker.take(args.stationId, command, args, caller);
  }
}

interface Place {
  readonly evseId?: number | null;
  readonly connectorId?: number | null;
}

/** GraphQL knows `null` where commands know absence. */
const placeIn = ({ evseId, connectorId }: Place): { evseId?: number; connectorId?: number } => ({
  ...(typeof evseId === 'number' && { evseId }),
  ...(typeof connectorId === 'number' && { connectorId }),
});

const variableName = ({ component, variable, evseId }: VariableNameInput): VariableName => ({
  ...(component && { component }),
  variable,
  ...placeIn({ evseId }),
});
