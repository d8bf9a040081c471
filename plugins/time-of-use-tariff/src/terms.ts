import { commonTerms, decimal, isTimeZone, z } from '@wattledger/plugin-sdk';

const timeOfDay = () => z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time of day such as 22:00');
const dayOfYear = () => z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'must be a day such as 06-01');
const kilo = () => z.number().min(0).max(100_000);

const when = z.strictObject({
  weekdays: z.array(z.number().int().min(1).max(7)).min(1).optional().describe('1 is Monday, 7 is Sunday'),
  from: timeOfDay().optional().describe('Local time of day from which on it holds; default 00:00'),
  until: timeOfDay().optional().describe('Local time of day until which it holds; before `from`: over midnight; default 24:00'),
  season: z
    .strictObject({ from: dayOfYear().describe('First day'), until: dayOfYear().describe('Last day') })
    .optional()
    .describe('Days of the year between which it holds, both included; may go over New Year'),
  holidays: z.enum(['only', 'never']).optional().describe('Only on holidays, or never on one; absent: on both'),
  fromKwh: kilo().optional().describe('From this energy of the session on'),
  untilKwh: kilo().optional().describe('Until this energy of the session'),
  fromKw: kilo().optional().describe('At this mean power or more'),
  untilKw: kilo().optional().describe('Below this mean power'),
});

const prices = {
  perKwh: decimal().default('0').describe('A kWh'),
  perMinute: decimal().default('0').describe('A minute of charging'),
};

const element = z.strictObject({
  name: z.string().min(1).max(50).describe('Shown in the price, such as `night`'),
  when: when.describe('All that is given must hold'),
  ...prices,
});

/** The terms of a time-of-use tariff. */
export const timeOfUseTerms = z.strictObject({
  elements: z.array(element).max(50).describe('Of those that hold, the first counts'),
  otherwise: z.strictObject(prices).describe('Where no element holds'),
  holidays: z
    .array(z.union([dayOfYear(), z.iso.date()]))
    .max(500)
    .default([])
    .describe('`MM-DD` for every year, `YYYY-MM-DD` for one'),
  timeZone: z
    .string()
    .refine(isTimeZone, 'must be the IANA name of a time zone such as Europe/Madrid')
    .optional()
    .describe('By which local times are told; absent: where the station stands'),
  ...commonTerms,
});

export type TimeOfUseTerms = z.infer<typeof timeOfUseTerms>;
export type Element = TimeOfUseTerms['elements'][number];
