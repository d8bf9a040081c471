import { ArgsType, Field, InputType } from '@nestjs/graphql';
import { stationsTable } from '@wattledger/read-models';
import { sql } from 'kysely';
import { columnsIn } from '../rows/conditions.ts';
import type { Condition, FilterConditions } from '../rows/conditions.ts';
import { orderings } from '../rows/ordering.ts';
import { maybe } from '../schema/descriptions.ts';
import { PageArgs } from '../schema/page-args.ts';
import { DateTime } from '../schema/scalars.ts';

@InputType({ description: 'Which stations are wanted; all that is given must hold.' })
export class StationFilter {
  @Field(() => [String], maybe('One of these ids.'))
  ids?: string[];

  @Field(maybe('The id begins with this; upper and lower case differ.'))
  idPrefix?: string;

  @Field(maybe('Whether it has an open connection.'))
  connected?: boolean;

  @Field(maybe('OCPP version of its newest connection.'))
  ocppVersion?: string;

  @Field(maybe('Who made it.'))
  vendor?: string;

  @Field(maybe("The maker's name for this kind of station."))
  model?: string;

  @Field(maybe('Version of its firmware.'))
  firmwareVersion?: string;

  @Field(maybe('What it says of itself as a whole.'))
  status?: string;

  @Field(maybe("The platform's answer to its newest boot."))
  registrationStatus?: string;

  @Field(() => [String], maybe('At one of these sites.'))
  siteIds?: string[];

  @Field(maybe('In this group.'))
  group?: string;

  @Field(maybe('In this time zone.'))
  timeZone?: string;

  @Field(() => DateTime, maybe('Something of it was received at this time or later.'))
  seenFrom?: string;

  @Field(() => DateTime, maybe('Nothing of it was received at this time or later.'))
  seenBefore?: string;
}

const { is, isIn, startsWith, contains, atLeast, below } = columnsIn(stationsTable);

/** The groups of a station are a JSON array of names, which have neither quotes nor commas in them. */
export const inGroup = (group: string): Condition =>
  /[",\\]/.test(group) ? sql`1 = 0` : contains('groups')(JSON.stringify(group));

export const stationConditions: FilterConditions<StationFilter> = {
  ids: isIn('stationId'),
  idPrefix: startsWith('stationId'),
  connected: is('connected'),
  ocppVersion: is('ocppVersion'),
  vendor: is('vendor'),
  model: is('model'),
  firmwareVersion: is('firmwareVersion'),
  status: is('status'),
  registrationStatus: is('registrationStatus'),
  siteIds: isIn('siteId'),
  group: inGroup,
  timeZone: is('timeZone'),
  seenFrom: atLeast('lastSeenAt'),
  seenBefore: below('lastSeenAt'),
};

export const stationOrders = orderings(stationsTable, 'StationOrder', {
  ID_ASC: { column: 'stationId', direction: 'asc', description: 'By id.' },
  ID_DESC: { column: 'stationId', direction: 'desc', description: 'By id, the last one first.' },
  LAST_SEEN_DESC: { column: 'lastSeenAt', direction: 'desc', description: 'Heard of most recently first.' },
  LAST_SEEN_ASC: { column: 'lastSeenAt', direction: 'asc', description: 'Silent for longest first.' },
});
export type StationOrder = keyof typeof stationOrders.by;

@ArgsType()
export class StationsArgs extends PageArgs {
  @Field(() => StationFilter, maybe('Which stations are wanted.'))
  filter?: StationFilter;

  @Field(() => stationOrders.type, { defaultValue: 'ID_ASC', description: 'In which order.' })
  orderBy!: StationOrder;
}
