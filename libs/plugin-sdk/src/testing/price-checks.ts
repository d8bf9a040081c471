import type { Question } from '@wattledger/charging';
import { configMembers } from '../config-members.ts';
import type { ConfigOf, ConfigSchema, Plugin } from '../plugin.ts';
import { hostileQuestions, pricedSessions } from './arbitraries.ts';
import { voteIn } from './cast-vote.ts';
import { configsOf, inBudget, samplesOf } from './conformance.ts';
import type { Check, Conformance } from './conformance.ts';
import { fail } from './disagreement.ts';
import { readEvery } from './prices.ts';
import { questionAt } from './questions.ts';

/** Asked of plugins that price sessions. */
export function priceChecks<Schema extends ConfigSchema>(plugin: Plugin<Schema>, conformance: Conformance<Schema>): Check[] {
  if (!plugin.decisions?.priceSession) return [];
  const { prices = [] } = conformance;
  const priceOf = async (session: Question<'priceSession'>, config: ConfigOf<Schema>): Promise<string> => {
    const vote = voteIn('priceSession', await inBudget(plugin, 'priceSession', session, config, conformance));
    return vote.vote === 'abstain' ? 'no price' : `${vote.answer.amount} ${vote.answer.currency}`;
  };
  return [
    {
      name: 'priceSession: asks the same price however often the meter was read',
      async run() {
        for (const config of configsOf(plugin, conformance)) {
          for (const session of sessionsOf(conformance)) {
            const whole = await priceOf(session, config);
            for (const minutes of [7, 1]) {
              const inPieces = await priceOf(readEvery(minutes, session), config);
              if (inPieces !== whole)
                fail(
                  `Read every ${minutes} min, a session costs ${inPieces} instead of ${whole}. Round once, at the end.`,
                  session,
                );
            }
          }
        }
      },
    },
    {
      name: 'priceSession: describes the terms of its tariffs',
      async run() {
        const silent = plugin.tariffTerms
          ? configMembers(plugin.tariffTerms).filter(({ description }) => description === '')
          : [];
        if (silent.length > 0) fail(`Add \`.describe('…')\` to ${silent.map(({ path }) => path).join(', ')}.`);
      },
    },
    ...prices.map(({ config = {}, session, costs }, index): Check => {
      const question = questionAt('priceSession', session);
      return {
        name: `priceSession: session ${index + 1}, ${question.energyWh} Wh, costs ${costs}`,
        async run() {
          const found = await priceOf(question, plugin.config.parse(config));
          if (found !== costs) fail(`It costs ${found}.`, found, costs);
        },
      };
    }),
  ];
}

/** Sessions of every kind, under the terms and tariffs of the questions that concern the plugin. */
function sessionsOf<Schema extends ConfigSchema>({
  questions,
  prices = [],
  runs,
}: Conformance<Schema>): Question<'priceSession'>[] {
  const concerning = [{}, ...(questions?.priceSession ?? []), ...prices.map(({ session }) => session)];
  const hostile = samplesOf(hostileQuestions.priceSession, runs);
  const sessions = samplesOf(pricedSessions, runs).map((session, index) => ({
    ...questionAt('priceSession', concerning[index % concerning.length]),
    ...session,
  }));
  return [...hostile, ...sessions];
}
