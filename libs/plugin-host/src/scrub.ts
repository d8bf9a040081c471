import type { DecisionPoint, Question } from '@wattledger/charging';

/** Shorter ones would be found in every sentence. */
const SHORTEST = 4;

/** A reason without the tokens of its question: reasons are stored in clear, tokens are personal. */
export function scrub(question: Question<DecisionPoint>, reason: string): string {
  const tokens = 'token' in question ? [question.token, question.registered?.groupToken, question.account?.groupToken] : [];
  return tokens
    .filter((token) => token !== undefined && token.length >= SHORTEST)
    .reduce<string>((text, token) => (token === undefined ? text : withoutToken(text, token)), reason);
}

const withoutToken = (text: string, token: string): string => {
  const at = text.toLowerCase().indexOf(token.toLowerCase());
  return at === -1 ? text : `${text.slice(0, at)}[token]${withoutToken(text.slice(at + token.length), token)}`;
};
