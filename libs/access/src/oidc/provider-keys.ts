import { isJsonObject } from '@wattledger/kernel';
import type { Json } from '@wattledger/kernel';
import { createRemoteJWKSet } from 'jose';
import type { JWTVerifyGetKey } from 'jose';
import { accessFault } from '../errors.ts';

/** How the provider is asked. */
export interface ProviderPatience {
  /** One request to it, milliseconds. */
  readonly timeoutMs: number;
  /** Between two attempts to read a key set that has no such key, or a provider that was away, milliseconds. */
  readonly cooldownMs: number;
}

/** The provider's public keys: found through its discovery document, read again when a token names one that is not known yet. */
export class ProviderKeys {
  private readonly issuer: string;
  private readonly patience: ProviderPatience;
  private found: Promise<JWTVerifyGetKey> | undefined;

  constructor(issuer: string, patience: ProviderPatience) {
    this.issuer = issuer;
    this.patience = patience;
  }

  /** @throws Fault `oidc-provider-unreachable` (retryable) */
  find(): Promise<JWTVerifyGetKey> {
    this.found ??= this.discover().catch((error: unknown) => {
      // Whoever asks meanwhile is told the same, so that a provider in trouble is not asked by every request.
      setTimeout(() => (this.found = undefined), this.patience.cooldownMs).unref();
      throw error;
    });
    return this.found;
  }

  /** OpenID Connect Discovery 1.0, section 4. */
  private async discover(): Promise<JWTVerifyGetKey> {
    const { timeoutMs, cooldownMs } = this.patience;
    const address = `${this.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    let document: Json;
    try {
      const answer = await fetch(address, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      document = (await answer.json()) as Json;
    } catch (cause) {
      throw unreachable(`${address} cannot be read`, cause);
    }
    const keySet = isJsonObject(document) && document['issuer'] === this.issuer ? document['jwks_uri'] : undefined;
    if (typeof keySet !== 'string' || !URL.canParse(keySet)) throw unreachable(`${address} is not that of ${this.issuer}`);
    return createRemoteJWKSet(new URL(keySet), { timeoutDuration: timeoutMs, cooldownDuration: cooldownMs });
  }
}

export const unreachable = (what: string, cause?: unknown): Error =>
  accessFault('oidc-provider-unreachable', `The OpenID provider cannot be asked: ${what}.`, { retryable: true, cause });
