import { ArgsType, Field, Int } from '@nestjs/graphql';

/** Relay's way to ask for a page. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, {
    nullable: true,
    description: 'The most entries wanted, from the front. Fifty when neither `first` nor `last` is given; at most 200.',
  })
  first?: number;

  @Field(() => String, { nullable: true, description: 'Goes on behind the entry with this cursor.' })
  after?: string;

  @Field(() => Int, { nullable: true, description: 'The most entries wanted, from the back.' })
  last?: number;

  @Field(() => String, { nullable: true, description: 'Goes back before the entry with this cursor.' })
  before?: string;
}
