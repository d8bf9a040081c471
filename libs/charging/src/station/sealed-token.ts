const SEALED = 'sealed:';

/**
 * Whom a token belongs to: the data subject in `sealed:<subject>:...`.
 *
 * The same token sealed twice gives two texts but one subject. A text that is not sealed stands for itself.
 */
export function tokenSubjectOf(token: string | undefined): string | undefined {
  if (token === undefined || !token.startsWith(SEALED)) return token;
  const end = token.indexOf(':', SEALED.length);
  return token.slice(SEALED.length, end === -1 ? undefined : end);
}
