import type { SessionPrice } from '@wattledger/charging';
import { instantOf } from '@wattledger/kernel';
import type { OpenTransaction } from '../station-memory.ts';
import type { CallContext, StationErrand } from './action.ts';
import { runningPrice } from './session.ts';

/** A running cost is shown at most so often. */
const SHOWN_EVERY_MS = 60_000;

/** Tells a station what a session costs by now: those that have announced that they show it, at most once a minute. */
export async function runningCost(
  context: CallContext,
  transactionId: string,
  transaction: OpenTransaction,
): Promise<readonly StationErrand[]> {
  if (!context.memory.showsCost) return [];
  const price = await runningPrice(context, transactionId, transaction);
  if (!price) return [];
  // The key makes it one command a minute, whatever it says.
  const minute = Math.floor(context.now.getTime() / SHOWN_EVERY_MS);
  return [costErrand(context, transactionId, price, { final: false, key: `cost ${transactionId} ${minute}`, transaction })];
}

/** Tells a station what a session costs in the end. */
export const finalCost = (
  context: CallContext,
  transactionId: string,
  price: SessionPrice | undefined,
): readonly StationErrand[] =>
  context.memory.showsCost && price
    ? [costErrand(context, transactionId, price, { final: true, key: `final cost ${transactionId}` })]
    : [];

function costErrand(
  { now }: CallContext,
  transactionId: string,
  { amount, currency }: SessionPrice,
  { final, key, transaction }: { final: boolean; key: string; transaction?: OpenTransaction },
): StationErrand {
  const meterWh = transaction?.registers?.meterLatestWh;
  const state = transaction?.meter?.findLast((sample) => sample.state !== undefined)?.state;
  const about = { transactionId, amount, currency, final, at: instantOf(now) };
  return {
    command: { name: 'ShowCost', ...about, ...(meterWh !== undefined && { meterWh }), ...(state && { state }) },
    reason: final ? 'the driver is shown what is to be paid' : 'the driver is shown the running cost',
    idempotencyKey: key,
  };
}
