import { abstain, accept, contractIdOf, definePlugin, isAllowedAt, refuse, z } from '@wattledger/plugin-sdk';

const PROVIDER_LENGTH = 5;

const config = z.object({
  trustedProviders: z
    .array(z.string().regex(/^[A-Za-z]{2}-?[A-Za-z0-9]{3}$/, 'must be a country and a provider, such as DE8AA'))
    .default([])
    .describe('Country and provider, such as `DE8AA`, whose contracts may charge although they were never issued here'),
  unknownContracts: z
    .enum(['abstain', 'refuse'])
    .default('refuse')
    .describe('What is said of any other contract that was never issued here: nothing, or no'),
});

/**
 * Contracts (eMAID), as cars with plug and charge show them (ISO 15118).
 *
 * A contract is one however it is spelled: `DE-8AA-CA2B3C4D5-N`, `DE8AACA2B3C4D5N` and, without its check digit, `de8aaca2b3c4d5` are
 * the same. The car's certificates are not looked at here.
 */
export const emaidAuthorization = definePlugin({
  id: 'emaid-authorization',
  version: '1.0.0',
  sdk: '^1.0.0',
  description: 'Recognises contracts by their eMAID.',
  config,

  decisions: {
    authorize(question, { trustedProviders, unknownContracts }) {
      const { token, tokenType, registered, account, purpose, stopping, at } = question;
      const shownAsContract = tokenType === 'eMAID' || registered?.type === 'eMAID';
      if (!shownAsContract) return abstain('this is no contract');
      const contract = contractIdOf(token);
      if (contract === undefined) return refuse('Invalid', 'this is no contract id', { rule: 'contract-malformed' });
      const accountId = registered?.accountId;
      const terms = { ...(accountId !== undefined && { accountId }) };
      if (purpose === 'stop') {
        return stopping?.sameToken || (accountId !== undefined && stopping?.accountId === accountId)
          ? accept('the session is its driver’s own', { rule: 'own-session', ...terms })
          : refuse('Invalid', 'the session belongs to another driver', { rule: 'session-of-another' });
      }
      if (!registered) {
        const provider = contract.slice(0, PROVIDER_LENGTH);
        const trusted = trustedProviders.some((known) => known.replace('-', '').toUpperCase() === provider);
        if (trusted) return accept(`contracts of ${provider} may charge`, { rule: 'provider-trusted' });
        return unknownContracts === 'abstain'
          ? abstain('this contract is not known here')
          : refuse('Unknown', 'this contract is not known here', { rule: 'contract-unknown' });
      }
      if (registered.status === 'blocked') return refuse('Blocked', 'the contract is blocked', { rule: 'contract-blocked' });
      if (accountId !== undefined && account?.status !== 'active')
        return refuse('Blocked', `the account is ${account?.status ?? 'unknown'}`, { rule: 'account-not-active' });
      const { expiresAt, groupToken = account?.groupToken, tariffId = account?.tariffId } = registered;
      if (expiresAt !== undefined && expiresAt <= at)
        return refuse('Expired', `the contract was good until ${expiresAt}`, { rule: 'contract-expired' });
      if (!isAllowedAt(registered.allowedAt, question.stationId, question.station))
        return refuse('NotAtThisLocation', 'the contract is not allowed at this station', { rule: 'contract-not-allowed-here' });
      const most = registered.concurrentSessions ?? account?.concurrentSessions;
      return accept('the contract is good', {
        rule: 'contract-good',
        ...terms,
        ...(expiresAt !== undefined && { expiresAt }),
        ...(groupToken !== undefined && { groupToken }),
        ...(tariffId !== undefined && { tariffId }),
        ...(most !== undefined && { concurrentSessions: most }),
      });
    },
  },
});

export default emaidAuthorization;
