import { abstain, accept, definePlugin, isAllowedAt, refuse, z } from '@wattledger/plugin-sdk';
import type { KnownToken, Question } from '@wattledger/plugin-sdk';

type Asked = Question<'authorize'>;

const config = z.object({
  acceptedTypes: z
    .array(z.string())
    .default(['ISO14443', 'ISO15693', 'Central', 'Local', 'MacAddress'])
    .describe('Types of tokens that it decides about (OCPP 2.x `IdTokenType`), in any case; others are left to other plugins'),
  unknownTokens: z
    .enum(['abstain', 'refuse'])
    .default('refuse')
    .describe('What is said of a token that was never issued here: nothing, or no'),
  concurrentSessions: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe('How many sessions one driver may have at once where neither token nor account says; absent: any number'),
});

/**
 * Cards, fobs and other tokens that an operator has issued.
 *
 * - A token may charge while it is active, not expired, at the places it is allowed at, and while its account is active.
 *   Upper and lower case are one.
 * - Whoever started a session may stop it, with whatever became of the token since; so may an active token of the same group
 *   (1.6 `parentIdTag`, 2.x `groupIdToken`) or of the same account.
 * - A master pass stops any session and starts none (OCPP 2.0.1, use case C16).
 * - A driver with as many sessions as are allowed gets `ConcurrentTx`. A card that is shown where its own session runs is let
 *   through: it is there to stop it.
 * - Grants, PINs and contracts belong to the plugins app-, password- and emaid-authorization.
 */
export const rfidAuthorization = definePlugin({
  id: 'rfid-authorization',
  version: '1.0.0',
  sdk: '^1.0.0',
  description: 'Tokens with status, expiry, group, places and concurrent use.',
  config,

  decisions: {
    authorize(question, { acceptedTypes, unknownTokens, concurrentSessions }) {
      const { registered, grant, secret, tokenType = registered?.type ?? 'Central' } = question;
      if (grant || secret) return abstain('this is no card');
      if (!includes(acceptedTypes, tokenType) || (registered && !includes(acceptedTypes, registered.type)))
        return abstain(`tokens of the type ${registered?.type ?? tokenType} are not decided here`);
      if (question.purpose === 'stop') return stopping(question, unknownTokens);
      if (!registered) return unknown(unknownTokens);
      const flaw = flawOf(question, registered);
      if (flaw) return refuse(flaw.status, flaw.reason, { rule: flaw.rule });
      if (registered.masterPass && question.purpose === 'start')
        return refuse('Invalid', 'a master pass stops sessions and starts none', { rule: 'master-pass-starts-none' });
      const most = registered.concurrentSessions ?? question.account?.concurrentSessions ?? concurrentSessions;
      const others = otherSessions(question);
      if (most !== undefined && others >= most)
        return refuse('ConcurrentTx', `${others} sessions go on, ${most} may at once`, { rule: 'too-many-sessions' });
      return accept('the token is good', {
        rule: registered.masterPass ? 'master-pass' : 'token-good',
        ...termsOf(question, registered),
        ...(most !== undefined && { concurrentSessions: most }),
      });
    },
  },
});

function stopping(question: Asked, unknownTokens: 'abstain' | 'refuse') {
  const { registered, stopping: session } = question;
  if (session?.sameToken) return accept('it started the session', { rule: 'same-token', ...termsOf(question, registered) });
  if (!registered) return unknown(unknownTokens);
  // It is stopped where its driver is: what a card may start elsewhere does not matter.
  const flaw = flawOf(question, { ...registered, allowedAt: undefined });
  if (flaw) return refuse(flaw.status, flaw.reason, { rule: flaw.rule });
  const terms = termsOf(question, registered);
  if (registered.masterPass) return accept('a master pass may stop any session', { rule: 'master-pass', ...terms });
  if (terms.groupToken !== undefined && terms.groupToken.toLowerCase() === session?.groupToken?.toLowerCase())
    return accept('it is of the group that the session belongs to', { rule: 'same-group', ...terms });
  if (terms.accountId !== undefined && terms.accountId === session?.accountId)
    return accept('it is of the account that the session belongs to', { rule: 'same-account', ...terms });
  return refuse('Invalid', 'the session belongs to another driver', { rule: 'session-of-another' });
}

const unknown = (unknownTokens: 'abstain' | 'refuse') =>
  unknownTokens === 'abstain'
    ? abstain('this token was never issued here')
    : refuse('Unknown', 'this token was never issued here', { rule: 'token-unknown' });

function flawOf({ account, at, stationId, station }: Asked, { status, expiresAt, allowedAt, accountId }: KnownToken) {
  if (status === 'blocked') return { status: 'Blocked', reason: 'the token is blocked', rule: 'token-blocked' } as const;
  if (accountId !== undefined && account?.status !== 'active')
    return { status: 'Blocked', reason: `the account is ${account?.status ?? 'unknown'}`, rule: 'account-not-active' } as const;
  if (expiresAt !== undefined && expiresAt <= at)
    return { status: 'Expired', reason: `the token was good until ${expiresAt}`, rule: 'token-expired' } as const;
  if (!isAllowedAt(allowedAt, stationId, station))
    return {
      status: 'NotAtThisLocation',
      reason: 'the token is not allowed at this station',
      rule: 'token-not-allowed-here',
    } as const;
  return undefined;
}

function termsOf({ account }: Asked, token: KnownToken | undefined) {
  const accountId = token?.accountId ?? account?.accountId;
  const groupToken = token?.groupToken ?? account?.groupToken;
  const language = token?.language ?? account?.language;
  const tariffId = token?.tariffId ?? account?.tariffId;
  return {
    ...(accountId !== undefined && { accountId }),
    ...(groupToken !== undefined && { groupToken }),
    ...(token?.expiresAt !== undefined && { expiresAt: token.expiresAt }),
    ...(language !== undefined && { language }),
    ...(tariffId !== undefined && { tariffId }),
  };
}

/** Those that a start would come on top of. */
function otherSessions({ wallet, stationId, transactionId, purpose }: Asked): number {
  const open = wallet?.openSessions ?? [];
  return purpose === 'start'
    ? open.filter(({ sessionId }) => sessionId !== `${stationId}:${transactionId}`).length
    : open.filter((session) => session.stationId !== stationId).length;
}

const includes = (types: readonly string[], type: string): boolean =>
  types.some((accepted) => accepted.toLowerCase() === type.toLowerCase());

export default rfidAuthorization;
