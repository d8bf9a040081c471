import { createUnionType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { KnownTariff, TariffScope } from '@wattledger/charging';
import type { JsonObject } from '@wattledger/kernel';
import type { TariffAssignmentRow, TariffRow, TariffVersionEntry } from '@wattledger/read-models';
import { connectionOf } from '../schema/connection-type.ts';
import { always, maybe } from '../schema/descriptions.ts';
import { enumType } from '../schema/enum-type.ts';
import type { Shown } from '../schema/shown.ts';
import { DateTime, JsonScalar } from '../schema/scalars.ts';
import { InvalidInput } from '../schema/user-errors.type.ts';

export const TariffScopeKind = enumType<TariffScope['kind']>(
  'TariffScopeKind',
  'Whom or what a tariff is assigned to. Of several that hold for a session the first of this list counts.',
  {
    account: 'The account of the driver.',
    'driver-group': 'Drivers who share a group token.',
    station: 'A station.',
    'station-group': 'A group of stations.',
    site: 'A site.',
    everybody: 'Everybody who has nothing else.',
  },
);

@ObjectType({ description: 'A version of a tariff. It is never changed; a session keeps the version it started under.' })
export class TariffVersion implements Shown<TariffVersionEntry, keyof TariffVersion> {
  @Field(() => Int, always('Counts from 1.'))
  version!: number;

  @Field(always('Id of the plugin that prices with it.'))
  plugin!: string;

  @Field(always('What it is called.'))
  name!: string;

  @Field(always('ISO 4217.'))
  currency!: string;

  @Field(() => JsonScalar, always('As the plugin understands them, defaults filled in.'))
  terms!: JsonObject;

  @Field(() => DateTime, always('Sessions that start at this time or later are under it, until the next version.'))
  validFrom!: string;

  @Field(always('The API key that added it.'))
  by!: string;

  @Field(() => DateTime, always('When it was added.'))
  addedAt!: string;
}

@ObjectType({ description: 'A tariff: what sessions cost.' })
export class Tariff implements Shown<TariffRow, keyof Tariff> {
  @Field(() => ID, { name: 'id', ...always('Chosen by whoever made it.') })
  tariffId!: string;

  @Field(always('Of the newest version.'))
  name!: string;

  @Field(always('Id of the plugin that prices with the newest version.'))
  plugin!: string;

  @Field(always('ISO 4217.'))
  currency!: string;

  @Field(() => Int, always('The number of the newest version.'))
  newestVersion!: number;

  @Field(() => [TariffVersion], always('All versions, the oldest first.'))
  versions!: TariffRow['versions'];

  @Field(() => DateTime, always('When its first version was added.'))
  createdAt!: string;

  @Field(() => DateTime, maybe('No session that started later is under it.'))
  retiredAt?: string;

  @Field(maybe('The API key that retired it.'))
  retiredBy?: string;
}

export const TariffConnection = connectionOf(Tariff, 'tariffs', 'counted');

@ObjectType({ description: 'Whom a tariff is assigned to.' })
export class TariffAssignment implements Shown<TariffAssignmentRow, keyof TariffAssignment> {
  @Field(() => TariffScopeKind, always('Whom or what.'))
  kind!: string;

  @Field(() => ID, maybe('Which one; of a group of drivers a pseudonym of its token. Absent for everybody.'))
  scopeId?: string;

  @Field(() => ID, always('The tariff.'))
  tariffId!: string;

  @Field(always('The API key that assigned it.'))
  by!: string;

  @Field(() => DateTime, always('Since when.'))
  assignedAt!: string;
}

@InputType({ description: 'Whom or what a tariff is assigned to.' })
export class TariffScopeInput {
  @Field(() => TariffScopeKind, always('Whom or what.'))
  kind!: TariffScope['kind'];

  @Field(() => ID, maybe('Which account, station, group or site; of a group of drivers its token. None for everybody.'))
  id?: string | null;
}

@ObjectType({ description: 'A version of a tariff was added.' })
export class TariffVersionAdded {
  @Field(() => ID, always('The tariff.'))
  tariffId!: string;

  @Field(() => Int, always('Its new version.'))
  version!: number;

  @Field(() => DateTime, always('From when on sessions are under it.'))
  validFrom!: string;

  constructor({ tariffId, version, validFrom }: KnownTariff) {
    Object.assign(this, { tariffId, version, validFrom });
  }
}

@ObjectType({ description: 'A tariff was assigned, taken away or retired.' })
export class TariffChanged {
  @Field(() => ID, maybe('The tariff.'))
  tariffId?: string;

  constructor(tariffId?: string) {
    if (tariffId !== undefined) this.tariffId = tariffId;
  }
}

export const AddTariffVersionResult = createUnionType({
  name: 'AddTariffVersionResult',
  description: 'What comes of adding a version of a tariff.',
  types: () => [TariffVersionAdded, InvalidInput] as const,
});

export const ChangeTariffResult = createUnionType({
  name: 'ChangeTariffResult',
  description: 'What comes of assigning, taking away or retiring a tariff.',
  types: () => [TariffChanged, InvalidInput] as const,
});
