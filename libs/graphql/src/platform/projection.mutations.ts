import { Inject } from '@nestjs/common';
import { Args, createUnionType, Field, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import type { ApiCaller } from '@wattledger/access';
import { RETRY_PROJECTION } from '../collaborators.ts';
import type { Collaborators } from '../collaborators.ts';
import { refuseRequest } from '../errors.ts';
import { Caller } from '../request/caller.ts';
import { adminOnly, Roles } from '../request/roles.ts';
import { always } from '../schema/descriptions.ts';
import { Position } from '../schema/scalars.ts';
import { ProjectionNotParked, ProjectionParkedAgain, ProjectorAway, userErrorOf } from '../schema/user-errors.type.ts';
import type { UserError } from '../schema/user-errors.type.ts';

@ObjectType({ description: 'A projection that stood still goes on; its rows were made anew from the first event.' })
export class ProjectionRetried {
  @Field(always('Its name.'))
  projection!: string;

  @Field(() => Position, always('Everything up to here is in its rows.'))
  position!: number;

  constructor(retried: ProjectionRetried) {
    Object.assign(this, retried);
  }
}

const RetryProjectionResult = createUnionType({
  name: 'RetryProjectionResult',
  description: 'What came of trying a parked projection again.',
  types: () => [ProjectionRetried, ProjectionNotParked, ProjectionParkedAgain, ProjectorAway] as const,
});

/** What an operator can do about projections. */
@Resolver()
export class ProjectionMutations {
  private readonly retry: Collaborators['retryProjection'];

  constructor(@Inject(RETRY_PROJECTION) retry: Collaborators['retryProjection']) {
    this.retry = retry;
  }

  @Roles(adminOnly)
  @Mutation(() => RetryProjectionResult, {
    description: 'Tries a projection again that stands still: its rows are made anew beside it, while all others go on.',
  })
  async retryProjection(
    @Args('name', { description: 'The projection, as `platform { projection { parked { projection } } }` names it.' })
    name: string,
    @Caller() { keyId }: ApiCaller,
  ): Promise<ProjectionRetried | UserError> {
    const done = await this.retry(name, keyId);
    if (!done) return userErrorOf(refuseRequest('projector-away'));
    if (done.outcome === 'retried') return new ProjectionRetried({ projection: name, position: done.position });
    if (done.outcome === 'not-parked') {
      return userErrorOf(refuseRequest('projection-not-parked', `No projection ${name} stands still.`));
    }
    return userErrorOf(
      refuseRequest('projection-parked-again', `${name} cannot get past the event at position ${done.position}: ${done.error}`),
    );
  }
}
