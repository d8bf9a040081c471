import { abstain, charge, definePlugin, refuse, z } from '@wattledger/plugin-sdk';
import { energyByDay } from './energy-by-day.ts';
import { hourAt } from './hour-at.ts';

const hour = z.number().int().min(0).max(24);
const config = z.object({
  visitorGroup: z.string().default('visitors').describe('The token group of visitors'),
  opensAt: hour.default(8).describe('Visitors may charge from this hour on, by the clock of the station'),
  closesAt: hour.default(20).describe('Visitors may not begin to charge from this hour on, by the clock of the station'),
  mostHours: z.number().positive().max(24).default(3).describe('A session of a visitor is over after so many hours'),
});

/**
 * Lets visitors charge during opening hours, for a few hours each, and shows what a day's sessions took.
 *
 * It only ever forbids and limits: whether a visitor's token is good at all is for another plugin to say.
 */
export const visitorHours = definePlugin({
  id: 'visitor-hours',
  version: '1.0.0',
  sdk: '^1.0.0',
  description: 'Opening hours and a time limit for visitors.',
  config,

  decisions: {
    authorize({ at, station, purpose, registered }, { visitorGroup, opensAt, closesAt }) {
      if (registered?.groupToken !== visitorGroup) return abstain('not a token of a visitor');
      if (purpose === 'stop') return abstain('visitors may stop at any hour');
      const now = hourAt(at, station.timeZone);
      if (now >= opensAt && now < closesAt) return abstain('visitors may charge at this hour');
      return refuse('NotAtThisTime', `it is open from ${opensAt}:00 to ${closesAt}:00`, {
        rule: 'closed-for-visitors',
        message: `Open from ${opensAt}:00 to ${closesAt}:00`,
      });
    },

    startSession({ authorization }, { visitorGroup, mostHours }) {
      if (authorization?.groupToken !== visitorGroup) return abstain('not a session of a visitor');
      return charge(`visitors charge for at most ${mostHours} h`, {
        limits: { seconds: mostHours * 3_600 },
        rule: 'visitor-time-limit',
      });
    },
  },

  projections: [energyByDay],
  resolvers: {
    types: `
      "What sessions took."
      type VisitorHours {
        "Of the sessions that were priced on a day, Wh."
        energyWhOn("As 2026-05-04, UTC" day: String!): Float!
      }
    `,
    fields: {
      async energyWhOn({ day }, _config, { rows }) {
        const row = await rows.get(energyByDay.name, String(day));
        return row?.['energyWh'] ?? 0;
      },
    },
  },
});

export default visitorHours;
