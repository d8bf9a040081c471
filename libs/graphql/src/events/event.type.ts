import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { RecordedEvent } from '@wattledger/event-log';
import type { MessageDirection } from '@wattledger/ocpp';
import { connectionOf } from '../schema/connection-type.ts';
import { always, maybe } from '../schema/descriptions.ts';
import { enumType } from '../schema/enum-type.ts';
import { DateTime, Position } from '../schema/scalars.ts';

export const DirectionType = enumType<MessageDirection>('Direction', 'Who said it.', {
  fromStation: 'The station, to the platform.',
  toStation: 'The platform, to the station.',
});

@ObjectType({
  description:
    'Something that happened, as the log keeps it: an OCPP message, a decision, a request. Never changed once recorded.',
})
export class Event {
  @Field(() => ID, always('A UUID.'))
  id!: string;

  @Field(always('The stream it belongs to, such as `station-oak-street-1`.'))
  stream!: string;

  @Field(() => Int, always('Its place in the stream, from 0.'))
  revision!: number;

  @Field(() => Position, always('Its place in the whole log.'))
  position!: number;

  @Field(always('What happened: `BootNotificationReceived`, `AuthorizationDecided`, `CommandRequested` ...'))
  type!: string;

  @Field(() => DateTime, always('When the platform wrote it down.'))
  recordedAt!: string;

  @Field(() => DateTime, maybe('When the frame came in; absent for what did not come over a wire.'))
  receivedAt?: string;

  @Field(() => DirectionType, maybe('Who said it; absent for what is no message.'))
  direction?: MessageDirection;

  @Field(maybe('OCPP version of the connection.'))
  ocppVersion?: string;

  @Field(maybe('OCPP action of the message.'))
  action?: string;

  @Field(maybe('`call`, `result`, `error`, `resultError` or `send`.'))
  kind?: string;

  @Field(maybe('OCPP message id, which a call and its answer share.'))
  messageId?: string;

  @Field(() => Int, maybe("Counts the station's connections."))
  connectionEpoch?: number;

  @Field(() => ID, maybe('The first event of the exchange or command that this one belongs to.'))
  correlationId?: string;

  @Field(() => ID, maybe('The event that made this one happen.'))
  causationId?: string;

  @Field(() => ID, maybe('The command that this message carries out.'))
  commandId?: string;

  @Field(maybe('Who did it, where a person or a key did.'))
  actor?: string;

  @Field(maybe('The span in which it was recorded, where that was traced: W3C Trace Context.'))
  traceparent?: string;

  @Field(() => [String], always('Where a message departs from its official schema, or from what a station should do.'))
  flags!: string[];

  @Field(() => Int, always('Version of the form in which the event is stored.'))
  schemaVersion!: number;

  @Field(always('Hash over this event as it is stored and the hash before it: base64url SHA-256.'))
  hash!: string;

  @Field(always("Hash of the stream's event before this one."))
  previousHash!: string;

  /** The event itself, for what is only read when asked for. */
  recorded!: RecordedEvent;
}

export const eventOf = (recorded: RecordedEvent): Event => {
  const { id, stream, revision, position, type, metadata } = recorded;
  const { flags = [] } = metadata;
  return { ...metadata, flags: [...flags], id, stream, revision, position, type, recorded };
};

export const EventConnection = connectionOf(Event, 'events', 'uncounted');
