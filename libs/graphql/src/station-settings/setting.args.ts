import { ArgsType, Field, Float, ID, Int } from '@nestjs/graphql';
import type { SettingName } from '@wattledger/charging';
import { maybe } from '../schema/descriptions.ts';
import { SettingInput, SettingNameType, SettingScopeInput } from './setting.type.ts';

@ArgsType()
export class SetStationSettingArgs {
  @Field(() => SettingScopeInput, { description: 'For whom it is meant.' })
  scope!: SettingScopeInput;

  @Field(() => SettingInput, { description: 'What is to be set.' })
  setting!: SettingInput;

  @Field(() => Int, maybe('Of this EVSE (in OCPP 1.6: connector) of each station only.'))
  evseId?: number;

  @Field(() => String, maybe('Why, for whoever reads the history.'))
  reason?: string;

  @Field(() => Int, maybe('Stations in a batch of the roll-out: 1 to 10,000; 50 when absent. Not for a single station.'))
  batchSize?: number;

  @Field(() => Float, maybe('The roll-out stops when a greater share of the stations reached refuses: 0 to 1; 0.2 when absent.'))
  maximumRefusedShare?: number;
}

@ArgsType()
export class WithdrawSettingArgs {
  @Field(() => SettingScopeInput, { description: 'Where it is desired.' })
  scope!: SettingScopeInput;

  @Field(() => SettingNameType, { description: 'Which setting.' })
  name!: SettingName;

  @Field(() => Int, maybe('Of this EVSE only, where it was desired so.'))
  evseId?: number;

  @Field(() => String, maybe('Why, for whoever reads the history.'))
  reason?: string;
}

@ArgsType()
export class PlaceStationArgs {
  @Field(() => ID, { description: 'The station; it need not have connected yet.' })
  stationId!: string;

  @Field(() => String, maybe('The site it stands at.'))
  siteId?: string;

  @Field(() => [String], { defaultValue: [], description: 'The groups it is in, such as `fast`.' })
  groups!: string[];

  @Field(() => String, { defaultValue: 'UTC', description: 'IANA name of its time zone, such as `Europe/Madrid`.' })
  timeZone!: string;
}
