import { Inject } from '@nestjs/common';
import { Args, ID, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { StationProfiles } from '@wattledger/access';
import { scopeId, unknownList } from '@wattledger/charging';
import type { LocalListStreams, WantedList } from '@wattledger/commands';
import { stationsTable } from '@wattledger/read-models';
import { DESIRED_LOCAL_LIST, LOCAL_LISTS, ROWS, STATION_PROFILES } from '../collaborators.ts';
import type { Collaborators } from '../collaborators.ts';
import { everyRole, Roles } from '../request/roles.ts';
import type { Rows } from '../rows/rows.ts';
import { always, maybe } from '../schema/descriptions.ts';
import { LocalList, LocalListEntry, LocalListWish } from './local-list.type.ts';

const MOST_ENTRIES = 1_000;

@Resolver(() => LocalList)
export class LocalListResolver {
  private readonly lists: LocalListStreams;
  private readonly profiles: StationProfiles;
  private readonly desired: Collaborators['desiredLocalList'];
  private readonly rows: Rows;

  constructor(
    @Inject(LOCAL_LISTS) lists: LocalListStreams,
    @Inject(STATION_PROFILES) profiles: StationProfiles,
    @Inject(DESIRED_LOCAL_LIST) desired: Collaborators['desiredLocalList'],
    @Inject(ROWS) rows: Rows,
  ) {
    this.lists = lists;
    this.profiles = profiles;
    this.desired = desired;
    this.rows = rows;
  }

  @Roles(everyRole)
  @Query(() => LocalList, maybe('The local list of a station; absent where nobody has heard of the station.'))
  async localList(
    @Args('stationId', { type: () => ID, description: 'The station.' }) stationId: string,
  ): Promise<LocalList | undefined> {
    if (!(await this.rows.withKey(stationsTable, [stationId]))) return undefined;
    const list = (await this.lists.stations.get(stationId)) ?? unknownList;
    const wanted = await this.lists.wanted(stationId, await this.profiles.of(stationId));
    const { status, reported, checkedAt, pending, entries, commandId, sendings, attempts, code, why, at } = list;
    const held = entries && Object.values(entries).sort((a, b) => (a.tokenId < b.tokenId ? -1 : 1));
    return {
      stationId,
      ...(wanted && { wish: shownWish(wanted) }),
      status,
      confirmedVersion: reported,
      reportedAt: checkedAt,
      sentVersion: pending?.listVersion,
      entryCount: held?.length,
      commandId,
      sendings,
      attempts,
      refusedCode: code,
      refusedWhy: why,
      updatedAt: at,
      held,
    };
  }

  @ResolveField(() => Int, maybe('How many tokens it is to have as things are; absent where no list is wanted.'))
  async desiredCount(@Parent() { stationId }: LocalList): Promise<number | undefined> {
    return (await this.desired(stationId))?.length;
  }

  @ResolveField(() => [LocalListEntry], always('The tokens the station has, by their ids; none where nobody knows.'))
  entries(
    @Parent() { held = [] }: LocalList,
    @Args('first', { type: () => Int, defaultValue: 100, description: 'How many at most, up to 1,000.' }) first: number,
    @Args('after', { type: () => ID, nullable: true, description: 'Those behind this token.' }) after: string | null,
  ): readonly LocalListEntry[] {
    const behind = after === null || after === undefined ? held : held.filter(({ tokenId }) => tokenId > after);
    return behind.slice(0, Math.min(Math.max(0, first), MOST_ENTRIES));
  }
}

const shownWish = ({ scope, tokens, limit, by, reason, at }: WantedList): LocalListWish => ({
  scope: scopeId(scope),
  tokens: tokens.kind,
  ids: 'ids' in tokens ? tokens.ids : undefined,
  limit,
  by,
  reason,
  at,
});
