import { authorizationStatuses } from '@wattledger/charging';
import type { Answer, DecisionPoint } from '@wattledger/charging';
import type { PluginVote } from '@wattledger/plugin-sdk';
import { z } from 'zod';

const LONGEST_TEXT = 500;
const text = z.string().max(LONGEST_TEXT);
const decimal = z.string().regex(/^-?\d{1,15}(\.\d{1,12})?$/);
const currency = z.string().regex(/^[A-Z]{3}$/);
const instant = z.iso.datetime({ offset: true });
const count = z.number().finite().min(0);

const limits = z.strictObject({
  amount: decimal.optional(),
  currency: currency.optional(),
  energyWh: count.optional(),
  seconds: count.optional(),
  stateOfChargePercent: z.number().min(0).max(100).optional(),
});
const tariff = z.strictObject({ tariffId: text, version: z.number().int().min(0) });
const money = z.strictObject({ amount: decimal, currency });

/** What may be said at each decision point: a plugin's answer is held against it before it counts. */
const answers = {
  admitStation: z.strictObject({
    outcome: z.enum(['accepted', 'pending', 'refused']),
    heartbeatSeconds: z.number().int().min(1).max(86_400).optional(),
  }),
  authorize: z.strictObject({
    status: z.enum(authorizationStatuses),
    accountId: text.optional(),
    groupToken: text.optional(),
    expiresAt: instant.optional(),
    language: z.string().max(8).optional(),
    limits: limits.optional(),
    tariffId: text.optional(),
    concurrentSessions: z.number().int().min(0).optional(),
    message: text.optional(),
  }),
  startSession: z.strictObject({
    outcome: z.enum(['charge', 'stop']),
    limits: limits.optional(),
    tariff: tariff.optional(),
    reserve: money.optional(),
  }),
  continueCharging: z.strictObject({ outcome: z.literal('stop') }),
  priceSession: z.strictObject({
    amount: decimal,
    currency,
    amountBeforeTax: decimal.optional(),
    taxes: z
      .array(z.strictObject({ name: text, percent: decimal, amount: decimal }))
      .max(10)
      .optional(),
    lines: z
      .array(
        z.strictObject({
          what: z.enum(['energy', 'time', 'idle', 'session', 'minimum', 'maximum']),
          from: instant.optional(),
          until: instant.optional(),
          quantity: decimal,
          unit: z.enum(['kWh', 'min', 'session']),
          unitPrice: decimal,
          amount: decimal,
          element: text.optional(),
        }),
      )
      .max(2_000)
      .optional(),
    pricesIncludeTax: z.boolean().optional(),
    tariff: tariff.optional(),
    rounding: text.optional(),
  }),
  translateSettings: z.strictObject({
    calls: z.array(z.strictObject({ action: z.string().max(50), payload: z.record(z.string(), z.unknown()) })).max(20),
    enforcedByPlatform: z.boolean().optional(),
  }),
  answerDataTransfer: z.strictObject({
    status: z.enum(['Accepted', 'Rejected', 'UnknownMessageId', 'UnknownVendorId']),
    data: z.unknown().optional(),
  }),
} satisfies Record<DecisionPoint, z.ZodType>;

const saying = { reason: z.string().min(1).max(LONGEST_TEXT) };

/** What a plugin said, once it was found to make sense; else what is wrong with it. */
export function readVote<Point extends DecisionPoint>(
  point: Point,
  said: unknown,
): PluginVote<Point> | { readonly nonsense: string } {
  const vote = z
    .discriminatedUnion('vote', [
      z.strictObject({ vote: z.literal('abstain'), ...saying }),
      z.strictObject({ vote: z.literal('answer'), answer: answers[point], rule: z.string().max(100).optional(), ...saying }),
    ])
    .safeParse(said);
  if (!vote.success) return { nonsense: problemsOf(vote.error) };
  return vote.data as PluginVote<Point>;
}

const problemsOf = ({ issues }: z.ZodError): string =>
  issues
    .slice(0, 3)
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ');

/** An answer in a word or two. */
export function briefly(point: DecisionPoint, answer: Answer<DecisionPoint>): string {
  switch (point) {
    case 'priceSession': {
      const { amount, currency: of } = answer as Answer<'priceSession'>;
      return `${amount} ${of}`;
    }
    case 'translateSettings': {
      const { calls } = answer as Answer<'translateSettings'>;
      return calls.map(({ action }) => action).join(', ') || 'nothing to send';
    }
    default:
      return 'status' in answer ? answer.status : 'outcome' in answer ? answer.outcome : '';
  }
}
