import type { BenchContext } from './section.ts';
import type { RunningSubject, Subject } from './subject.ts';

export interface Round<T> {
  readonly bare: T;
  readonly subject: T;
}

/** Measures the yardstick and the subject in turn, each freshly started; every second round the other way about. */
export async function alternate<T>(
  { bare, subject, settings }: BenchContext,
  measure: (server: RunningSubject) => Promise<T>,
): Promise<Round<T>[]> {
  const rounds: Round<T>[] = [];
  for (let round = 0; round < settings.rounds; round += 1) {
    if (round % 2 === 0) {
      const ofBare = await measured(bare, measure);
      rounds.push({ bare: ofBare, subject: await measured(subject, measure) });
    } else {
      const ofSubject = await measured(subject, measure);
      rounds.push({ bare: await measured(bare, measure), subject: ofSubject });
    }
  }
  return rounds;
}

async function measured<T>(subject: Subject, measure: (server: RunningSubject) => Promise<T>): Promise<T> {
  const server = await subject.start();
  try {
    return await measure(server);
  } finally {
    await server.stop();
  }
}

/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
