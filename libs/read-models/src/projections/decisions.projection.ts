import type { Vote } from '@wattledger/charging';
import { decisionsTable } from '../tables/decisions.ts';
import type { DecisionRow } from '../tables/decisions.ts';
import { readModel } from './read-model.ts';

/** Every decision there was. An event decides once, so rows are never changed. */
export const decisions = readModel<DecisionRow>({
  name: 'decisions',
  version: 3,
  table: decisionsTable,
  overlays: true,
  key: (fact, { eventId }) => (fact.type === 'DecisionMade' ? eventId : undefined),
  on: {
    DecisionMade: (_row, { type: _, ...decision }, { eventId, stationId, receivedAt, position, revision }) => ({
      ...decision,
      ...votersIn('failedVoters', decision.votes, ({ failure, shadow }) => failure !== undefined && !shadow),
      ...votersIn('differingShadows', decision.votes, (vote) => differs(vote, decision.outcome)),
      eventId,
      stationId,
      at: receivedAt,
      position,
      revision,
    }),
  },
});

/** A vote from the shadow that would have decided otherwise: abstaining and failing decide nothing. */
const differs = ({ shadow, failure, answer }: Vote, outcome: string): boolean =>
  shadow === true && failure === undefined && answer !== 'abstained' && answer !== outcome;

/** Their ids, each between blanks, so that one can be found by its whole name. */
function votersIn<Name extends string>(
  name: Name,
  votes: readonly Vote[],
  wanted: (vote: Vote) => boolean,
): { readonly [Key in Name]?: string } {
  const ids = votes.filter(wanted).map(({ voter }) => voter.split('@', 1)[0] ?? voter);
  return ids.length === 0 ? {} : ({ [name]: ` ${ids.join(' ')} ` } as { [Key in Name]: string });
}
