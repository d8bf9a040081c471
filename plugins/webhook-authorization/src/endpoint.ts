import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerSchema } from './config.ts';
import type { WebhookAnswer, WebhookConfig } from './config.ts';

/** The endpoint gave no answer that could be used. Its message holds nothing of what was asked. */
export class EndpointFailure extends Error {
  override readonly name = 'EndpointFailure';
  /** It may be otherwise in a moment: asking again is no harm, the question changes nothing at the endpoint. */
  readonly passing: boolean;

  constructor(message: string, passing: boolean) {
    super(message);
    this.passing = passing;
  }
}

const BUSY = new Set([408, 425, 429, 502, 503, 504]);
const PAUSE_MS = 60;

/** `v1=` and the hex HMAC-SHA-256 over `<timestamp>.<body>`, the timestamp in seconds since 1970. */
export const signatureOf = (secret: string, timestamp: string, body: string): string =>
  `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;

/**
 * Puts a question to the endpoint, again where it could not be reached or was busy, until the signal or the time-out.
 *
 * @throws EndpointFailure
 */
export async function askEndpoint(question: object, config: WebhookConfig, until: AbortSignal): Promise<WebhookAnswer> {
  const signal = AbortSignal.any([until, AbortSignal.timeout(config.timeoutMs)]);
  const requestId = randomUUID();
  for (let left = config.retries; ; left -= 1) {
    try {
      return await askOnce(requestId, JSON.stringify(question), config, signal);
    } catch (error) {
      if (signal.aborted) throw new EndpointFailure('the endpoint did not answer in time', true);
      if (!(error instanceof EndpointFailure) || !error.passing || left <= 0) throw error;
    }
    await sleep(PAUSE_MS * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined);
    if (signal.aborted) throw new EndpointFailure('the endpoint did not answer in time', true);
  }
}

async function askOnce(requestId: string, body: string, config: WebhookConfig, signal: AbortSignal): Promise<WebhookAnswer> {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  let response: Response;
  try {
    response = await fetch(config.url, {
      method: 'POST',
      redirect: 'manual',
      signal,
      body,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'x-wattledger-request-id': requestId,
        'x-wattledger-timestamp': timestamp,
        'x-wattledger-signature': signatureOf(config.secret, timestamp, body),
      },
    });
  } catch {
    throw new EndpointFailure('the endpoint cannot be reached', true);
  }
  if (response.status !== 200) {
    await response.body?.cancel().catch(() => undefined);
    throw new EndpointFailure(`the endpoint answered with the status ${response.status}`, BUSY.has(response.status));
  }
  return read(await textOf(response, config.maximumAnswerBytes));
}

async function textOf(response: Response, most: number): Promise<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  try {
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > most) throw new EndpointFailure(`the endpoint answered with more than ${most} bytes`, false);
      text += decoder.decode(chunk, { stream: true });
    }
  } catch (error) {
    throw error instanceof EndpointFailure ? error : new EndpointFailure('the answer of the endpoint broke off', true);
  }
  return text + decoder.decode();
}

function read(text: string): WebhookAnswer {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new EndpointFailure('the endpoint answered with something that is no JSON', false);
  }
  const read = answerSchema.safeParse(answer);
  if (read.success) return read.data;
  const fields = read.error.issues.map(({ path }) => path.join('.')).filter((path) => path !== '');
  throw new EndpointFailure(`the endpoint answered what makes no sense here${fields.length > 0 ? `: ${fields[0]}` : ''}`, false);
}
