import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, ID, Int, Mutation, Resolver } from '@nestjs/graphql';
import { refuseAccess } from '@wattledger/access';
import type { ApiCaller, Tariffs } from '@wattledger/access';
import { stationTariff } from '@wattledger/charging';
import type { StationTariff } from '@wattledger/charging';
import { isRefusal } from '@wattledger/kernel';
import type { Refusal } from '@wattledger/kernel';
import { sessionsTable } from '@wattledger/read-models';
import { ROWS, TARIFFS } from '../collaborators.ts';
import { CommandOptions, StationCommandArgs } from '../commands/command-request.args.ts';
import { CommandResult } from '../commands/command-result.type.ts';
import type { CommandTaken } from '../commands/command-result.type.ts';
import { CommandTaker } from '../commands/command-taker.ts';
import { refuseRequest } from '../errors.ts';
import { Caller } from '../request/caller.ts';
import { commandingRoles, Roles } from '../request/roles.ts';
import type { Rows } from '../rows/rows.ts';
import { always, maybe } from '../schema/descriptions.ts';
import { userErrorOf } from '../schema/user-errors.type.ts';
import type { UserError } from '../schema/user-errors.type.ts';

@ArgsType()
class AtEvseArgs extends StationCommandArgs {
  @Field(() => Int, { defaultValue: 0, description: 'The EVSE; 0: all of them.' })
  evseId!: number;
}

@ArgsType()
class SetDefaultTariffArgs extends AtEvseArgs {
  @Field(() => ID, always('The tariff.'))
  tariffId!: string;

  @Field(() => Int, always('Its version.'))
  version!: number;
}

@ArgsType()
class ClearTariffsArgs extends StationCommandArgs {
  @Field(() => [ID], maybe('These, as the station calls them: `night v3` for version 3 of `night`; absent: all.'))
  tariffIds?: string[];

  @Field(() => Int, maybe('Of this EVSE; absent: of the station.'))
  evseId?: number;
}

@ArgsType()
class ChangeTransactionTariffArgs extends CommandOptions {
  @Field(() => ID, always('The session; it goes on.'))
  sessionId!: string;

  @Field(() => ID, always('The tariff.'))
  tariffId!: string;

  @Field(() => Int, always('Its version.'))
  version!: number;
}

type Outcome = Promise<CommandTaken | UserError>;

/** What stations of OCPP 2.1 compute costs by. */
@Resolver()
export class StationTariffMutations {
  private readonly taker: CommandTaker;
  private readonly tariffs: Tariffs;
  private readonly rows: Rows;

  constructor(taker: CommandTaker, @Inject(TARIFFS) tariffs: Tariffs, @Inject(ROWS) rows: Rows) {
    this.taker = taker;
    this.tariffs = tariffs;
    this.rows = rows;
  }

  @Roles(commandingRoles)
  @Mutation(() => CommandResult, { description: 'Tells a station of OCPP 2.1 what drivers pay there who have no other tariff.' })
  async setDefaultTariff(@Args() args: SetDefaultTariffArgs, @Caller() caller: ApiCaller): Outcome {
    const tariff = await this.told(args);
    if (isRefusal(tariff)) return userErrorOf(tariff);
    return this.taker.take(args.stationId, { name: 'SetDefaultTariff', evseId: args.evseId, tariff }, args, caller);
  }

  @Roles(commandingRoles)
  @Mutation(() => CommandResult, { description: 'Asks a station of OCPP 2.1 which tariffs it has.' })
  getTariffs(@Args() args: AtEvseArgs, @Caller() caller: ApiCaller): Outcome {
    return this.taker.take(args.stationId, { name: 'GetTariffs', evseId: args.evseId }, args, caller);
  }

  @Roles(commandingRoles)
  @Mutation(() => CommandResult, { description: 'Has a station of OCPP 2.1 forget tariffs.' })
  clearTariffs(@Args() args: ClearTariffsArgs, @Caller() caller: ApiCaller): Outcome {
    const { tariffIds, evseId } = args;
    const which = { ...(tariffIds && { tariffIds }), ...(typeof evseId === 'number' && { evseId }) };
    return this.taker.take(args.stationId, { name: 'ClearTariffs', ...which }, args, caller);
  }

  @Roles(commandingRoles)
  @Mutation(() => CommandResult, {
    description:
      'Has a station of OCPP 2.1 show the cost of a running session by another tariff. What is charged keeps to the tariff it started under; see `correctSessionPrice`.',
  })
  async changeTransactionTariff(@Args() args: ChangeTransactionTariffArgs, @Caller() caller: ApiCaller): Outcome {
    const session = await this.rows.withKey(sessionsTable, [args.sessionId]);
    if (!session) return userErrorOf(refuseRequest('session-unknown', `There is no session ${args.sessionId}.`));
    if (session.state === 'ended') return userErrorOf(refuseRequest('session-over'));
    const tariff = await this.told(args);
    if (isRefusal(tariff)) return userErrorOf(tariff);
    const { stationId, transactionId } = session;
    return this.taker.take(stationId, { name: 'ChangeTransactionTariff', transactionId, tariff }, args, caller);
  }

  /** A version of a tariff in the form of OCPP 2.1. */
  private async told({ tariffId, version }: { tariffId: string; version: number }): Promise<StationTariff | Refusal> {
    const { value } = await this.tariffs.version({ tariffId, version });
    if (!value) return refuseAccess('tariff-unknown', `There is no version ${version} of a tariff ${tariffId}.`);
    const tariff = stationTariff(value);
    return 'problem' in tariff ? refuseAccess('tariff-not-tellable', `${tariffId}: ${tariff.problem}.`) : tariff;
  }
}
