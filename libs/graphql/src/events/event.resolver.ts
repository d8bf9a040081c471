import { Args, Context, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Json } from '@wattledger/kernel';
import { costs, LIST_COST, SEARCH_COST } from '../limits/costs.ts';
import type { RequestContext } from '../request/context.ts';
import { PersonalData } from '../request/personal-data.ts';
import { everyRole, Roles } from '../request/roles.ts';
import type { Connection } from '../schema/connection-type.ts';
import { always, maybe } from '../schema/descriptions.ts';
import { JsonScalar } from '../schema/scalars.ts';
import { isSearch } from './event-filter.ts';
import { EventReader } from './event-reader.ts';
import { EventsArgs } from './event.list.ts';
import { Event, EventConnection } from './event.type.ts';

const costOfEvents = (args: EventsArgs): number => (isSearch(args) ? SEARCH_COST : LIST_COST);

@Resolver(() => Event)
export class EventResolver {
  private readonly reader: EventReader;
  private readonly personalData: PersonalData;

  constructor(reader: EventReader, personalData: PersonalData) {
    this.reader = reader;
    this.personalData = personalData;
  }

  @Roles(everyRole)
  @costs(costOfEvents)
  @Query(() => EventConnection, {
    description:
      'Events, page by page. A page may hold fewer events than asked for, even none, while there are more: a long search rests, and goes on from `endCursor`. All searches of one request share what they may look at.',
  })
  events(@Args() args: EventsArgs, @Context() { searchBudget }: RequestContext): Promise<Connection<Event>> {
    return this.reader.page(args, searchBudget);
  }

  @Roles(everyRole)
  @Query(() => Event, maybe('One event, named by its place in its stream.'))
  event(
    @Args('stream', always('The stream, such as `station-oak-street-1`.')) stream: string,
    @Args('revision', { type: () => Int, description: 'Its place in the stream, from 0.' }) revision: number,
  ): Promise<Event | undefined> {
    return this.reader.one(stream, revision);
  }

  @ResolveField(() => JsonScalar, {
    nullable: true,
    description:
      'What happened: the payload of a message, or the data of the event. Personal values are `subject:<pseudonym>` for whoever may not read them, and once the person was erased.',
  })
  payload(@Parent() { recorded }: Event, @Context() { caller }: RequestContext): Promise<Json> {
    return this.personalData.open(withoutHashes(recorded.shownData), caller);
  }

  @ResolveField(() => String, maybe('The data exactly as it is stored, and as `hash` covers it; personal values are sealed.'))
  storedData(@Parent() { recorded }: Event): string | undefined {
    return isSecret(recorded.type) ? undefined : recorded.stored.data;
  }

  @ResolveField(() => String, maybe('The envelope exactly as it is stored, and as `hash` covers it.'))
  storedMetadata(@Parent() { recorded }: Event): string {
    return recorded.stored.metadata;
  }
}

/** Hashes of keys and passwords are of no use to a reader, and of some to an attacker. */
const hashFields: ReadonlySet<string> = new Set(['secretHash', 'passwordHash']);
const secretTypes: ReadonlySet<string> = new Set(['ApiKeyCreated', 'StationCredentialSet']);
const isSecret = (type: string): boolean => secretTypes.has(type);

const withoutHashes = (data: Json): Json =>
  typeof data === 'object' && data !== null && !Array.isArray(data)
    ? Object.fromEntries(Object.entries(data).filter(([name]) => !hashFields.has(name)))
    : data;
