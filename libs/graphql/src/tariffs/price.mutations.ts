import { Inject } from '@nestjs/common';
import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { refuseAccess } from '@wattledger/access';
import type { ApiCaller, Correction, PriceDesk, PricedSession } from '@wattledger/access';
import { isRefusal } from '@wattledger/kernel';
import type { Refusal } from '@wattledger/kernel';
import { sessionCostsTable, sessionsTable } from '@wattledger/read-models';
import { PRICE_DESK, ROWS } from '../collaborators.ts';
import { refuseRequest } from '../errors.ts';
import { Caller } from '../request/caller.ts';
import { commandingRoles, everyRole, Roles } from '../request/roles.ts';
import type { Rows } from '../rows/rows.ts';
import { userErrorOf } from '../schema/user-errors.type.ts';
import type { UserError } from '../schema/user-errors.type.ts';
import { CorrectSessionPriceResult, PreviewPriceResult, PricePreview, SessionPriceCorrected } from './session-cost.type.ts';

const sessionArgument = { type: () => ID, description: 'The session; it has ended.' };
const optional = (description: string) => ({ nullable: true, description });

/** Prices of sessions that have ended: what they would be, and what they should have been. */
@Resolver()
export class PriceMutations {
  private readonly desk: PriceDesk;
  private readonly rows: Rows;

  constructor(@Inject(PRICE_DESK) desk: PriceDesk, @Inject(ROWS) rows: Rows) {
    this.desk = desk;
    this.rows = rows;
  }

  @Roles(everyRole)
  @Query(() => PreviewPriceResult, {
    description:
      'What a session that has ended would cost under a version of a tariff, as its plugin computes it. Records nothing.',
  })
  async previewPrice(
    @Args('sessionId', sessionArgument) sessionId: string,
    @Args('tariffId', { type: () => ID, description: 'The tariff.' }) tariffId: string,
    @Args('version', { type: () => Int, description: 'Its version.' }) version: number,
  ): Promise<PricePreview | UserError> {
    const session = await this.priced(sessionId);
    if (isRefusal(session)) return userErrorOf(session);
    const decided = await this.desk.preview(session, { tariffId, version });
    if (isRefusal(decided)) return userErrorOf(decided);
    if (!decided.answer) return userErrorOf(refuseRequest('input-invalid', `No plugin gave a price: ${decided.reason}.`));
    return new PricePreview(decided.answer, decided);
  }

  @Roles(commandingRoles)
  @Mutation(() => CorrectSessionPriceResult, {
    description:
      'Corrects what a session costs, or prices it for the first time: give a version of a tariff, or an amount with its currency. The first price is kept.',
  })
  async correctSessionPrice(
    @Args('sessionId', sessionArgument) sessionId: string,
    @Args('reason', { type: () => String, description: 'Why, for whoever asks later.' }) reason: string,
    @Args('tariffId', { type: () => ID, ...optional('Priced anew with this tariff.') }) tariffId: string | null | undefined,
    @Args('version', { type: () => Int, ...optional('And this version of it.') }) version: number | null | undefined,
    @Args('amount', { type: () => String, ...optional('Or set to this, decimal text, tax included.') })
    amount: string | null | undefined,
    @Args('currency', { type: () => String, ...optional('ISO 4217, with `amount`.') }) currency: string | null | undefined,
    @Caller() caller: ApiCaller,
  ): Promise<SessionPriceCorrected | UserError> {
    const correction = correctionOf({ tariffId, version, amount, currency });
    if (isRefusal(correction)) return userErrorOf(correction);
    const session = await this.priced(sessionId);
    if (isRefusal(session)) return userErrorOf(session);
    const corrected = await this.desk.correct(session, correction, { reason, by: caller.keyId });
    return isRefusal(corrected) ? userErrorOf(corrected) : new SessionPriceCorrected(corrected);
  }

  private async priced(sessionId: string): Promise<PricedSession | Refusal> {
    const session = await this.rows.withKey(sessionsTable, [sessionId]);
    if (!session) return refuseRequest('session-unknown', `There is no session ${sessionId}.`);
    // A price that is set while it goes on would be replaced by the one at its end.
    if (session.state === 'active') return refuseAccess('price-unknown', `The session ${sessionId} has not ended.`);
    const cost = await this.rows.withKey(sessionCostsTable, [sessionId]);
    const { stationId } = session;
    const { pricedRevision: revision, amount, currency } = cost ?? {};
    const price = amount !== undefined && currency !== undefined ? { amount, currency } : undefined;
    return { sessionId, stationId, ...(revision !== undefined && { revision }), ...(price && { price }) };
  }
}

interface Asked {
  readonly tariffId: string | null | undefined;
  readonly version: number | null | undefined;
  readonly amount: string | null | undefined;
  readonly currency: string | null | undefined;
}

function correctionOf({ tariffId, version, amount, currency }: Asked): Correction | Refusal {
  const withTariff = typeof tariffId === 'string' && typeof version === 'number';
  const withAmount = typeof amount === 'string' && typeof currency === 'string';
  if (withTariff && !amount && !currency) return { how: 'tariff', tariff: { tariffId, version } };
  if (withAmount && !tariffId && !version) return { how: 'amount', amount, currency };
  return refuseRequest('input-invalid', 'Give either tariffId and version, or amount and currency.');
}
