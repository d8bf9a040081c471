import type { ChargingPeriod, Question } from '@wattledger/charging';

const MINUTE_MS = 60_000;

/**
 * The same session as a station that is read more often tells it: every stretch cut into stretches of at most so many minutes.
 *
 * Energy and power stay what they are as long as a stretch has a whole number of Wh in each of its minutes, as those of
 * `pricedSessions` have.
 */
export const readEvery = (minutes: number, session: Question<'priceSession'>): Question<'priceSession'> => ({
  ...session,
  periods: session.periods.flatMap((period) => cut(period, minutes)),
});

function cut(period: ChargingPeriod, minutes: number): ChargingPeriod[] {
  const begin = Date.parse(period.from);
  const length = Date.parse(period.until) - begin;
  const pieces = Math.ceil(length / (minutes * MINUTE_MS));
  return Array.from({ length: pieces }, (_, piece) => {
    const from = piece * minutes * MINUTE_MS;
    const until = Math.min(length, from + minutes * MINUTE_MS);
    return {
      ...period,
      from: new Date(begin + from).toISOString(),
      until: new Date(begin + until).toISOString(),
      energyWh: (period.energyWh * (until - from)) / length,
    };
  });
}
