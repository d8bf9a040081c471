import type { DecisionPoint, Question } from '@wattledger/charging';

/** Shorter ones would be found in every sentence. */
const SHORTEST = 4;

/** A reason without the tokens of its question: reasons are stored in clear, tokens are personal. */
export function scrub(question: Question<DecisionPoint>, reason: string): string {
  if (!('token' in question)) return reason;
  const { token, registered, account } = question;
  let text = reason;
  for (const personal of [token, registered?.groupToken, account?.groupToken]) {
    if (personal !== undefined && personal.length >= SHORTEST) text = withoutToken(text, personal);
  }
  return text;
}

const withoutToken = (text: string, token: string): string => {
  const at = text.toLowerCase().indexOf(token.toLowerCase());
  return at === -1 ? text : `${text.slice(0, at)}[token]${withoutToken(text.slice(at + token.length), token)}`;
};
