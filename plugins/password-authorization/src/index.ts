import { abstain, accept, answer, definePlugin, grantFlaw, refuse, z } from '@wattledger/plugin-sdk';
import type { KnownAccount, Question } from '@wattledger/plugin-sdk';

const config = z.object({
  vendorId: z
    .string()
    .min(1)
    .max(255)
    .default('wattledger')
    .describe('`vendorId` of the DataTransfer with which stations send user name and password'),
  messageId: z.string().min(1).max(50).default('LogIn').describe('`messageId` of that DataTransfer'),
});

/**
 * Drivers who type a PIN, or a user name and a password, at the station.
 *
 * - A PIN comes as a `KeyCode` token (OCPP 2.x). The platform has checked it before anybody is asked; what comes here is whether it
 *   was right (`question.secret`), never the PIN.
 * - User name and password come in a DataTransfer: `data` is `{"userName": "...", "password": "..."}`, in 1.6 as text. Whoever is right
 *   is answered `Accepted` with `{"idTag": "...", "expiresAt": "..."}` (1.6) or `{"idToken": {"idToken": "...", "type": "Central"}, ...}`:
 *   a grant for one session at this station, which the station then shows like any token.
 * - Guesses are counted per account and per station, and lock for a growing time.
 */
export const passwordAuthorization = definePlugin({
  id: 'password-authorization',
  version: '1.0.0',
  sdk: '^1.0.0',
  description: 'PINs, and user names with passwords, that drivers type at stations.',
  config,

  decisions: {
    authorize(question) {
      const { secret, grant, account, stopping, purpose } = question;
      if (secret?.kind !== 'pin' && grant?.by !== 'password') return abstain('neither a PIN nor a grant of a log-in');
      if (secret?.outcome === 'locked')
        return refuse('Blocked', 'too many wrong PINs were typed at this station', { rule: 'locked-out' });
      if (secret?.outcome === 'wrong') return refuse('Invalid', 'no account has this PIN', { rule: 'pin-wrong' });
      if (purpose === 'stop') {
        return stopping?.sameToken || (account !== undefined && stopping?.accountId === account.accountId)
          ? accept('the session is its driver’s own', { rule: 'own-session', ...(account && { accountId: account.accountId }) })
          : refuse('Invalid', 'the session belongs to another driver', { rule: 'session-of-another' });
      }
      const flaw = grant && grantFlaw(grant, question);
      if (flaw) return refuse(flaw.status, flaw.reason, { rule: flaw.rule });
      if (account?.status !== 'active')
        return refuse('Blocked', `the account is ${account?.status ?? 'unknown'}`, { rule: 'account-not-active' });
      return accept(secret ? 'the PIN is right' : 'the driver has logged in at this station', {
        rule: secret ? 'pin-right' : 'grant-good',
        ...termsOf(account),
        ...(grant && { expiresAt: grant.expiresAt }),
      });
    },

    answerDataTransfer(question, { vendorId, messageId }) {
      if (question.vendorId !== vendorId) return abstain('the message is of another vendor');
      if (question.messageId !== messageId)
        return answer<'answerDataTransfer'>({ status: 'UnknownMessageId' }, `it is no ${messageId}`, { rule: 'message-unknown' });
      const { logIn } = question;
      if (!logIn)
        return answer<'answerDataTransfer'>({ status: 'Rejected' }, 'user name or password is missing', {
          rule: 'log-in-incomplete',
        });
      const { secret, grant } = logIn;
      if (secret.outcome === 'locked')
        return answer<'answerDataTransfer'>({ status: 'Rejected' }, 'too many attempts have failed', { rule: 'locked-out' });
      if (secret.outcome === 'wrong' || !grant)
        return answer<'answerDataTransfer'>({ status: 'Rejected' }, 'user name and password do not belong together', {
          rule: 'password-wrong',
        });
      return answer<'answerDataTransfer'>(
        { status: 'Accepted', data: shown(question.ocppVersion, grant) },
        'the driver has logged in',
        {
          rule: 'password-right',
        },
      );
    },
  },
});

const shown = (
  version: Question<'answerDataTransfer'>['ocppVersion'],
  { token, expiresAt }: { token: string; expiresAt: string },
) => (version === '1.6' ? { idTag: token, expiresAt } : { idToken: { idToken: token, type: 'Central' }, expiresAt });

const termsOf = ({ accountId, groupToken, language, tariffId, concurrentSessions }: KnownAccount) => ({
  accountId,
  ...(groupToken !== undefined && { groupToken }),
  ...(language !== undefined && { language }),
  ...(tariffId !== undefined && { tariffId }),
  ...(concurrentSessions !== undefined && { concurrentSessions }),
});

export default passwordAuthorization;
