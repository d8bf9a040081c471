import { abstain, accept, definePlugin, grantFlaw, refuse, z } from '@wattledger/plugin-sdk';

const config = z.object({
  concurrentSessions: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe('How many sessions one account may have at once where the account does not say; absent: any number'),
});

/**
 * Drivers who start with their phone.
 *
 * The phone asks the platform for a grant (`requestChargingToken`) and uses it (`startCharging`); the station is told to start with
 * it and asks whether it may. A grant is good at one station and connector, for a few minutes and for one session; that session
 * may ask again, because answers get lost. The account must be active.
 */
export const appAuthorization = definePlugin({
  id: 'app-authorization',
  version: '1.0.0',
  sdk: '^1.0.0',
  description: 'Recognises the grants that drivers got over the API.',
  config,

  decisions: {
    authorize(question, { concurrentSessions }) {
      const { grant, account, purpose, stopping } = question;
      if (grant?.by !== 'app') return abstain('this is no grant of an app');
      const accountId = grant.accountId;
      if (purpose === 'stop') {
        return stopping?.sameToken || stopping?.accountId === accountId
          ? accept('the session is its driver’s own', { rule: 'own-session', accountId })
          : refuse('Invalid', 'the session belongs to another driver', { rule: 'session-of-another' });
      }
      const flaw = grantFlaw(grant, question);
      if (flaw) return refuse(flaw.status, flaw.reason, { rule: flaw.rule });
      if (account?.status !== 'active')
        return refuse('Blocked', `the account is ${account?.status ?? 'unknown'}`, { rule: 'account-not-active' });
      const most = account.concurrentSessions ?? concurrentSessions;
      return accept('the grant is good', {
        rule: 'grant-good',
        accountId,
        // Good for one session: no station may keep it.
        expiresAt: grant.expiresAt,
        ...(account.groupToken !== undefined && { groupToken: account.groupToken }),
        ...(account.language !== undefined && { language: account.language }),
        ...(account.tariffId !== undefined && { tariffId: account.tariffId }),
        ...(most !== undefined && { concurrentSessions: most }),
      });
    },
  },
});

export default appAuthorization;
