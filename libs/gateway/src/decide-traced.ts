import type { Span, Tracer } from '@wattledger/kernel';
import type { CallFrame } from '@wattledger/ocpp';
import type { AnsweredCall } from './answer-call.ts';

/**
 * Decides what a call is answered, in a span of its own where the frame is traced.
 *
 * What the decision writes elsewhere, such as a reservation on a wallet, belongs to the span too.
 */
export async function decideTraced(
  span: Span | undefined,
  tracer: Tracer | undefined,
  { action, messageId }: CallFrame,
  decide: () => Promise<AnsweredCall>,
): Promise<AnsweredCall> {
  if (!span || !tracer) return decide();
  span.note({ 'wattledger.ocpp.action': action.slice(0, 50), 'wattledger.ocpp.message_id': messageId });
  const deciding = span.child('decide');
  try {
    const answered = await tracer.within(deciding, decide);
    deciding.note({ 'wattledger.outcome': answered.outcome, 'wattledger.decisions': votesIn(answered) });
    return answered;
  } finally {
    deciding.end();
  }
}

/** The decisions that were taken, and how many votes each had: `AuthorizationDecided 3`. */
const votesIn = ({ events }: AnsweredCall): string =>
  events
    .filter(({ event }) => event.notes.direction === undefined)
    .map(({ event, data }) => `${event.type} ${numberOfVotes(data)}`.trim())
    .join(', ');

const numberOfVotes = (data: unknown): string =>
  typeof data === 'object' && data !== null && 'votes' in data && Array.isArray(data.votes) ? String(data.votes.length) : '';
