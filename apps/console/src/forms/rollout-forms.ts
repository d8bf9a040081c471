import * as rollouts from '../graphql/rollouts.ts';
import type { Rollout } from '../graphql/rollouts.ts';
import { ask, given, numberIn, reasonField } from './form.ts';
import type { Form } from './form.ts';

/** What can be done with a roll-out as it stands. */
export function rolloutForms({ id, status, maximumRefusedShare }: Rollout): readonly Form<{ rolloutId: string }>[] {
  if (status === 'FINISHED' || status === 'ABORTED') return [];
  return [
    status === 'RUNNING'
      ? {
          title: 'Stop',
          meaning: 'Stations it has not come to keep what they have, until it is resumed.',
          disturbing: true,
          fields: [reasonField],
          request: ({ reason }) => ask(rollouts.stopRollout, { id, ...given('reason', reason) }),
        }
      : {
          title: 'Resume',
          meaning: 'Goes on, one batch after the other.',
          fields: [
            {
              name: 'maximumRefusedShare',
              label: 'Stop when more than this many refuse, %',
              kind: 'number',
              first: String(Math.round(maximumRefusedShare * 100)),
              hint: 'Where more have refused by now, it has to be raised',
              codes: ['rollout-over'],
            },
          ],
          request: (filled) => {
            const percent = numberIn(filled['maximumRefusedShare']);
            return ask(rollouts.resumeRollout, { id, ...(percent !== undefined && { maximumRefusedShare: percent / 100 }) });
          },
        },
    {
      title: 'End for good',
      meaning: 'Stations it has not come to keep what they have. It cannot be resumed.',
      disturbing: true,
      fields: [reasonField],
      request: ({ reason }) => ask(rollouts.abortRollout, { id, ...given('reason', reason) }),
    },
  ];
}
