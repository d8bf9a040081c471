import {
  abstain,
  billOf,
  cutAtEnergies,
  cutAtInstants,
  definePlugin,
  localBoundaries,
  price,
  stretchesOf,
  z,
} from '@wattledger/plugin-sdk';
import { boundariesIn, energyStepsIn, pricesIn } from './elements.ts';
import { timeOfUseTerms } from './terms.ts';

/**
 * Prices that depend on the local time, the weekday, the season, on holidays, on how much was charged and how fast.
 *
 * The session is cut where an element of the tariff may begin or end; the energy of a cut stretch is shared by time. A weekday is
 * that of the moment itself: a night window of Fridays ends at midnight and goes on where Saturdays have it too.
 */
export const timeOfUseTariff = definePlugin({
  id: 'time-of-use-tariff',
  version: '1.0.0',
  sdk: '^1.0.0',
  description: 'Prices by local time, weekday, season, holiday, energy and power.',
  config: z.object({}),
  tariffTerms: timeOfUseTerms,

  decisions: {
    priceSession(session) {
      const { tariff, energyWh, station } = session;
      if (!tariff) return abstain('the session runs under no tariff');
      if (tariff.plugin !== 'time-of-use-tariff') return abstain(`its tariff is for ${tariff.plugin}`);
      const terms = timeOfUseTerms.parse(tariff.terms);
      const timeZone = terms.timeZone ?? station.timeZone;
      const whole = stretchesOf(session);
      const [begin, end] = [whole[0]?.from ?? 0, whole.at(-1)?.until ?? 0];
      const timed = cutAtInstants(whole, localBoundaries(begin, end, timeZone, boundariesIn(terms)));
      const cut = cutAtEnergies(timed, energyStepsIn(terms));
      const bill = billOf(cut, pricesIn(terms, timeZone), terms, tariff);
      const reason = `${energyWh} Wh under ${tariff.name}, version ${tariff.version}, by the clock of ${timeZone}`;
      return price(bill, reason, { rule: 'time-of-use' });
    },
  },
});

export default timeOfUseTariff;
export { timeOfUseTerms } from './terms.ts';
