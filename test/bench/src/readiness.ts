import { alternate, median } from './rounds.ts';
import type { Section } from './section.ts';

/** Seconds from the start of the process, with an empty log, until the server serves. Plain information, not a ratio. */
export const readiness: Section = {
  name: 'readiness',
  title: 'Ready after the start, empty log',

  async run(context) {
    context.say('starting and stopping');
    const rounds = await alternate(context, ({ readySeconds }) => Promise.resolve(readySeconds));
    const [bare, subject] = [median(rounds.map((round) => round.bare)), median(rounds.map((round) => round.subject))];
    return {
      columns: ['server', 'seconds'],
      rows: [
        [context.bare.name, bare.toFixed(2)],
        [context.subject.name, subject.toFixed(2)],
      ],
      data: { bareSeconds: bare, subjectSeconds: subject },
    };
  },
};
