import { randomUUID } from 'node:crypto';
import { apiKeyStream, platformData } from '@wattledger/charging';
import type { ApiRole } from '@wattledger/charging';
import { FoldedStreams, newEvent } from '@wattledger/event-log';
import type { Ledger, RecordedEvent } from '@wattledger/event-log';
import type { Instant, JsonObject, Refusal } from '@wattledger/kernel';
import { refuseAccess } from './errors.ts';
import { newSecret } from './secrets.ts';
import type { SecretHasher } from './secrets.ts';

/** Who is calling, once the key was found good. */
export interface ApiCaller {
  /** The id of the API key, or `oidc:…` for whoever came with a bearer token: the actor in events. */
  readonly keyId: string;
  readonly name: string;
  readonly role: ApiRole;
  /** When the bearer token ends; absent for API keys, which last until they are revoked. */
  readonly expiresAt?: Instant;
}

interface ApiKeyState extends ApiCaller {
  readonly secretHash: string;
  readonly revoked: boolean;
}

const KEY_FORM = /^wl_([a-z0-9]{5,36})_([\w-]{16,128})$/;

/**
 * API keys: who may ask the platform for anything. Short event streams that hold hashes only.
 *
 * Call {@link follow} once, so that a key revoked anywhere is refused everywhere.
 */
export class Access {
  private readonly ledger: Ledger;
  private readonly keys: FoldedStreams<ApiKeyState>;
  private readonly hasher: SecretHasher;

  constructor(ledger: Ledger, hasher: SecretHasher) {
    this.ledger = ledger;
    this.hasher = hasher;
    this.keys = new FoldedStreams(ledger, { category: 'apikey', evolve: evolveKey });
  }

  /** Forgets what others change, until the signal. */
  async follow(signal: AbortSignal): Promise<void> {
    const after = await this.ledger.log.head();
    const filter = { streamPrefixes: [apiKeyStream('')] };
    for await (const { events } of this.ledger.log.subscribe({ after, filter, signal })) {
      for (const { stream } of events) this.keys.forget(stream);
    }
  }

  /** @returns the key as it must be given to its holder: it is shown once and stored nowhere. */
  async createApiKey(request: { name: string; role: ApiRole; createdBy: string }): Promise<{ keyId: string; key: string }> {
    const keyId = randomUUID().slice(0, 8);
    const secret = newSecret();
    await this.createKey(keyId, secret, request);
    return { keyId, key: `wl_${keyId}_${secret}` };
  }

  /** Makes a key of the operator's own choosing good, as `WATTLEDGER_ADMIN_KEY` does. Any form will do. */
  async adoptApiKey(keyId: string, key: string, request: { name: string; role: ApiRole; createdBy: string }): Promise<void> {
    const existing = await this.keys.get(keyId);
    if (existing && !existing.revoked && this.hasher.matches(key, existing.secretHash)) return;
    await this.createKey(keyId, key, request);
  }

  /** Whether such a key was ever made, revoked or not. */
  async hasApiKey(keyId: string): Promise<boolean> {
    return (await this.keys.get(keyId)) !== undefined;
  }

  async revokeApiKey(keyId: string, revokedBy: string): Promise<Refusal | undefined> {
    const existing = await this.keys.get(keyId);
    if (!existing) return refuseAccess('api-key-unknown', `There is no API key ${keyId}.`);
    if (existing.revoked) return refuseAccess('api-key-revoked', `The API key ${keyId} was revoked before.`);
    await this.note(apiKeyStream(keyId), 'ApiKeyRevoked', { keyId, revokedBy }, revokedBy);
    return undefined;
  }

  /** Who holds this key; `undefined` for a key that is unknown, revoked or not even one. */
  async callerOf(key: string): Promise<ApiCaller | undefined> {
    const [, keyId, secret] = KEY_FORM.exec(key) ?? [];
    const own = keyId !== undefined && secret !== undefined ? await this.check(keyId, secret) : undefined;
    return own ?? this.check(ADMIN_KEY_ID, key);
  }

  private async createKey(
    keyId: string,
    secret: string,
    request: { name: string; role: ApiRole; createdBy: string },
  ): Promise<void> {
    await this.note(
      apiKeyStream(keyId),
      'ApiKeyCreated',
      { keyId, ...request, secretHash: this.hasher.hash(secret) },
      request.createdBy,
    );
  }

  private async check(keyId: string, secret: string): Promise<ApiCaller | undefined> {
    const state = await this.keys.get(keyId);
    if (!state || state.revoked || !this.hasher.matches(secret, state.secretHash)) return undefined;
    return { keyId, name: state.name, role: state.role };
  }

  private async note(stream: string, type: string, data: JsonObject, actor: string): Promise<void> {
    await this.ledger.recordAtEnd(stream, [newEvent(type, data, { actor })]);
    this.keys.forget(stream);
  }
}

/** The key that the operator sets, or that the first start makes. */
export const ADMIN_KEY_ID = 'admin';

function evolveKey(state: ApiKeyState | undefined, event: RecordedEvent): ApiKeyState | undefined {
  const data = event.data as JsonObject;
  if (event.type === 'ApiKeyCreated') {
    const { keyId, name, role, secretHash } = platformData('ApiKeyCreated', data);
    return { keyId, name, role, secretHash, revoked: false };
  }
  return event.type === 'ApiKeyRevoked' && state ? { ...state, revoked: true } : state;
}
