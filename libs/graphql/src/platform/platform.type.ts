import { Field, Float, ObjectType } from '@nestjs/graphql';
import { always, maybe } from '../schema/descriptions.ts';
import { DateTime, Position } from '../schema/scalars.ts';

@ObjectType({ description: 'A projection that stands still because an event made it fail.' })
export class ParkedProjection {
  @Field(always('Its name; `facts` for an event that could not be read at all.'))
  projection!: string;

  @Field(() => Position, always('The event.'))
  position!: number;

  @Field(always('What went wrong.'))
  error!: string;
}

@ObjectType({ description: 'How far the rows are behind the log.' })
export class ProjectionStatus {
  @Field(() => Position, always('Everything up to here is in the rows.'))
  checkpoint!: number;

  @Field(always('The rows have everything that was recorded.'))
  upToDate!: boolean;

  @Field(() => DateTime, maybe('When the oldest event was recorded that is not in the rows yet.'))
  behindSince?: string;

  @Field(() => Float, always('By how much the rows lag, seconds.'))
  lagSeconds!: number;

  @Field(() => Float, always('Events folded since the projector was started.'))
  eventsProjected!: number;

  @Field(() => [ParkedProjection], always('Projections that stand still.'))
  parked!: ParkedProjection[];
}

@ObjectType({ description: 'The platform itself.' })
export class Platform {
  @Field(always('Its version.'))
  version!: string;

  @Field(() => DateTime, always('Its clock.'))
  now!: string;

  @Field(() => Position, always('The newest event of the log.'))
  logHead!: number;

  @Field(() => ProjectionStatus, maybe('How far the rows are behind the log; absent while the projector is not running.'))
  projection?: ProjectionStatus;
}
