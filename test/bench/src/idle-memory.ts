import { setTimeout as sleep } from 'node:timers/promises';
import { alternate, median } from './rounds.ts';
import type { Round } from './rounds.ts';
import { runLoad } from './run-load.ts';
import type { Section } from './section.ts';
import type { RunningSubject } from './subject.ts';

/** Two fleets, so that what the first station costs does not count for the others. */
const FEW = 200;
const MANY = 2_200;
const SETTLES_WITHIN_MS = 3_000;

/** Resident memory of the server for each connected, booted and silent station. */
export const idleMemory: Section = {
  name: 'idle-memory',
  title: 'Memory per idle station',

  async run(context) {
    const { settings, say, subject } = context;
    const version = settings.versions[0] ?? '1.6';
    say(`holding ${FEW} and ${MANY} idle stations`);
    const few = await alternate(context, (server) => residentWith(server, version, FEW));
    const many = await alternate(context, (server) => residentWith(server, version, MANY));
    const perStation = (side: 'bare' | 'subject') => (bytesOf(many, side) - bytesOf(few, side)) / (MANY - FEW);
    const [bare, measured] = [perStation('bare'), perStation('subject')];
    const told = Number.isFinite(bare) && Number.isFinite(measured);
    const kilobytes = (bytes: number) => `${(bytes / 1_000).toFixed(1)} kB`;
    return {
      columns: ['OCPP', 'bare', subject.name, 'ratio'],
      rows: [
        told
          ? [version, kilobytes(bare), kilobytes(measured), (measured / bare).toFixed(2)]
          : [version, 'unknown', 'unknown', ''],
      ],
      notes: [
        told
          ? `Resident memory with ${MANY} stations less that with ${FEW}, by the difference; medians over the rounds.`
          : 'This machine does not tell the memory of another process.',
      ],
      data: { version, few: FEW, many: MANY, bareBytes: told ? bare : null, subjectBytes: told ? measured : null },
    };
  },
};

type Resident = number | undefined;

const bytesOf = (rounds: readonly Round<Resident>[], side: 'bare' | 'subject'): number =>
  median(rounds.map((round) => round[side] ?? Number.NaN));

async function residentWith(server: RunningSubject, version: string, stations: number): Promise<Resident> {
  let resident: Resident;
  await runLoad({ url: server.ocppUrl, version, mode: 'idle', stations }, async () => {
    await sleep(SETTLES_WITHIN_MS);
    resident = await server.residentBytes();
  });
  return resident;
}
