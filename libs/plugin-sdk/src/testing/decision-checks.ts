import { decisionPoints } from '@wattledger/charging';
import type { DecisionPoint, Question } from '@wattledger/charging';
import type { ConfigSchema, Plugin } from '../plugin.ts';
import { hostileQuestions } from './arbitraries.ts';
import { voteIn } from './cast-vote.ts';
import { configsOf, inBudget, samplesOf } from './conformance.ts';
import type { Check, Conformance } from './conformance.ts';
import { fail, isSame } from './disagreement.ts';
import { questionAt } from './questions.ts';

/** Asked of each decision that a plugin takes part in. */
export function decisionChecks<Schema extends ConfigSchema>(plugin: Plugin<Schema>, conformance: Conformance<Schema>): Check[] {
  const taken = decisionPoints.filter((point) => plugin.decisions?.[point]);
  return taken.flatMap((point) => checksAt(plugin, point, conformance));
}

function checksAt<Schema extends ConfigSchema, Point extends DecisionPoint>(
  plugin: Plugin<Schema>,
  point: Point,
  conformance: Conformance<Schema>,
): Check[] {
  const everyWhere = async (questions: readonly Question<Point>[]) => {
    for (const config of configsOf(plugin, conformance)) {
      for (const question of questions) voteIn(point, await inBudget(plugin, point, question, config, conformance));
    }
  };
  const concerning = (): Question<Point>[] => [
    questionAt(point),
    ...(conformance.questions?.[point] ?? []).map((about) => questionAt<Point>(point, about)),
  ];
  return [
    {
      name: `${point}: answers or abstains in time, well-formed, with a reason`,
      run: () => everyWhere(concerning()),
    },
    {
      name: `${point}: says the same to the same question`,
      async run() {
        for (const config of configsOf(plugin, conformance)) {
          for (const question of [...concerning(), ...samplesOf(hostileQuestions[point], 10)]) {
            const first = await inBudget(plugin, point, question, config, conformance);
            const second = await inBudget(plugin, point, question, config, conformance);
            if (isSame(first, second)) continue;
            fail(
              `${plugin.id} answered one question in two ways at ${point}. A decision depends on its question and its configuration alone: no clock, no chance, no memory.`,
              second,
              first,
            );
          }
        }
      },
    },
    {
      name: `${point}: takes hostile questions calmly`,
      run: () =>
        everyWhere([
          ...samplesOf(hostileQuestions[point], conformance.runs),
          ...mixedWith(concerning(), point, conformance.runs),
        ]),
    },
  ];
}

/** Questions that concern the plugin, each time with one member from a hostile one. */
function mixedWith<Point extends DecisionPoint>(
  concerning: readonly Question<Point>[],
  point: Point,
  runs: number | undefined,
): Question<Point>[] {
  return samplesOf(hostileQuestions[point], runs).map((hostile, index) => {
    const usual = concerning[index % concerning.length] ?? questionAt(point);
    const members = Object.entries(hostile);
    const [name, member] = members[index % members.length] ?? ['at', usual.at];
    return { ...usual, [name]: member };
  });
}
