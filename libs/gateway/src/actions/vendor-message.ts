import type { Answer, Question } from '@wattledger/charging';
import type { Decision } from '../exchange.ts';
import type { CallContext } from './action.ts';
import { typedIn } from '../typed-secrets.ts';
import { atStation, reasoned, withoutUndefined } from './common.ts';

type VendorMessage = Pick<Question<'answerDataTransfer'>, 'vendorId' | 'messageId' | 'data'>;

/**
 * Asks what a vendor's own message is answered. A user name and a password in it are checked first: plugins are told what came of it,
 * never the password. What was answered is in the answer; the data are nobody's to keep twice.
 */
export async function vendorMessage(
  context: CallContext,
  message: VendorMessage,
): Promise<{ answer: Answer<'answerDataTransfer'>; decided: readonly Decision[] }> {
  const unknown = { answer: { status: 'UnknownVendorId' }, decided: [] } as const;
  if (!context.ask.concerns('answerDataTransfer')) return unknown;
  const { data: told, credentials } = typedIn(message.data);
  const logIn = credentials && (await context.drivers.logInAtStation({ stationId: context.stationId, ...credentials }));
  const question = {
    ...(await atStation(context)),
    ...message,
    ...(told !== undefined && { data: told }),
    ...(logIn && { logIn }),
  };
  const asked = await context.ask('answerDataTransfer', question);
  if (!asked.answer && asked.votes.every(({ failure }) => failure === undefined)) return unknown;
  const answer = asked.answer ?? unknown.answer;
  const { vendorId, messageId } = message;
  const logInOutcome = logIn?.secret.outcome;
  const data = withoutUndefined({
    vendorId,
    messageId,
    status: answer.status,
    logIn: logInOutcome,
    ...reasoned(asked, question),
  });
  return { answer, decided: [{ type: 'DataTransferDecided', data }] };
}
