import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import type { DecisionPoint, Vote } from '@wattledger/charging';
import type { DecisionRow } from '@wattledger/read-models';
import { connectionOf } from '../schema/connection-type.ts';
import { always, maybe } from '../schema/descriptions.ts';
import { enumType } from '../schema/enum-type.ts';
import { DateTime, Position, StationNumber } from '../schema/scalars.ts';
import type { Shown } from '../schema/shown.ts';

export const DecisionPointType = enumType<DecisionPoint>('DecisionPoint', 'What plugins are asked.', {
  admitStation: 'May this station serve?',
  authorize: 'May the holder of this token charge here?',
  startSession: 'Under which terms does this session run?',
  continueCharging: 'May this session go on? Only an end is recorded.',
  priceSession: 'What does this session cost?',
  translateSettings: 'How is this station told of a setting?',
  answerDataTransfer: 'What is answered to a message of a vendor’s own?',
});

export const VoteFailureType = enumType<NonNullable<Vote['failure']>>('VoteFailure', 'Why a plugin gave no answer.', {
  'timed-out': 'It had not answered within its budget.',
  threw: 'It threw an error.',
  nonsense: 'What it answered makes no sense.',
  suspended: 'It had failed several times in a row, or its thread was being started again: it was not asked.',
});

@ObjectType('Vote', { description: 'What one plugin said to a question, and why.' })
export class VoteType {
  @Field(always('Id of the plugin; `platform` where a limit of the platform’s own decided.'))
  plugin!: string;

  @Field(maybe('Version of the plugin.'))
  version?: string;

  @Field(always('Its answer in a word or two; `abstained` or `failed` where it gave none.'))
  answer!: string;

  @Field(always('Why.'))
  reason!: string;

  @Field(maybe('The rule of the plugin that decided, as its documentation calls it.'))
  rule?: string;

  @Field(() => Float, always('How long it took.'))
  milliseconds!: number;

  @Field(() => Int, maybe('Revision of the configuration it decided by; absent: what the plugins file says.'))
  configuration?: number;

  @Field(always('It was asked beside the others, and what it said was not applied.'))
  shadow!: boolean;

  @Field(() => VoteFailureType, maybe('Why there is no answer.'))
  failure?: NonNullable<Vote['failure']>;
}

export function shownVote({ voter, shadow, ...vote }: Vote): VoteType {
  const [plugin = voter, version] = voter.split('@', 2);
  return { ...vote, plugin, ...(version !== undefined && { version }), shadow: shadow === true };
}

@ObjectType({ description: 'Something that was decided: what, why, by whom, and from what. Never changed once recorded.' })
export class Decision implements Shown<DecisionRow, keyof Decision> {
  @Field(() => ID, { name: 'id', ...always('Of the event that recorded it.') })
  eventId!: string;

  @Field(() => ID, always('Where it was decided.'))
  stationId!: string;

  @Field(() => DecisionPointType, always('What was asked.'))
  point!: DecisionPoint;

  @Field(always('What was decided, in a word or two: `Accepted`, `NoCredit`, `stop`, `7.43 EUR` ...'))
  outcome!: string;

  @Field(maybe('Why: the reason of the vote that decided, or of the policy that holds where a plugin fails.'))
  reason?: string;

  @Field(maybe('The rule that decided.'))
  rule?: string;

  @Field(() => ID, maybe('The session it is about.'))
  sessionId?: string;

  @Field(maybe('The station’s own id of that session.'))
  transactionId?: string;

  @Field(() => StationNumber, maybe('The EVSE it is about.'))
  evseId?: number;

  @Field(() => StationNumber, maybe('The connector it is about.'))
  connectorId?: number;

  @Field(maybe('A pseudonym for the holder of the token: equal for equal tokens.'))
  tokenSubject?: string;

  @Field(maybe('Kind of the token, such as `ISO14443`.'))
  tokenType?: string;

  @Field(maybe('What the token was shown for: `present`, `start` or `stop`.'))
  purpose?: string;

  @Field(() => DateTime, always('When it was decided.'))
  at!: string;

  @Field(() => Position, always('Where the log says so.'))
  position!: number;

  @Field(() => Int, always('Its place in the station’s stream; of `TRANSLATE_SETTINGS` in that of the station’s settings.'))
  revision!: number;
}

export const DecisionConnection = connectionOf(Decision, 'decisions', 'counted');
