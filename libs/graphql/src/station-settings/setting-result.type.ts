import { createUnionType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { InvalidInput, RolloutNotFound, RolloutOver, SettingNotDesired, StationNotFound } from '../schema/user-errors.type.ts';

@ObjectType({ description: 'The setting is desired; stations are told now, or when they are back.' })
export class SettingTaken {
  @Field(() => ID, {
    nullable: true,
    description: 'The roll-out that brings it; absent for a single station, and where it is repeated.',
  })
  rolloutId?: string;

  @Field(() => Int, { description: 'How many stations it is for.' })
  stations!: number;

  @Field({ description: 'The very same was desired there before: nothing new happens.' })
  repeated!: boolean;

  constructor(taken: { rolloutId?: string; stations: number; repeated: boolean }) {
    Object.assign(this, taken);
  }
}

@ObjectType({ description: 'The setting is no longer desired there; what the next wider scope desires holds again.' })
export class SettingWithdrawn {
  @Field({ description: 'Where it was desired, such as `site-harbour`.' })
  scope!: string;

  constructor(scope: string) {
    this.scope = scope;
  }
}

@ObjectType({ description: 'All settings of the station are sent once more.' })
export class SettingsResent {
  @Field(() => ID, { description: 'The station.' })
  stationId!: string;

  constructor(stationId: string) {
    this.stationId = stationId;
  }
}

@ObjectType({ description: 'The roll-out was told.' })
export class RolloutChanged {
  @Field(() => ID, { description: 'The roll-out.' })
  rolloutId!: string;

  constructor(rolloutId: string) {
    this.rolloutId = rolloutId;
  }
}

@ObjectType({ description: 'The station stands there from now on.' })
export class StationPlaced {
  @Field(() => ID, { description: 'The station.' })
  stationId!: string;

  @Field(() => String, { nullable: true, description: 'Its site.' })
  siteId?: string;

  @Field(() => [String], { description: 'Its groups.' })
  groups!: readonly string[];

  @Field({ description: 'Its time zone.' })
  timeZone!: string;

  constructor(placed: { stationId: string; siteId?: string; groups: readonly string[]; timeZone: string }) {
    const { stationId, siteId, groups, timeZone } = placed;
    Object.assign(this, { stationId, siteId, groups, timeZone });
  }
}

export const SetStationSettingResult = createUnionType({
  name: 'SetStationSettingResult',
  description: 'What comes of wanting a setting.',
  types: () => [SettingTaken, StationNotFound, InvalidInput] as const,
});

export const WithdrawSettingResult = createUnionType({
  name: 'WithdrawSettingResult',
  description: 'What comes of withdrawing a setting.',
  types: () => [SettingWithdrawn, SettingNotDesired, InvalidInput] as const,
});

export const ResendSettingsResult = createUnionType({
  name: 'ResendSettingsResult',
  description: 'What comes of wanting settings sent again.',
  types: () => [SettingsResent, StationNotFound] as const,
});

export const RolloutResult = createUnionType({
  name: 'RolloutResult',
  description: 'What comes of stopping, resuming or aborting a roll-out.',
  types: () => [RolloutChanged, RolloutNotFound, RolloutOver, InvalidInput] as const,
});

export const PlaceStationResult = createUnionType({
  name: 'PlaceStationResult',
  description: 'What comes of placing a station.',
  types: () => [StationPlaced, InvalidInput] as const,
});
