import { authorizationStatuses, callsInBrief } from '@wattledger/charging';
import type { Answer, DecisionPoint } from '@wattledger/charging';
import { parseJson, stringifyJson } from '@wattledger/kernel';
import { z } from 'zod';
import type { Abstention, PluginVote } from './vote.ts';

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

const settingCalls = z.array(z.strictObject({ action: z.string().max(50), payload: z.record(z.string(), z.unknown()) })).max(20);

const place = z.number().int().min(0);
const shownSetting = z.union([
  z.strictObject({ component: text.optional(), variable: text, evseId: place.optional(), value: z.string().max(2_500) }),
  z.strictObject({
    chargingProfileId: z.number().int(),
    evseId: place,
    stackLevel: place,
    purpose: text,
    rateUnit: z.enum(['A', 'W']),
    limits: z
      .array(z.strictObject({ startPeriod: place, limit: z.number().finite() }))
      .min(1)
      .max(100),
  }),
  z.strictObject({ tariffId: text, evseId: place.optional() }),
]);

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
    calls: settingCalls,
    shows: z.array(shownSetting).max(20).optional(),
    undo: settingCalls.optional(),
    enforcedByPlatform: z.boolean().optional(),
  }),
  answerDataTransfer: z.strictObject({
    status: z.enum(['Accepted', 'Rejected', 'UnknownMessageId', 'UnknownVendorId']),
    data: z.unknown().optional(),
  }),
} satisfies Record<DecisionPoint, z.ZodType>;

const LARGEST_ANSWER = 256 * 1024;

/** As it would be recorded: a value that JSON cannot hold, or that is too large, is no answer. */
function asJson(value: unknown): unknown {
  const text: string | undefined = stringifyJson(value);
  if (text === undefined) throw new TypeError('it said nothing');
  if (text.length > LARGEST_ANSWER) throw new RangeError(`an answer has at most ${LARGEST_ANSWER} characters`);
  return parseJson(text);
}

const saying = { reason: z.string().min(1).max(LONGEST_TEXT) };

const voteAt = (answer: z.ZodType) =>
  z.discriminatedUnion('vote', [
    z.strictObject({ vote: z.literal('abstain'), ...saying }),
    z.strictObject({ vote: z.literal('answer'), answer, rule: z.string().max(100).optional(), ...saying }),
  ]);

const votes: Readonly<Record<DecisionPoint, z.ZodType>> = {
  admitStation: voteAt(answers.admitStation),
  authorize: voteAt(answers.authorize),
  startSession: voteAt(answers.startSession),
  continueCharging: voteAt(answers.continueCharging),
  priceSession: voteAt(answers.priceSession),
  translateSettings: voteAt(answers.translateSettings),
  answerDataTransfer: voteAt(answers.answerDataTransfer),
};

/** What a plugin said, once it was found to make sense; else what is wrong with it. */
export function readVote<Point extends DecisionPoint>(
  point: Point,
  said: unknown,
): PluginVote<Point> | { readonly nonsense: string } {
  try {
    const abstention = plainAbstention(said);
    if (abstention) return abstention;
    const vote = votes[point].safeParse(asJson(said));
    return vote.success ? (vote.data as PluginVote<Point>) : { nonsense: problemsOf(vote.error) };
  } catch (error) {
    return { nonsense: error instanceof Error ? error.message : 'it cannot be read' };
  }
}

/** What most plugins say to most questions, read without a schema. */
function plainAbstention(said: unknown): Abstention | undefined {
  if (typeof said !== 'object' || said === null || Object.keys(said).length !== 2) return undefined;
  const { vote, reason } = said as Partial<Abstention>;
  if (vote !== 'abstain' || typeof reason !== 'string' || reason === '' || reason.length > LONGEST_TEXT) return undefined;
  return { vote, reason };
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
    case 'translateSettings':
      return callsInBrief((answer as Answer<'translateSettings'>).calls);
    default:
      return 'status' in answer ? answer.status : 'outcome' in answer ? answer.outcome : '';
  }
}
