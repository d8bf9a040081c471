import { alternate, median } from './rounds.ts';
import type { Round } from './rounds.ts';
import { runMeasured } from './run-load.ts';
import type { Measured } from './run-load.ts';
import type { Section } from './section.ts';

/** Calls a second and their latency, for each mix of calls, version and number of stations. */
export const throughput: Section = {
  name: 'throughput',
  title: 'Calls per second, one call outstanding per station',

  async run(context) {
    const { settings, say, subject } = context;
    const cells = [];
    for (const mix of settings.mixes) {
      for (const version of settings.versions) {
        for (const stations of settings.stations) {
          say(`${mix}, OCPP ${version}, ${stations} stations`);
          const rounds = await alternate(context, (server) =>
            runMeasured(server, { version, mode: mix, stations, seconds: settings.seconds }),
          );
          cells.push({ mix, version, stations, ...summary(rounds), rounds });
        }
      }
    }
    return {
      columns: [
        'mix',
        'OCPP',
        'stations',
        'bare calls/s',
        `${subject.name} calls/s`,
        'ratio',
        'bare p50 / p99',
        `${subject.name} p50 / p99 / max`,
        'p99 ratio',
        'CPU per call',
        'errors',
      ],
      rows: cells.map((cell) => [
        cell.mix,
        cell.version,
        String(cell.stations),
        cell.bare.perSecond.toFixed(0),
        cell.subject.perSecond.toFixed(0),
        cell.ratio.toFixed(3),
        `${cell.bare.p50.toFixed(1)} / ${cell.bare.p99.toFixed(1)} ms`,
        `${cell.subject.p50.toFixed(1)} / ${cell.subject.p99.toFixed(1)} / ${cell.subject.max.toFixed(0)} ms`,
        cell.p99Ratio.toFixed(2),
        `${cell.bare.cpuMicrosPerCall.toFixed(0)} / ${cell.subject.cpuMicrosPerCall.toFixed(0)} µs`,
        String(cell.errors),
      ]),
      notes: [
        'Ratios are medians over the rounds of subject by bare in the same round.',
        'CPU is the time of the server process, all threads, starting excluded: bare / subject.',
        'Errors are CALLERRORs, lost connections and missing answers.',
      ],
      data: cells,
    };
  },
};

function summary(rounds: readonly Round<Measured>[]) {
  const of = (side: keyof Round<Measured>) => ({
    perSecond: median(rounds.map((round) => round[side].perSecond)),
    p50: median(rounds.map((round) => round[side].latencyMs.p50)),
    p99: median(rounds.map((round) => round[side].latencyMs.p99)),
    cpuMicrosPerCall: median(rounds.map((round) => round[side].cpuMicrosPerCall)),
    max: Math.max(...rounds.map((round) => round[side].latencyMs.max)),
  });
  return {
    bare: of('bare'),
    subject: of('subject'),
    ratio: median(rounds.map(({ bare, subject }) => subject.perSecond / bare.perSecond)),
    p99Ratio: median(rounds.map(({ bare, subject }) => subject.latencyMs.p99 / bare.latencyMs.p99)),
    errors: rounds.reduce(
      (sum, { bare, subject }) => sum + bare.errors + bare.unanswered + subject.errors + subject.unanswered,
      0,
    ),
  };
}
