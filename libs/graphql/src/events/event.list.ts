import { ArgsType, Field, InputType, Int } from '@nestjs/graphql';
import type { MessageDirection } from '@wattledger/ocpp';
import { maybe } from '../schema/descriptions.ts';
import { enumType } from '../schema/enum-type.ts';
import { DateTime, Position } from '../schema/scalars.ts';
import { DirectionType } from './event.type.ts';

@InputType({ description: 'Which events are wanted; all that is given must hold.' })
export class EventFilter {
  @Field(() => String, maybe('Of the stream of this station.'))
  stationId?: string;

  @Field(() => String, maybe('Of this stream, such as `command-7f3a`.'))
  stream?: string;

  @Field(() => [String], maybe('Of one of these types, such as `BootNotificationReceived`.'))
  types?: string[];

  @Field(() => [String], maybe('Messages of one of these OCPP actions.'))
  actions?: string[];

  @Field(() => DirectionType, maybe('Messages that went this way.'))
  direction?: MessageDirection;

  @Field(() => String, maybe('The message with this OCPP id, and its answer.'))
  messageId?: string;

  @Field(() => String, maybe('What this command led to.'))
  commandId?: string;

  @Field(() => [String], maybe('Done by one of these: ids of API keys, `oidc:…`, `account:…`, `cli` or `platform`.'))
  actors?: string[];

  @Field(() => DateTime, maybe('Recorded at this time or later.'))
  recordedFrom?: string;

  @Field(() => DateTime, maybe('Recorded before this time.'))
  recordedBefore?: string;
}

const eventOrders = { OLDEST_FIRST: 'In the order in which they were recorded.', NEWEST_FIRST: 'The newest first.' };
export type EventOrder = keyof typeof eventOrders;
const EventOrderType = enumType<EventOrder>('EventOrder', 'Orders in which events may be listed.', eventOrders);

@ArgsType()
export class EventsArgs {
  @Field(() => EventFilter, maybe('Which events are wanted.'))
  filter?: EventFilter;

  @Field(() => EventOrderType, { defaultValue: 'OLDEST_FIRST', description: 'In which order.' })
  orderBy!: EventOrder;

  @Field(() => Int, maybe('The most events wanted; fifty when absent, at most 200.'))
  first?: number;

  @Field(() => String, maybe('Goes on behind the event with this cursor.'))
  after?: string;

  @Field(() => Position, maybe('Begins behind this position (before it, with the newest first) instead of at an end of the log.'))
  afterPosition?: number;
}
