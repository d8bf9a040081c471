import { ArgsType, Field, ID, InputType } from '@nestjs/graphql';
import type { DecisionPoint } from '@wattledger/charging';
import { decisionsTable } from '@wattledger/read-models';
import { sql } from 'kysely';
import { columnsIn } from '../rows/conditions.ts';
import type { FilterConditions } from '../rows/conditions.ts';
import { orderings } from '../rows/ordering.ts';
import { maybe } from '../schema/descriptions.ts';
import { PageArgs } from '../schema/page-args.ts';
import { DateTime } from '../schema/scalars.ts';
import { DecisionPointType } from './decision.type.ts';

@InputType({ description: 'Which decisions are wanted; all that is given must hold.' })
export class DecisionFilter {
  @Field(() => [String], maybe('At one of these stations.'))
  stationIds?: string[];

  @Field(() => ID, maybe('About this session.'))
  sessionId?: string;

  @Field(() => [DecisionPointType], maybe('At one of these decision points.'))
  points?: DecisionPoint[];

  @Field(() => [String], maybe('With one of these outcomes, such as `Blocked` or `stop`.'))
  outcomes?: string[];

  @Field(() => Boolean, maybe('True: only authorizations that were refused; false: only those that were accepted.'))
  refused?: boolean;

  @Field(() => String, maybe('By this rule.'))
  rule?: string;

  @Field(() => String, maybe('Of the holder of this pseudonym, see `Decision.tokenSubject`.'))
  tokenSubject?: string;

  @Field(() => String, maybe('A plugin that was to decide failed: this one.'))
  failedPlugin?: string;

  @Field(() => String, maybe('This plugin would have decided otherwise, from the shadow.'))
  differingShadow?: string;

  @Field(() => DateTime, maybe('At this time or later.'))
  from?: string;

  @Field(() => DateTime, maybe('Before this time.'))
  before?: string;
}

const { is, isIn, contains, atLeast, below } = columnsIn(decisionsTable);
/** Few decisions have any: said like that, the others need not be looked at. */
const names = (column: 'failedVoters' | 'differingShadows') => (plugin: string) =>
  sql`(${sql.ref(column)} is not null and ${contains(column)(` ${plugin} `)})`;

export const decisionConditions: FilterConditions<DecisionFilter> = {
  stationIds: isIn('stationId'),
  sessionId: is('sessionId'),
  points: isIn('point'),
  outcomes: isIn('outcome'),
  refused: (refused) => sql`(point = 'authorize' and ${refused ? sql`outcome <> 'Accepted'` : sql`outcome = 'Accepted'`})`,
  rule: is('rule'),
  tokenSubject: is('tokenSubject'),
  failedPlugin: names('failedVoters'),
  differingShadow: names('differingShadows'),
  from: atLeast('at'),
  before: below('at'),
};

export const decisionOrders = orderings(decisionsTable, 'DecisionOrder', {
  NEWEST_FIRST: { column: 'position', direction: 'desc', description: 'The newest first.' },
  OLDEST_FIRST: { column: 'position', direction: 'asc', description: 'The oldest first.' },
});
export type DecisionOrder = keyof typeof decisionOrders.by;

@ArgsType()
export class DecisionsArgs extends PageArgs {
  @Field(() => DecisionFilter, maybe('Which decisions are wanted.'))
  filter?: DecisionFilter;

  @Field(() => decisionOrders.type, { defaultValue: 'NEWEST_FIRST', description: 'In which order.' })
  orderBy!: DecisionOrder;
}
