import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { settingNames, settingScopeKinds } from '@wattledger/charging';
import type { RolloutStatus, Setting, SettingName, SettingScope, SettingStatus } from '@wattledger/charging';
import type { Refusal } from '@wattledger/kernel';
import { refuseRequest } from '../errors.ts';
import { always, maybe } from '../schema/descriptions.ts';
import { enumType } from '../schema/enum-type.ts';
import { StationNumber } from '../schema/scalars.ts';

export const SettingNameType = enumType<SettingName>('SettingName', 'What a station can be set to.', {
  price: 'What drivers are shown and charged: a tariff.',
  chargingTime: 'How long a session may go on.',
  maximumCurrent: 'What may be drawn at most: by the whole station, all its connectors together, or by a session at one EVSE.',
});

export const SettingScopeKindType = enumType<SettingScope['kind']>('SettingScopeKind', 'For whom a setting is meant.', {
  station: 'One station; counts before its groups.',
  group: 'The stations of a group; counts before their site. Of several groups the first by name counts.',
  site: 'The stations of a site; counts before all.',
  all: 'Every station.',
});

export const SettingStatusType = enumType<SettingStatus>('SettingStatus', 'Where a setting of a station stands.', {
  pending: 'To be sent: the station is away, or it showed another value.',
  sent: 'On its way; the station’s answer is awaited.',
  confirmed: 'The station has taken it over, or the platform sees to it.',
  refused: 'The station, or the platform, would not have it: see `refusedCode` and `refusedWhy`.',
});

export const RolloutStatusType = enumType<RolloutStatus>('RolloutStatus', 'Where a roll-out stands.', {
  running: 'It goes on, one batch after the other.',
  stopped: 'Too many stations have refused, or somebody stopped it; it can be resumed.',
  aborted: 'Ended for good; stations it has not come to keep what they have.',
  finished: 'It has come to every station; it holds for those that come later too.',
});

@ObjectType({ description: 'A price as it is set: a tariff in one of its versions.' })
export class PriceSetting {
  @Field(() => ID, always('The tariff.'))
  tariffId!: string;

  @Field(() => Int, always('Its version.'))
  tariffVersion!: number;
}

@ObjectType({
  description:
    'A current that is not exceeded: by all connectors of a station together, or by a session at the EVSE that is named.',
})
export class CurrentSetting {
  @Field(() => Float, always('Amperes, on each phase.'))
  amperes!: number;

  @Field(() => Int, always('Phases the connectors are wired with, for stations that count in watts.'))
  phases!: number;

  @Field(() => Float, always('Volts between a phase and neutral, for stations that count in watts.'))
  voltageV!: number;
}

@ObjectType({ description: 'The value of a setting; one of the three is there.' })
export class SettingValue {
  @Field(() => PriceSetting, maybe('The price.'))
  price?: PriceSetting;

  @Field(() => StationNumber, maybe('The charging time, minutes.'))
  chargingTimeMinutes?: number;

  @Field(() => CurrentSetting, maybe('The maximum current; without an EVSE that of the whole station.'))
  maximumCurrent?: CurrentSetting;
}

/** A setting as the schema shows it. */
export function shownSetting(setting: Setting): SettingValue {
  switch (setting.name) {
    case 'price':
      return { price: setting };
    case 'chargingTime':
      return { chargingTimeMinutes: setting.minutes };
    case 'maximumCurrent':
      return { maximumCurrent: setting };
  }
}

@InputType({ description: 'For whom a setting is meant.' })
export class SettingScopeInput {
  @Field(() => SettingScopeKindType, { description: 'One station, a site, a group or all.' })
  kind!: SettingScope['kind'];

  @Field(() => ID, maybe('Of the station, the site or the group; absent with `ALL`.'))
  id?: string;
}

@InputType({ description: 'A tariff in one of its versions.' })
export class PriceSettingInput {
  @Field(() => ID, { description: 'The tariff.' })
  tariffId!: string;

  @Field(() => Int, { description: 'Its version.' })
  tariffVersion!: number;
}

@InputType({
  description:
    'A current that is not to be exceeded: by all connectors of a station together, or by a session at the EVSE that is named.',
})
export class CurrentSettingInput {
  @Field(() => Float, { description: 'Amperes, on each phase: 0 to 2,000.' })
  amperes!: number;

  @Field(() => Int, maybe('Phases the connectors are wired with: 1, 2 or 3; 3 when absent.'))
  phases?: number;

  @Field(() => Float, maybe('Volts between a phase and neutral: 100 to 1,000; 230 when absent.'))
  voltageV?: number;
}

@InputType({ description: 'What is to be set: exactly one of the three.' })
export class SettingInput {
  @Field(() => PriceSettingInput, maybe('The price.'))
  price?: PriceSettingInput;

  @Field(() => Int, maybe('The charging time, minutes: 1 to 10,080. A session is over after it.'))
  chargingTimeMinutes?: number;

  @Field(() => CurrentSettingInput, maybe('The maximum current; without an EVSE that of the whole station.'))
  maximumCurrent?: CurrentSettingInput;
}

/** Between a phase and neutral, where nothing else is said. */
const MAINS_V = 230;

/** @returns a refusal `input-invalid` for none or several */
export function settingIn({ price, chargingTimeMinutes, maximumCurrent }: SettingInput): Setting | Refusal {
  const given: Setting[] = [];
  if (price) given.push({ name: 'price', tariffId: price.tariffId, tariffVersion: price.tariffVersion });
  if (typeof chargingTimeMinutes === 'number') given.push({ name: 'chargingTime', minutes: chargingTimeMinutes });
  if (maximumCurrent) {
    const { amperes } = maximumCurrent;
    const voltageV = maximumCurrent.voltageV ?? MAINS_V;
    const phases = ([1, 2, 3] as const).find((count) => count === (maximumCurrent.phases ?? 3));
    if (phases === undefined) return refuseRequest('input-invalid', 'A connector is wired with 1, 2 or 3 phases.');
    given.push({ name: 'maximumCurrent', amperes, phases, voltageV });
  }
  const [setting, ...others] = given;
  if (!setting || others.length > 0) return refuseRequest('input-invalid', `Name exactly one of ${settingNames.join(', ')}.`);
  return setting;
}

/** @returns a refusal `input-invalid` for a scope that names nobody */
export function scopeIn({ kind, id }: SettingScopeInput): SettingScope | Refusal {
  if (!settingScopeKinds.includes(kind)) return refuseRequest('input-invalid');
  if (kind === 'all') return id ? refuseRequest('input-invalid', 'The scope ALL has no id.') : { kind };
  return id ? { kind, id } : refuseRequest('input-invalid', `The scope ${kind.toUpperCase()} needs an id.`);
}
