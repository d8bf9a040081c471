import type { Json, PluginProjection } from '@wattledger/plugin-sdk';

/** How much energy the sessions took that were priced on a day, UTC. */
export const energyByDay: PluginProjection = {
  name: 'energy-by-day',
  version: 1,
  events: ['SessionPriced'],
  key: ({ recordedAt }) => recordedAt.slice(0, 10),
  evolve: (row, { data }) => ({ energyWh: numberOf(row?.['energyWh']) + numberOf(memberOf(data, 'energyWh')) }),
};

const memberOf = (value: Json, name: string): Json | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value[name] : undefined;

const numberOf = (value: Json | undefined): number => (typeof value === 'number' ? value : 0);
