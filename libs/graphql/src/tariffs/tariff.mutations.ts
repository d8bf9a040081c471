import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, ID, Mutation, Resolver } from '@nestjs/graphql';
import type { ApiCaller, Tariffs } from '@wattledger/access';
import type { TariffScope } from '@wattledger/charging';
import { isJsonObject, isRefusal } from '@wattledger/kernel';
import type { Json, Refusal } from '@wattledger/kernel';
import { TARIFFS } from '../collaborators.ts';
import { refuseRequest } from '../errors.ts';
import { Caller } from '../request/caller.ts';
import { commandingRoles, Roles } from '../request/roles.ts';
import { always, maybe } from '../schema/descriptions.ts';
import { DateTime, JsonScalar } from '../schema/scalars.ts';
import { userErrorOf } from '../schema/user-errors.type.ts';
import type { UserError } from '../schema/user-errors.type.ts';
import {
  AddTariffVersionResult,
  ChangeTariffResult,
  TariffChanged,
  TariffScopeInput,
  TariffVersionAdded,
} from './tariff.type.ts';

@ArgsType()
class AddTariffVersionArgs {
  @Field(() => ID, always('The tariff; one that is not there yet is made.'))
  tariffId!: string;

  @Field(always('Id of the plugin that prices with it, such as `flat-tariff`.'))
  plugin!: string;

  @Field(always('What it is called.'))
  name!: string;

  @Field(always('ISO 4217.'))
  currency!: string;

  @Field(() => JsonScalar, always('As the documentation of the plugin describes them.'))
  terms!: Json;

  @Field(() => DateTime, maybe('From when on sessions are under it; absent: from now on.'))
  validFrom?: string | null;
}

const scopeArgument = { type: () => TariffScopeInput, description: 'Whom or what.' };

/** What sessions cost from now on. */
@Resolver()
export class TariffMutations {
  private readonly tariffs: Tariffs;

  constructor(@Inject(TARIFFS) tariffs: Tariffs) {
    this.tariffs = tariffs;
  }

  @Roles(commandingRoles)
  @Mutation(() => AddTariffVersionResult, {
    description: 'Adds a version to a tariff, or makes the tariff. Sessions that run keep the version they started under.',
  })
  async addTariffVersion(
    @Args() { terms, validFrom, ...version }: AddTariffVersionArgs,
    @Caller() caller: ApiCaller,
  ): Promise<TariffVersionAdded | UserError> {
    if (!isJsonObject(terms)) return userErrorOf(refuseRequest('input-invalid', 'The terms of a tariff are an object.'));
    const request = { ...version, terms, ...(validFrom && { validFrom }) };
    const added = await this.tariffs.addVersion(request, caller.keyId);
    return isRefusal(added) ? userErrorOf(added) : new TariffVersionAdded(added);
  }

  @Roles(commandingRoles)
  @Mutation(() => ChangeTariffResult, { description: 'Has sessions that start from now on pay a tariff.' })
  async assignTariff(
    @Args('scope', scopeArgument) scope: TariffScopeInput,
    @Args('tariffId', { type: () => ID, description: 'The tariff.' }) tariffId: string,
    @Caller() caller: ApiCaller,
  ): Promise<TariffChanged | UserError> {
    const named = scopeOf(scope);
    const refusal = isRefusal(named) ? named : await this.tariffs.assign(named, tariffId, caller.keyId);
    return refusal ? userErrorOf(refusal) : new TariffChanged(tariffId);
  }

  @Roles(commandingRoles)
  @Mutation(() => ChangeTariffResult, { description: 'Takes away what was assigned; what is assigned more widely holds then.' })
  async unassignTariff(
    @Args('scope', scopeArgument) scope: TariffScopeInput,
    @Caller() caller: ApiCaller,
  ): Promise<TariffChanged | UserError> {
    const named = scopeOf(scope);
    const refusal = isRefusal(named) ? named : await this.tariffs.unassign(named, caller.keyId);
    return refusal ? userErrorOf(refusal) : new TariffChanged();
  }

  @Roles(commandingRoles)
  @Mutation(() => ChangeTariffResult, { description: 'Has no new session pay a tariff; sessions that run still do.' })
  async retireTariff(
    @Args('tariffId', { type: () => ID, description: 'The tariff.' }) tariffId: string,
    @Caller() caller: ApiCaller,
  ): Promise<TariffChanged | UserError> {
    const refusal = await this.tariffs.retire(tariffId, caller.keyId);
    return refusal ? userErrorOf(refusal) : new TariffChanged(tariffId);
  }
}

const LONGEST_ID = 255;

function scopeOf({ kind, id }: TariffScopeInput): TariffScope | Refusal {
  if (kind === 'everybody') return id ? refuseRequest('input-invalid', 'Everybody has no id.') : { kind };
  if (!id || id.length > LONGEST_ID)
    return refuseRequest('input-invalid', `The scope needs an id of 1 to ${LONGEST_ID} characters.`);
  return { kind, id };
}
