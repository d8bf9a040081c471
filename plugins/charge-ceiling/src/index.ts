import { abstain, definePlugin, stop, z } from '@wattledger/plugin-sdk';

const config = z.object({
  ceilingPercent: z.number().int().min(50).max(100).default(80).describe('Stop once the battery is this full'),
  exemptGroups: z.array(z.string()).default([]).describe('Token groups that may fill up completely'),
});

/**
 * Fills a car to a chosen level, then frees the socket for the next driver.
 *
 * Charging slows down as a battery fills, so the last percents cost a site the most
 * time. A station that does not report the battery is left alone.
 */
export const chargeCeiling = definePlugin({
  id: 'charge-ceiling',
  version: '1.0.0',
  sdk: '^1.0.0',
  description: 'Ends a session once the battery has reached a chosen level.',
  config,

  decisions: {
    continueCharging({ session, terms }, { ceilingPercent, exemptGroups }) {
      const { stateOfChargePercent } = session;
      const { groupToken } = terms;
      if (stateOfChargePercent === undefined) return abstain('battery level not reported');
      if (groupToken !== undefined && exemptGroups.includes(groupToken)) return abstain('the group of the driver is exempt');
      if (stateOfChargePercent < ceilingPercent) return abstain(`${stateOfChargePercent} % is below ${ceilingPercent} %`);
      return stop(`battery at ${stateOfChargePercent} %, ceiling is ${ceilingPercent} %`, { rule: 'ceiling-reached' });
    },
  },
});

export default chargeCeiling;
