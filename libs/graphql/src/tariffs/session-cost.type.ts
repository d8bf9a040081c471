import { createUnionType, Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Decided, SessionPrice } from '@wattledger/charging';
import type { SessionCostRow } from '@wattledger/read-models';
import { always, maybe } from '../schema/descriptions.ts';
import type { Shown } from '../schema/shown.ts';
import { DateTime } from '../schema/scalars.ts';
import { InvalidInput, SessionNotFound } from '../schema/user-errors.type.ts';
import { CostPeriod, PriceCorrection, PriceLine, PriceTax, PriceVote } from './cost-parts.type.ts';

@ObjectType({ description: 'What a session costs, and all that led to it. Amounts are decimal text.' })
export class SessionCost implements Shown<SessionCostRow, keyof SessionCost> {
  @Field(maybe('To be paid, tax included; absent where a plugin failed to price it and nobody has since.'))
  amount?: string;

  @Field(maybe('ISO 4217.'))
  currency?: string;

  @Field(maybe('Before tax.'))
  amountBeforeTax?: string;

  @Field(() => [PriceTax], always('The taxes in it.'))
  taxes!: readonly PriceTax[];

  @Field(
    () => [PriceLine],
    always('Where it comes from: they add up to `amountBeforeTax`, or with `pricesIncludeTax` to `amount`.'),
  )
  lines!: readonly PriceLine[];

  @Field(always('Unit prices and lines are with tax in them.'))
  pricesIncludeTax!: boolean;

  @Field(maybe('How and where it was rounded.'))
  rounding?: string;

  @Field(() => ID, maybe('The tariff it was priced with.'))
  tariffId?: string;

  @Field(() => Int, maybe('The version of the tariff.'))
  tariffVersion?: number;

  @Field(maybe('Why it is this price.'))
  reason?: string;

  @Field(maybe('Which rule of the plugin decided.'))
  rule?: string;

  @Field(maybe('The plugin whose price counts, such as `flat-tariff@1.0.0`.'))
  voter?: string;

  @Field(() => [PriceVote], always('What every plugin said.'))
  votes!: readonly PriceVote[];

  @Field(() => Float, maybe('The energy that was priced, Wh.'))
  energyWh?: number;

  @Field(() => [CostPeriod], always('The session as it was priced, from its start to its end without gaps.'))
  periods!: readonly CostPeriod[];

  @Field(maybe('By which local times were told.'))
  timeZone?: string;

  @Field(() => DateTime, always('When it was priced last.'))
  pricedAt!: string;

  @Field(() => ID, always('The event that says so.'))
  eventId!: string;

  @Field(maybe('What it cost at its end, before any correction.'))
  originalAmount?: string;

  @Field(maybe('ISO 4217.'))
  originalCurrency?: string;

  @Field(() => [PriceCorrection], always('Every correction, the oldest first.'))
  corrections!: readonly PriceCorrection[];
}

@ObjectType({ description: 'What a session would cost. Nothing of it is recorded.' })
export class PricePreview {
  @Field(always('To be paid, tax included.'))
  amount!: string;

  @Field(always('ISO 4217.'))
  currency!: string;

  @Field(maybe('Before tax.'))
  amountBeforeTax?: string;

  @Field(() => [PriceTax], always('The taxes in it.'))
  taxes!: readonly PriceTax[];

  @Field(() => [PriceLine], always('Where it comes from.'))
  lines!: readonly PriceLine[];

  @Field(maybe('How and where it was rounded.'))
  rounding?: string;

  @Field(always('Why it would be this price.'))
  reason!: string;

  @Field(() => [PriceVote], always('What every plugin said.'))
  votes!: readonly PriceVote[];

  constructor(price: SessionPrice, { reason, votes }: Decided<'priceSession'>) {
    const { taxes = [], lines = [] } = price;
    Object.assign(this, { ...price, taxes, lines, reason, votes });
  }
}

@ObjectType({ description: 'A session whose price was corrected.' })
export class SessionPriceCorrected {
  @Field(() => ID, always('The session.'))
  sessionId!: string;

  @Field(always('What it costs now, decimal text.'))
  amount!: string;

  @Field(always('ISO 4217.'))
  currency!: string;

  constructor(corrected: { sessionId: string; amount: string; currency: string }) {
    const { sessionId, amount, currency } = corrected;
    Object.assign(this, { sessionId, amount, currency });
  }
}

export const PreviewPriceResult = createUnionType({
  name: 'PreviewPriceResult',
  description: 'What comes of asking for a preview.',
  types: () => [PricePreview, SessionNotFound, InvalidInput] as const,
});

export const CorrectSessionPriceResult = createUnionType({
  name: 'CorrectSessionPriceResult',
  description: 'What comes of correcting a price.',
  types: () => [SessionPriceCorrected, SessionNotFound, InvalidInput] as const,
});
