import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import type { RolloutStatus, SettingName, SettingScope, SettingStatus } from '@wattledger/charging';
import { connectionOf } from '../schema/connection-type.ts';
import { always, maybe } from '../schema/descriptions.ts';
import { DateTime, StationNumber } from '../schema/scalars.ts';
import { RolloutStatusType, SettingNameType, SettingScopeKindType, SettingStatusType } from './setting.type.ts';

@ObjectType({ description: 'A setting of a station: what is desired and by whom, what it was told, and what it says of it.' })
export class StationSetting {
  @Field(() => ID, always('The station.'))
  stationId!: string;

  @Field(() => SettingNameType, always('Which setting.'))
  name!: SettingName;

  @Field(() => SettingScopeKindType, always('Where it is desired: the narrowest scope that desires anything.'))
  scopeKind!: SettingScope['kind'];

  @Field(always('Where it is desired, in the log: stream and revision.'))
  wish!: string;

  @Field(always('Whose wish it is: the API key.'))
  desiredBy!: string;

  @Field(maybe('Why, as they said.'))
  reason?: string;

  @Field(() => ID, maybe('The roll-out that brought it.'))
  rolloutId?: string;

  @Field(() => SettingStatusType, always('Where it stands.'))
  status!: SettingStatus;

  @Field(() => DateTime, always('When it became what the station is to be set to.'))
  dueAt!: string;

  @Field(() => DateTime, maybe('When it was last sent.'))
  sentAt?: string;

  @Field(maybe('Why it was sent then: `changed`, `booted`, `drifted`, `asked` or `unanswered`.'))
  sentBecause?: string;

  @Field(() => StationNumber, always('How often it was sent.'))
  sendings!: number;

  @Field(() => [ID], maybe('The commands that carried it.'))
  commandIds?: string[];

  @Field(maybe('Why it was put to the station in this way.'))
  translation?: string;

  @Field(always('The station does not see to it itself, so the platform does.'))
  enforcedByPlatform!: boolean;

  @Field(() => DateTime, maybe('When it was last confirmed.'))
  confirmedAt?: string;

  @Field(() => DateTime, maybe('When it was refused.'))
  refusedAt?: string;

  @Field(maybe('Why it was refused: stable and documented.'))
  refusedCode?: string;

  @Field(maybe('Why it was refused, in words.'))
  refusedWhy?: string;

  @Field(
    maybe(
      'What the station last showed of it, where it shows this setting: a value, the limits of a charging profile, a tariff.',
    ),
  )
  reported?: string;

  @Field(() => DateTime, maybe('When it showed it.'))
  reportedAt?: string;

  @Field(always('It shows another value than the one it was told.'))
  drifted!: boolean;

  @Field(() => StationNumber, always('How often it did, since the setting became due.'))
  drifts!: number;
}

export const StationSettingConnection = connectionOf(StationSetting, 'station settings', 'counted');

@ObjectType({ description: 'How many stations of a roll-out have got how far.' })
export class RolloutProgress {
  @Field(() => Int, always('Not reached by any batch yet.'))
  waiting!: number;

  @Field(() => Int, always('Reached, and not told yet.'))
  pending!: number;

  @Field(() => Int, always('Told; their answer is awaited.'))
  sent!: number;

  @Field(() => Int, always('They have confirmed.'))
  confirmed!: number;

  @Field(() => Int, always('They have refused.'))
  refused!: number;

  @Field(() => Int, always('Reached and not connected: told when they are back.'))
  offline!: number;
}

@ObjectType({ description: 'A setting on its way to the stations of a site, a group or all, one batch after the other.' })
export class Rollout {
  @Field(() => ID, { name: 'id', ...always('Its id.') })
  rolloutId!: string;

  @Field(() => RolloutStatusType, always('Where it stands.'))
  status!: RolloutStatus;

  @Field(() => Int, maybe('Of this EVSE of each station only.'))
  evseId?: number;

  @Field(() => SettingScopeKindType, always('For whom it is.'))
  scopeKind!: SettingScope['kind'];

  @Field(() => Int, { name: 'stationCount', ...always('How many stations it is for.') })
  stations!: number;

  @Field(() => Int, always('How many of them it has come to.'))
  reached!: number;

  @Field(() => Int, always('How many batches it has come to.'))
  batches!: number;

  @Field(() => Int, always('Stations in a batch.'))
  batchSize!: number;

  @Field(() => Float, always('It stops when a greater share of the stations reached has refused, 0 to 1.'))
  maximumRefusedShare!: number;

  @Field(always('Who started it.'))
  startedBy!: string;

  @Field(maybe('Why, as they said.'))
  reason?: string;

  @Field(() => DateTime, always('When it was started.'))
  startedAt!: string;

  @Field(() => DateTime, always('When it last took a step.'))
  changedAt!: string;

  @Field(maybe('Why it stopped or was aborted.'))
  why?: string;
}

export const RolloutConnection = connectionOf(Rollout, 'roll-outs', 'counted');
