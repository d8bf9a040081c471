import { Inject } from '@nestjs/common';
import { Args, Field, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { archivedIn } from '@wattledger/audit';
import type { Archived } from '@wattledger/audit';
import type { EventLog } from '@wattledger/event-log';
import { EVENT_LOG } from '../collaborators.ts';
import { costs, LIST_COST } from '../limits/costs.ts';
import { everyRole, Roles } from '../request/roles.ts';
import { always, maybe } from '../schema/descriptions.ts';
import { Position } from '../schema/scalars.ts';

@ObjectType({ description: 'Older events of a stream that were written to a file and taken out of the log.' })
export class ArchivedEvents {
  @Field(always('The stream.'))
  stream!: string;

  @Field(() => Int, always('The first revision that was taken out.'))
  from!: number;

  @Field(() => Int, always('The last one; the stream goes on in the log behind it.'))
  to!: number;

  @Field(() => Position, always('Where the last one stood in the log.'))
  lastPosition!: number;

  @Field(always('The file, in the folder `archive` of the data folder, with its manifest beside it.'))
  file!: string;

  @Field(always('Over the hash of every event in the file: base64url SHA-256.'))
  digest!: string;

  @Field(always('Hash of the last event taken out, to which the first one in the log is chained.'))
  hash!: string;
}

/** Where events are that are not in the log any more. */
@Resolver(() => ArchivedEvents)
export class ArchiveResolver {
  private readonly log: EventLog;

  constructor(@Inject(EVENT_LOG) log: EventLog) {
    this.log = log;
  }

  @Roles(everyRole)
  @costs(LIST_COST)
  @Query(() => [ArchivedEvents], always('Where older events are that `events` does not find any more, oldest first.'))
  async archivedEvents(
    @Args('stream', { type: () => String, ...maybe('Of this stream only, such as `station-oak-street-1`.') }) stream?: string,
  ): Promise<readonly Archived[]> {
    return (await archivedIn(this.log)).filter((archived) => !stream || archived.stream === stream);
  }
}
