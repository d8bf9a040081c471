import { describe, expect, it } from '@jest/globals';
import { abstain, Big, definePlugin, price, z } from '../index.ts';
import type { ConfigSchema, Plugin } from '../index.ts';
import { checksOf } from './checks.ts';
import type { Conformance } from './conformance.ts';
import { describePlugin } from './describe-plugin.ts';

const config = z.object({ pricePerKwh: z.string().default('0.42').describe('What a kWh costs') });
const about = { id: 'tried', version: '1.0.0', sdk: '^1.0.0', config };

/** What a plugin was found to do wrong, by check. */
async function faultsOf<Schema extends ConfigSchema>(plugin: Plugin<Schema>, conformance: Conformance<Schema> = {}) {
  const faults: [string, string][] = [];
  for (const { name, run } of checksOf(plugin, { runs: 10, budgetMs: 100, ...conformance })) {
    await run().catch((error: Error) => faults.push([name, error.message]));
  }
  return faults;
}

describe('the conformance suite', () => {
  it('finds nothing wrong with a plugin that does as it should', async () => {
    const good = definePlugin({
      ...about,
      decisions: {
        priceSession: ({ energyWh }, { pricePerKwh }) =>
          price({ amount: new Big(pricePerKwh).times(energyWh).div(1_000).toFixed(2), currency: 'EUR' }, 'one price'),
      },
    });
    expect(await faultsOf(good, { prices: [{ session: { energyWh: 17_690 }, costs: '7.43 EUR' }] })).toEqual([]);
    expect(await faultsOf(good, { prices: [{ session: { energyWh: 17_690 }, costs: '7.42 EUR' }] })).toMatchObject([
      ['priceSession: session 1, 17690 Wh, costs 7.42 EUR', expect.stringContaining('It costs 7.43 EUR')],
    ]);
  });

  it('names what is wrong with an id, a version or a range', async () => {
    const decisions = { admitStation: () => abstain('not mine') };
    for (const wrong of [{ id: 'Not Kebab' }, { version: '1' }, { sdk: 'banana' }, { sdk: '^2.0.0' }]) {
      expect(await faultsOf({ ...about, decisions, ...wrong })).toHaveLength(1);
    }
    expect(await faultsOf(about)).toMatchObject([[expect.stringMatching('does something'), expect.anything()]]);
  });

  it('asks for descriptions, however deep, and for configurations where there are no defaults', async () => {
    const silent = z.object({ idle: z.object({ afterMinutes: z.number() }).describe('Idle fee') });
    const faults = await faultsOf(definePlugin({ ...about, config: silent, decisions: { admitStation: () => abstain('no') } }));
    expect(faults).toMatchObject([
      [expect.any(String), expect.stringContaining('idle.afterMinutes')],
      [expect.any(String), expect.stringContaining('hand in `configs`')],
    ]);
  });

  it.each([
    ['throws', () => JSON.parse('{'), 'A plugin never throws'],
    ['says nothing', () => undefined, 'That is no vote'],
    ['gives no reason', () => abstain(''), 'That is no vote'],
    ['never answers', () => new Promise<never>(() => undefined), 'no answer after 100 ms'],
  ])('finds a plugin that %s', async (_, decide, sentence) => {
    const bad = { ...about, decisions: { authorize: decide } } as Plugin<typeof config>;
    const faults = await faultsOf(bad);
    expect(faults.flat().join('\n')).toContain(sentence);
  });

  it('finds a plugin that trips over what stations send', async () => {
    const careless = definePlugin({
      ...about,
      decisions: { authorize: ({ token }) => abstain(`not mine: ${String(JSON.parse(`"${token}"`))}`) },
    });
    expect((await faultsOf(careless)).map(([name]) => name)).toContainEqual('authorize: takes hostile questions calmly');
  });

  it('finds a plugin that remembers, or looks at the clock', async () => {
    let asked = 0;
    const counting = definePlugin({ ...about, decisions: { authorize: () => abstain(`asked ${(asked += 1)} times`) } });
    expect(await faultsOf(counting)).toMatchObject([['authorize: says the same to the same question', expect.anything()]]);
  });

  it('finds a plugin that changes its question', async () => {
    const changing = definePlugin({
      ...about,
      decisions: { authorize: (question) => abstain(String(Object.assign(question, { token: 'mine' }).token)) },
    });
    expect((await faultsOf(changing)).length).toBeGreaterThan(0);
  });

  it('finds a price that depends on how often the meter was read', async () => {
    const rounding = definePlugin({
      ...about,
      decisions: {
        priceSession: ({ periods }) => {
          const each = periods.map(({ energyWh }) => new Big(energyWh).times('0.00042').toFixed(2));
          return price({ amount: each.reduce((sum, one) => sum.plus(one), new Big(0)).toFixed(2), currency: 'EUR' }, 'in pieces');
        },
      },
    });
    expect(await faultsOf(rounding)).toMatchObject([
      [expect.stringContaining('however often'), expect.stringContaining('Round once')],
    ]);
  });

  it('finds a fold that is not pure', async () => {
    let heard = 0;
    const counting = {
      name: 'counted',
      version: 1,
      events: ['SessionPriced'],
      key: () => 'all',
      evolve: () => ({ heard: (heard += 1) }),
    };
    expect(await faultsOf({ ...about, projections: [counting] })).toMatchObject([
      ['projection counted: folds whatever an event holds, the same way every time', expect.anything()],
    ]);
  });

  it('leaves out what it is told to, and only what there is', () => {
    const names: string[] = [];
    const runner = { describe: (_: string, define: () => void) => define(), it: (name: string) => names.push(name) };
    const plugin = definePlugin({ ...about, decisions: { authorize: () => abstain('no') } });
    const name = 'authorize: says the same to the same question';
    describePlugin(plugin, { leaveOut: { [name]: 'it asks an endpoint' } }, runner);
    expect(names).not.toContain(name);
    expect(names).toContain('authorize: takes hostile questions calmly');
    expect(() => describePlugin(plugin, { leaveOut: { 'no such check': 'x' } }, runner)).toThrow('no such check');
  });
});

describePlugin({ ...about, decisions: { admitStation: () => abstain('not mine') } });
