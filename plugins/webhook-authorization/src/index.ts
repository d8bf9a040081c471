import { abstain, accept, definePlugin, refuse } from '@wattledger/plugin-sdk';
import type { PluginVote, Question } from '@wattledger/plugin-sdk';
import { AnswerCache } from './answer-cache.ts';
import { config } from './config.ts';
import type { WebhookAnswer, WebhookConfig } from './config.ts';
import { askEndpoint, EndpointFailure } from './endpoint.ts';

/** One memory per configuration: another one begins with an empty memory. */
const caches = new WeakMap<WebhookConfig, AnswerCache>();

function cacheOf(configured: WebhookConfig): AnswerCache {
  const known = caches.get(configured) ?? new AnswerCache();
  caches.set(configured, known);
  return known;
}

/**
 * Asks an endpoint of an enterprise's own whether a driver may charge.
 *
 * It is sent a POST with a JSON object: `stationId`, `siteId`, `evseId`, `connectorId`, `token`, `tokenType`, `purpose` (`present`, `start` or
 * `stop`), `transactionId`, `accountId` and `at`. The header `x-wattledger-signature` is `v1=` with the hex HMAC-SHA-256, under the shared
 * secret, over the header `x-wattledger-timestamp` (seconds since 1970), a dot and the body; refuse what is older than five minutes.
 * `x-wattledger-request-id` is the same when a question is put again. Redirects are not followed.
 *
 * It answers 200 with `{"status": "Accepted"}` or another OCPP status, and beside it as it likes `reason`, `accountId`, `groupToken`,
 * `expiresAt`, `language`, `limits`, `tariffId`, `concurrentSessions` and `message`; or with `{"abstain": "why"}` where the token is not its
 * own. Where it gives no such answer in time, an older acceptance may be used; without one the plugin has failed, and the platform's policy for
 * failures decides.
 */
export const webhookAuthorization = definePlugin({
  id: 'webhook-authorization',
  version: '1.0.0',
  sdk: '^1.0.0',
  description: 'Asks an HTTPS endpoint of your own whether a driver may charge.',
  config,

  decisions: {
    async authorize(question, configured, { signal, log }) {
      const { tokenTypes, askToStop } = configured;
      const { purpose, secret, tokenType } = question;
      if (secret) return abstain('a PIN or a password is told to nobody');
      if (purpose === 'stop' && !askToStop) return abstain('the endpoint is not asked who may stop');
      if (tokenTypes.length > 0 && !(tokenType !== undefined && tokenTypes.includes(tokenType)))
        return abstain(`the endpoint is not asked for tokens of the type ${tokenType ?? 'unknown'}`);
      const cache = cacheOf(configured);
      const known = cache.fresh(question, configured);
      if (known) return voteOf(known, 'an answer that still holds', 'webhook-cached');
      try {
        const answer = await askEndpoint(asked(question), configured, signal);
        cache.keep(question, answer, configured);
        return voteOf(answer, 'the endpoint', 'webhook');
      } catch (error) {
        const failure = error instanceof EndpointFailure ? error.message : 'the endpoint cannot be asked';
        log(failure, { stationId: question.stationId });
        const stale = cache.stale(question, configured);
        if (!stale) throw error;
        return voteOf(stale, `${failure}; an older answer`, 'webhook-stale');
      }
    },
  },
});

export default webhookAuthorization;

const asked = ({ at, stationId, station, evseId, connectorId, ...about }: Question<'authorize'>) => ({
  question: 'authorize',
  at,
  stationId,
  siteId: station.siteId,
  evseId,
  connectorId,
  token: about.token,
  tokenType: about.tokenType,
  purpose: about.purpose,
  transactionId: about.transactionId,
  accountId: about.account?.accountId,
});

function voteOf(answer: WebhookAnswer, source: string, rule: string): PluginVote<'authorize'> {
  if ('abstain' in answer) return abstain(`${source} leaves it to others: ${answer.abstain}`);
  const { status, reason, ...given } = answer;
  const said = reason === undefined || reason === '' ? `${source} says ${status}` : `${source} says ${status}: ${reason}`;
  return status === 'Accepted'
    ? accept(said, { rule: `${rule}-accepted`, ...given })
    : refuse(status, said, { rule: `${rule}-refused`, ...given });
}
