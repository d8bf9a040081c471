import { alternate, median } from './rounds.ts';
import { runLoad } from './run-load.ts';
import type { Section } from './section.ts';

const STATIONS = 1_000;

/** How many stations a second are connected, booted and answered. */
export const connectRate: Section = {
  name: 'connect',
  title: 'Stations connected, booted and answered per second',

  async run(context) {
    const { settings, say, subject } = context;
    const cells = [];
    for (const version of settings.versions) {
      say(`connecting ${STATIONS} stations, OCPP ${version}`);
      const rounds = await alternate(context, ({ ocppUrl }) =>
        runLoad({ url: ocppUrl, version, mode: 'connect', stations: STATIONS }),
      );
      cells.push({
        version,
        bare: median(rounds.map((round) => round.bare.perSecond)),
        subject: median(rounds.map((round) => round.subject.perSecond)),
        ratio: median(rounds.map((round) => round.subject.perSecond / round.bare.perSecond)),
        rounds,
      });
    }
    return {
      columns: ['OCPP', 'bare stations/s', `${subject.name} stations/s`, 'ratio'],
      rows: cells.map(({ version, bare, subject: measured, ratio }) => [
        version,
        bare.toFixed(0),
        measured.toFixed(0),
        ratio.toFixed(3),
      ]),
      data: cells,
    };
  },
};
