import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LoadPeriod } from './load-report.ts';
import { alternate, median } from './rounds.ts';
import type { Round } from './rounds.ts';
import { runMeasured } from './run-load.ts';
import type { Measured } from './run-load.ts';
import type { Section } from './section.ts';

/** What is wrong with each, in a word: `../plugins/<word>.plugin.ts`. */
const BAD = ['throws', 'silent', 'loops'] as const;

/** By then the plugin has been found out, whatever it does: what is measured first is what that costs, and afterwards what is left of it. */
const FOUND_OUT_SECONDS = 12;

const fileOf = (bad: string): string => fileURLToPath(new URL(`../plugins/${bad}.plugin.ts`, import.meta.url));

/** A plugin that fails counts as one that abstains, so that the answers stay as they were and only the costs are measured. */
const decisions = Object.fromEntries(
  ['admitStation', 'authorize', 'startSession', 'continueCharging', 'priceSession', 'answerDataTransfer'].map((point) => [
    point,
    { onFailure: 'open' },
  ]),
);

/** The platform with a bad plugin beside a good one, against the platform with the good one alone. */
export const badPlugins: Section = {
  name: 'plugins',
  title: 'Calls per second with a bad plugin, against the same platform without it',

  async run(context) {
    const { settings, say, platformWith } = context;
    const folder = await mkdtemp(join(tmpdir(), 'wattledger-bench-plugins-'));
    const pluginsFile = async (name: string, ...others: readonly string[]): Promise<string> => {
      const file = join(folder, `${name}.json`);
      const plugins = [{ use: '@wattledger/quick-start' }, ...others.map((use) => ({ use }))];
      await writeFile(file, JSON.stringify({ plugins, decisions }));
      return file;
    };
    try {
      // That a plugin fails is said again and again; here it is meant to.
      const quietly = { WATTLEDGER_LOG_LEVEL: 'fatal' };
      const without = platformWith('without', { ...quietly, WATTLEDGER_PLUGINS: await pluginsFile('good') });
      const cells = [];
      for (const bad of BAD) {
        const subject = platformWith('with', { ...quietly, WATTLEDGER_PLUGINS: await pluginsFile(bad, fileOf(bad)) });
        for (const mix of settings.mixes) {
          for (const version of settings.versions) {
            for (const stations of settings.stations) {
              say(`a plugin that ${bad}: ${mix}, OCPP ${version}, ${stations} stations`);
              const rounds = await alternate({ ...context, bare: without, subject }, (server) =>
                runMeasured(server, {
                  version,
                  mode: mix,
                  stations,
                  seconds: settings.seconds,
                  warmUpSeconds: FOUND_OUT_SECONDS,
                }),
              );
              cells.push({ bad, mix, version, stations, ...summary(rounds), rounds });
            }
          }
        }
      }
      return {
        columns: [
          'plugin',
          'mix',
          'OCPP',
          'stations',
          'measured',
          'calls/s without',
          'with',
          'ratio',
          'p99 without',
          'with',
          'p99 ratio',
          'CPU per call without / with',
          'errors',
        ],
        rows: cells.flatMap((cell) =>
          (['first', 'later'] as const).map((measured) => [
            cell.bad,
            cell.mix,
            cell.version,
            String(cell.stations),
            periods[measured].name,
            cell[measured].without.perSecond.toFixed(0),
            cell[measured].with.perSecond.toFixed(0),
            cell[measured].ratio.toFixed(3),
            `${cell[measured].without.p99.toFixed(1)} ms`,
            `${cell[measured].with.p99.toFixed(1)} ms`,
            cell[measured].p99Ratio.toFixed(2),
            `${cell.cpuWithout.toFixed(0)} / ${cell.cpuWith.toFixed(0)} µs`,
            String(cell.errors),
          ]),
        ),
        notes: [
          'Ratios are medians over the rounds; 1 means that the bad plugin cost nobody anything.',
          `At first: ${settings.seconds} s from the first connection on. Later: as long, ${FOUND_OUT_SECONDS} s after all have booted.`,
          'CPU is the time of the whole run by the calls answered in it, all threads, those of plugins included.',
          'Errors are CALLERRORs, lost connections and missing answers, with the bad plugin.',
        ],
        data: cells,
      };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** When it is measured, and where that stands in a report. */
const periods = {
  first: { name: 'at first', of: (report: Measured): LoadPeriod => report.first ?? report },
  later: { name: 'later', of: (report: Measured): LoadPeriod => report },
};

function summary(rounds: readonly Round<Measured>[]) {
  return {
    first: compared(rounds, periods.first.of),
    later: compared(rounds, periods.later.of),
    cpuWithout: median(rounds.map(({ bare }) => bare.cpuMicrosPerCall)),
    cpuWith: median(rounds.map(({ subject }) => subject.cpuMicrosPerCall)),
    errors: rounds.reduce((sum, { subject }) => sum + subject.errors + subject.unanswered, 0),
  };
}

function compared(rounds: readonly Round<Measured>[], of: (report: Measured) => LoadPeriod) {
  const side = (which: keyof Round<Measured>) => ({
    perSecond: median(rounds.map((round) => of(round[which]).perSecond)),
    p99: median(rounds.map((round) => of(round[which]).latencyMs.p99)),
  });
  return {
    without: side('bare'),
    with: side('subject'),
    ratio: median(rounds.map(({ bare, subject }) => of(subject).perSecond / of(bare).perSecond)),
    p99Ratio: median(rounds.map(({ bare, subject }) => of(subject).latencyMs.p99 / of(bare).latencyMs.p99)),
  };
}
