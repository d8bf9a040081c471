import { Inject } from '@nestjs/common';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { ApiCaller } from '@wattledger/access';
import { scopeId } from '@wattledger/charging';
import type { TokenChoice } from '@wattledger/charging';
import type { LocalListDesk } from '@wattledger/commands';
import type { EventLog } from '@wattledger/event-log';
import { isRefusal } from '@wattledger/kernel';
import type { Refusal } from '@wattledger/kernel';
import { EVENT_LOG, LOCAL_LIST_DESK, ROWS } from '../collaborators.ts';
import { refuseRequest } from '../errors.ts';
import { Caller } from '../request/caller.ts';
import { commandingRoles, Roles } from '../request/roles.ts';
import type { Rows } from '../rows/rows.ts';
import { userErrorOf } from '../schema/user-errors.type.ts';
import type { UserError } from '../schema/user-errors.type.ts';
import { tooLong, unknownStation } from '../station-settings/scope-checks.ts';
import { scopeIn, SettingScopeInput } from '../station-settings/setting.type.ts';
import {
  LocalListTaken,
  LocalListWithdrawn,
  SetLocalListArgs,
  SetLocalListResult,
  WithdrawLocalListResult,
} from './local-list.type.ts';

/** Whom stations are to know by heart. */
@Resolver()
export class LocalListMutations {
  private readonly desk: LocalListDesk;
  private readonly rows: Rows;
  private readonly log: EventLog;

  constructor(@Inject(LOCAL_LIST_DESK) desk: LocalListDesk, @Inject(ROWS) rows: Rows, @Inject(EVENT_LOG) log: EventLog) {
    this.desk = desk;
    this.rows = rows;
    this.log = log;
  }

  @Roles(commandingRoles)
  @Mutation(() => SetLocalListResult, {
    description:
      'Wants a station, a site, a group or all to know tokens by heart, so that they may charge there while it is offline. Kept up as tokens change.',
  })
  async setLocalList(@Args() args: SetLocalListArgs, @Caller() { keyId }: ApiCaller): Promise<LocalListTaken | UserError> {
    const [scope, tokens] = [scopeIn(args.scope), choiceIn(args)];
    if (isRefusal(scope)) return userErrorOf(scope);
    if (isRefusal(tokens)) return userErrorOf(tokens);
    const refusal = tooLong(args.reason) ?? (await unknownStation(scope, this.rows, this.log));
    if (refusal) return userErrorOf(refusal);
    const wish = { scope, tokens, ...(typeof args.limit === 'number' && { limit: args.limit }) };
    const taken = await this.desk.set(wish, { by: keyId, ...(args.reason && { reason: args.reason }) });
    return isRefusal(taken) ? userErrorOf(taken) : new LocalListTaken(scopeId(scope), taken.repeated);
  }

  @Roles(commandingRoles)
  @Mutation(() => WithdrawLocalListResult, {
    description:
      'Wants local lists there no longer: what the next wider scope desires holds again, and where none does the lists are emptied.',
  })
  async withdrawLocalList(
    @Args('scope', { type: () => SettingScopeInput, description: 'Where it is desired.' }) input: SettingScopeInput,
    @Args('reason', { type: () => String, nullable: true, description: 'Why, for whoever reads the history.' })
    reason: string | null,
    @Caller() { keyId }: ApiCaller,
  ): Promise<LocalListWithdrawn | UserError> {
    const scope = scopeIn(input);
    if (isRefusal(scope)) return userErrorOf(scope);
    const refusal = tooLong(reason) ?? (await this.desk.withdraw(scope, { by: keyId, ...(reason && { reason }) }));
    return refusal ? userErrorOf(refusal) : new LocalListWithdrawn(scopeId(scope));
  }
}

/** @returns a refusal `input-invalid` for ids that belong to no choice, or a choice without them */
function choiceIn({ tokens: kind, ids }: SetLocalListArgs): TokenChoice | Refusal {
  if (kind === 'accounts' || kind === 'tokens') {
    return ids ? { kind, ids } : refuseRequest('input-invalid', 'Name the ids of the accounts or tokens.');
  }
  return ids ? refuseRequest('input-invalid', 'Only ACCOUNTS and TOKENS have ids.') : { kind };
}
