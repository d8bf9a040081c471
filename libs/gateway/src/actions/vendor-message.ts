import type { Answer, Question } from '@wattledger/charging';
import type { Decision } from '../exchange.ts';
import type { CallContext } from './action.ts';
import { atStation, reasoned, withoutUndefined } from './common.ts';

type VendorMessage = Pick<Question<'answerDataTransfer'>, 'vendorId' | 'messageId' | 'data'>;

/** Asks what a vendor's own message is answered. What was answered is in the answer; the data are nobody's to keep twice. */
export async function vendorMessage(
  context: CallContext,
  message: VendorMessage,
): Promise<{ answer: Answer<'answerDataTransfer'>; decided: readonly Decision[] }> {
  const unknown = { answer: { status: 'UnknownVendorId' }, decided: [] } as const;
  if (!context.ask.concerns('answerDataTransfer')) return unknown;
  const question = { ...(await atStation(context)), ...message };
  const asked = await context.ask('answerDataTransfer', question);
  if (!asked.answer && asked.votes.every(({ failure }) => failure === undefined)) return unknown;
  const answer = asked.answer ?? unknown.answer;
  const { vendorId, messageId } = message;
  const data = withoutUndefined({ vendorId, messageId, status: answer.status, ...reasoned(asked, question) });
  return { answer, decided: [{ type: 'DataTransferDecided', data }] };
}
