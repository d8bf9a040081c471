import { Inject } from '@nestjs/common';
import { Args, Float, ID, Mutation, Resolver } from '@nestjs/graphql';
import type { ApiCaller, StationProfiles } from '@wattledger/access';
import { scopeId } from '@wattledger/charging';
import type { SettingScope } from '@wattledger/charging';
import type { SettingsDesk } from '@wattledger/commands';
import type { EventLog } from '@wattledger/event-log';
import { isRefusal } from '@wattledger/kernel';
import { stationsTable } from '@wattledger/read-models';
import { EVENT_LOG, ROWS, SETTINGS_DESK, STATION_PROFILES } from '../collaborators.ts';
import { refuseRequest } from '../errors.ts';
import { Caller } from '../request/caller.ts';
import { commandingRoles, Roles } from '../request/roles.ts';
import { columnsIn } from '../rows/conditions.ts';
import type { Condition } from '../rows/conditions.ts';
import type { Rows } from '../rows/rows.ts';
import { userErrorOf } from '../schema/user-errors.type.ts';
import type { UserError } from '../schema/user-errors.type.ts';
import { inGroup } from '../stations/station.list.ts';
import { tooLong, unknownStation } from './scope-checks.ts';
import { PlaceStationArgs, SetStationSettingArgs, WithdrawSettingArgs } from './setting.args.ts';
import { scopeIn, settingIn } from './setting.type.ts';
import {
  PlaceStationResult,
  ResendSettingsResult,
  RolloutChanged,
  RolloutResult,
  SetStationSettingResult,
  SettingsResent,
  SettingTaken,
  SettingWithdrawn,
  StationPlaced,
  WithdrawSettingResult,
} from './setting-result.type.ts';

const atSite = columnsIn(stationsTable).is('siteId');
const STATION_ID = /^\P{Cc}{1,255}$/u;

/** Where stations stand, and how they are to be set. */
@Resolver()
export class SettingMutations {
  private readonly desk: SettingsDesk;
  private readonly profiles: StationProfiles;
  private readonly rows: Rows;
  private readonly log: EventLog;

  constructor(
    @Inject(SETTINGS_DESK) desk: SettingsDesk,
    @Inject(STATION_PROFILES) profiles: StationProfiles,
    @Inject(ROWS) rows: Rows,
    @Inject(EVENT_LOG) log: EventLog,
  ) {
    this.desk = desk;
    this.profiles = profiles;
    this.rows = rows;
    this.log = log;
  }

  @Roles(commandingRoles)
  @Mutation(() => SetStationSettingResult, {
    description:
      'Wants a price, a charging time or a maximum current for a station, a site, a group or all; sent now, or when a station is back.',
  })
  async setStationSetting(
    @Args() args: SetStationSettingArgs,
    @Caller() { keyId }: ApiCaller,
  ): Promise<SettingTaken | UserError> {
    const [scope, setting] = [scopeIn(args.scope), settingIn(args.setting)];
    if (isRefusal(scope)) return userErrorOf(scope);
    if (isRefusal(setting)) return userErrorOf(setting);
    const { evseId, reason, batchSize, maximumRefusedShare } = args;
    const refusal = tooLong(reason) ?? (await unknownStation(scope, this.rows, this.log));
    if (refusal) return userErrorOf(refusal);
    const taken = await this.desk.set(
      {
        scope,
        setting,
        by: keyId,
        evseId: evseId ?? undefined,
        reason: reason ?? undefined,
        batchSize: batchSize ?? undefined,
        maximumRefusedShare: maximumRefusedShare ?? undefined,
      },
      (wanted) => this.stationsOf(wanted),
    );
    return isRefusal(taken) ? userErrorOf(taken) : new SettingTaken(taken);
  }

  @Roles(commandingRoles)
  @Mutation(() => WithdrawSettingResult, {
    description:
      'Wants a setting no longer: what the next wider scope desires holds again, and where none does the station is told to forget it.',
  })
  async withdrawSetting(
    @Args() args: WithdrawSettingArgs,
    @Caller() { keyId }: ApiCaller,
  ): Promise<SettingWithdrawn | UserError> {
    const scope = scopeIn(args.scope);
    if (isRefusal(scope)) return userErrorOf(scope);
    const of = { name: args.name, evseId: args.evseId ?? undefined };
    const refusal =
      tooLong(args.reason) ?? (await this.desk.withdraw(scope, of, { by: keyId, reason: args.reason ?? undefined }));
    return refusal ? userErrorOf(refusal) : new SettingWithdrawn(scopeId(scope));
  }

  @Roles(commandingRoles)
  @Mutation(() => ResendSettingsResult, {
    description: 'Has everything that a station is to be set to sent once more, whatever came of it before.',
  })
  async resendSettings(
    @Args('stationId', { type: () => ID, description: 'The station.' }) stationId: string,
    @Caller() { keyId }: ApiCaller,
  ): Promise<SettingsResent | UserError> {
    const refusal = await unknownStation({ kind: 'station', id: stationId }, this.rows, this.log);
    if (refusal) return userErrorOf(refusal);
    await this.desk.resend(stationId, keyId);
    return new SettingsResent(stationId);
  }

  @Roles(commandingRoles)
  @Mutation(() => RolloutResult, { description: 'Stops a roll-out: stations it has not come to keep what they have.' })
  async stopRollout(
    @Args('id', { type: () => ID, description: 'The roll-out.' }) id: string,
    @Args('reason', { type: () => String, nullable: true, description: 'Why, for whoever reads the history.' })
    reason: string | null,
    @Caller() { keyId }: ApiCaller,
  ): Promise<RolloutChanged | UserError> {
    const refusal = tooLong(reason) ?? (await this.desk.stopRollout(id, keyId, reason ?? 'stopped by hand'));
    return refusal ? userErrorOf(refusal) : new RolloutChanged(id);
  }

  @Roles(commandingRoles)
  @Mutation(() => RolloutResult, { description: 'Lets a stopped roll-out go on.' })
  async resumeRollout(
    @Args('id', { type: () => ID, description: 'The roll-out.' }) id: string,
    @Args('maximumRefusedShare', {
      type: () => Float,
      nullable: true,
      description: 'Another bound, 0 to 1: needed where the refusals so far exceed the old one.',
    })
    maximumRefusedShare: number | null,
    @Caller() { keyId }: ApiCaller,
  ): Promise<RolloutChanged | UserError> {
    const refusal = await this.desk.resumeRollout(id, keyId, maximumRefusedShare ?? undefined);
    return refusal ? userErrorOf(refusal) : new RolloutChanged(id);
  }

  @Roles(commandingRoles)
  @Mutation(() => RolloutResult, { description: 'Ends a roll-out for good: stations it has not come to keep what they have.' })
  async abortRollout(
    @Args('id', { type: () => ID, description: 'The roll-out.' }) id: string,
    @Args('reason', { type: () => String, nullable: true, description: 'Why, for whoever reads the history.' })
    reason: string | null,
    @Caller() { keyId }: ApiCaller,
  ): Promise<RolloutChanged | UserError> {
    const refusal = tooLong(reason) ?? (await this.desk.abortRollout(id, keyId, reason ?? undefined));
    return refusal ? userErrorOf(refusal) : new RolloutChanged(id);
  }

  @Roles(commandingRoles)
  @Mutation(() => PlaceStationResult, { description: 'Says where a station stands: its site, its groups, its time zone.' })
  async placeStation(@Args() args: PlaceStationArgs, @Caller() { keyId }: ApiCaller): Promise<StationPlaced | UserError> {
    const { stationId, siteId, groups, timeZone } = args;
    if (!STATION_ID.test(stationId)) {
      return userErrorOf(
        refuseRequest('input-invalid', 'A station id has 1 to 255 characters, none of them a control character.'),
      );
    }
    const placed = await this.profiles.place({ stationId, ...(siteId && { siteId }), groups, timeZone }, keyId);
    return isRefusal(placed) ? userErrorOf(placed) : new StationPlaced({ stationId, ...placed });
  }

  private async stationsOf(scope: SettingScope): Promise<string[]> {
    const conditions: Condition[] =
      scope.kind === 'site' ? [atSite(scope.id)] : scope.kind === 'group' ? [inGroup(scope.id)] : [];
    return (await this.rows.where(stationsTable, ...conditions)).map(({ stationId }) => stationId);
  }
}
