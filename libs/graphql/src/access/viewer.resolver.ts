import { Context, Field, ID, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { ApiRole } from '@wattledger/charging';
import { always, maybe } from '../schema/descriptions.ts';
import { everyRole, Roles } from '../request/roles.ts';
import type { RequestContext } from '../request/context.ts';
import { ApiRoleType } from './access.type.ts';

@ObjectType({ description: 'Whoever asks: the holder of the API key that came with the request.' })
export class Viewer {
  @Field(() => ID, always('The id of the key, which is no secret.'))
  keyId!: string;

  @Field(always('Who or what the key is for.'))
  name!: string;

  @Field(() => ApiRoleType, always('What its holder may do.'))
  role!: ApiRole;
}

@Resolver(() => Viewer)
export class ViewerResolver {
  @Roles(everyRole)
  @Query(() => Viewer, maybe('Whoever asks, so that a client can offer what they may do.'))
  viewer(@Context() { caller }: RequestContext): Viewer | undefined {
    return caller;
  }
}
