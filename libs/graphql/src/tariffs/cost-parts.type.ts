import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import type { ChargingPeriod, PriceLine as Line, Vote as CastVote } from '@wattledger/charging';
import type { PriceCorrection as Correction, TaxPart } from '@wattledger/read-models';
import { always, maybe } from '../schema/descriptions.ts';
import { enumType } from '../schema/enum-type.ts';
import type { Shown } from '../schema/shown.ts';
import { DateTime } from '../schema/scalars.ts';

const PriceLineKind = enumType<Line['what']>('PriceLineKind', 'What a line of a price is for.', {
  energy: 'Energy that was delivered.',
  time: 'Time in which the car charged.',
  idle: 'Time in which the car was connected and took nothing.',
  session: 'A fee for the session.',
  minimum: 'What is missing to the least that a session costs.',
  maximum: 'What goes beyond the most that a session costs, taken off.',
});

const FlowState = enumType<ChargingPeriod['state']>('FlowState', 'Whether energy flowed.', {
  charging: 'It flowed.',
  idle: 'The car was connected and took nothing.',
});

const CorrectionKind = enumType<Correction['how']>('PriceCorrectionKind', 'How a price was corrected.', {
  tariff: 'Computed by the plugin of a tariff.',
  amount: 'Set by hand.',
});

@ObjectType({ description: 'A line of a price. Amounts are exact: they are rounded in the sum only.' })
export class PriceLine implements Shown<Line, keyof PriceLine> {
  @Field(() => PriceLineKind, always('What it is for.'))
  what!: Line['what'];

  @Field(() => DateTime, maybe('From when on; absent where it is about no time.'))
  from?: string;

  @Field(() => DateTime, maybe('Until when.'))
  until?: string;

  @Field(always('How much of it, decimal text.'))
  quantity!: string;

  @Field(() => String, always('`kWh`, `min` or `session`.'))
  unit!: Line['unit'];

  @Field(always('What one of it costs, decimal text.'))
  unitPrice!: string;

  @Field(always('Quantity times price, decimal text, not rounded.'))
  amount!: string;

  @Field(maybe('Which element of the tariff it comes from, such as `night`.'))
  element?: string;
}

@ObjectType({ description: 'A tax in a price.' })
export class PriceTax implements Shown<TaxPart, keyof PriceTax> {
  @Field(always('Such as `VAT`.'))
  name!: string;

  @Field(always('Decimal text.'))
  percent!: string;

  @Field(always('Decimal text.'))
  amount!: string;
}

@ObjectType({ description: 'A stretch of a session as it was priced.' })
export class CostPeriod implements Shown<ChargingPeriod, keyof CostPeriod> {
  @Field(() => DateTime, always('Its begin.'))
  from!: string;

  @Field(() => DateTime, always('Its end.'))
  until!: string;

  @Field(() => Float, always('Delivered in it, Wh.'))
  energyWh!: number;

  @Field(() => FlowState, always('Whether energy flowed.'))
  state!: ChargingPeriod['state'];

  @Field(() => Float, maybe('Its mean power, W.'))
  powerW?: number;
}

@ObjectType({ description: 'What a plugin said when it was asked for a price.' })
export class PriceVote implements Shown<CastVote, keyof PriceVote> {
  @Field(always('Id and version of the plugin, such as `flat-tariff@1.0.0`.'))
  voter!: string;

  @Field(always('The price, `abstained` or `failed`.'))
  answer!: string;

  @Field(always('Why.'))
  reason!: string;

  @Field(maybe('Which rule of the plugin decided.'))
  rule?: string;

  @Field(() => Float, always('How long it took, milliseconds.'))
  milliseconds!: number;

  @Field(() => Int, maybe('Revision of the event that configured the plugin.'))
  configuration?: number;

  @Field(() => Boolean, maybe('It was asked beside the others and its vote not applied.'))
  shadow?: true;

  @Field(() => String, maybe('Why there is no answer: `timed-out`, `threw`, `nonsense` or `suspended`.'))
  failure?: CastVote['failure'];
}

@ObjectType({ description: 'An amount of money.' })
export class Money {
  @Field(always('Decimal text.'))
  amount!: string;

  @Field(always('ISO 4217.'))
  currency!: string;
}

@ObjectType({ description: 'A price that a session got later than at its end. The first one is kept.' })
export class PriceCorrection implements Shown<Correction, keyof PriceCorrection> {
  @Field(() => CorrectionKind, always('How it came about.'))
  how!: Correction['how'];

  @Field(always('The new amount, decimal text.'))
  amount!: string;

  @Field(always('ISO 4217.'))
  currency!: string;

  @Field(() => Money, maybe('What the session cost before; absent where it had no price.'))
  before?: Money;

  @Field(always('Why.'))
  reason!: string;

  @Field(always('The API key that asked for it.'))
  by!: string;

  @Field(() => DateTime, always('When.'))
  at!: string;

  @Field(always('The event that says so.'))
  eventId!: string;
}
