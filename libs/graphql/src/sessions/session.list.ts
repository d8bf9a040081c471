import { ArgsType, Field, InputType } from '@nestjs/graphql';
import type { SessionStateName } from '@wattledger/charging';
import { sessionsTable } from '@wattledger/read-models';
import { columnsIn } from '../rows/conditions.ts';
import type { FilterConditions } from '../rows/conditions.ts';
import { orderings } from '../rows/ordering.ts';
import { maybe } from '../schema/descriptions.ts';
import { PageArgs } from '../schema/page-args.ts';
import { DateTime } from '../schema/scalars.ts';
import { SessionStateType } from './session.type.ts';

@InputType({ description: 'Which sessions are wanted; all that is given must hold.' })
export class SessionFilter {
  @Field(() => [String], maybe('At one of these stations.'))
  stationIds?: string[];

  @Field(() => [SessionStateType], maybe('In one of these states.'))
  states?: SessionStateName[];

  @Field(() => DateTime, maybe('Started at this time or later.'))
  startedFrom?: string;

  @Field(() => DateTime, maybe('Started before this time.'))
  startedBefore?: string;

  @Field(() => DateTime, maybe('Ended at this time or later.'))
  endedFrom?: string;

  @Field(() => DateTime, maybe('Ended before this time.'))
  endedBefore?: string;

  @Field(maybe('Of the holder of this pseudonym, see `Session.tokenSubject`.'))
  tokenSubject?: string;

  @Field(maybe("The station's own id for it."))
  transactionId?: string;
}

const { is, isIn, atLeast, below } = columnsIn(sessionsTable);

export const sessionConditions: FilterConditions<SessionFilter> = {
  stationIds: isIn('stationId'),
  states: isIn('state'),
  startedFrom: atLeast('startedAt'),
  startedBefore: below('startedAt'),
  endedFrom: atLeast('endedAt'),
  endedBefore: below('endedAt'),
  tokenSubject: is('tokenSubject'),
  transactionId: is('transactionId'),
};

export const sessionOrders = orderings(sessionsTable, 'SessionOrder', {
  STARTED_DESC: { column: 'startedAt', direction: 'desc', description: 'The newest start first.' },
  STARTED_ASC: { column: 'startedAt', direction: 'asc', description: 'The oldest start first.' },
  ENDED_DESC: { column: 'endedAt', direction: 'desc', description: 'The newest end first; sessions that go on come last.' },
  ID_ASC: { column: 'sessionId', direction: 'asc', description: 'By id.' },
});
export type SessionOrder = keyof typeof sessionOrders.by;

@ArgsType()
export class SessionsArgs extends PageArgs {
  @Field(() => SessionFilter, maybe('Which sessions are wanted.'))
  filter?: SessionFilter;

  @Field(() => sessionOrders.type, { defaultValue: 'STARTED_DESC', description: 'In which order.' })
  orderBy!: SessionOrder;
}
