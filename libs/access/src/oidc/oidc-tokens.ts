import { platformData } from '@wattledger/charging';
import type { PlatformEvents } from '@wattledger/charging';
import { FoldedStreams, newEvent, subjectIn } from '@wattledger/event-log';
import type { Ledger, RecordedEvent, Sealer } from '@wattledger/event-log';
import { instantOf } from '@wattledger/kernel';
import type { Clock, JsonObject, Refusal } from '@wattledger/kernel';
import { decodeJwt, errors, jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';
import type { ApiCaller } from '../access.ts';
import { refuseAccess } from '../errors.ts';
import { ProviderKeys, unreachable } from './provider-keys.ts';
import type { ProviderPatience } from './provider-keys.ts';
import { roleIn } from './roles-claim.ts';
import type { RoleMapping } from './roles-claim.ts';

/** Asymmetric signatures alone: with `none` or a shared secret anybody who can check a token could make one (RFC 8725, section 3.1). */
export const oidcAlgorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const;

/** Whose bearer tokens are taken, and what they may do here. */
export interface OidcSettings {
  /** The provider, as its tokens and its discovery document spell it. */
  readonly issuer: string;
  /** What stands in `aud` of tokens that are meant for this platform. */
  readonly audience: string;
  readonly rolesClaim: string;
  readonly roles: RoleMapping;
  readonly algorithms: readonly string[];
  /** How far the provider's clock may be off. */
  readonly clockToleranceSeconds: number;
}

export interface OidcServices {
  readonly ledger: Ledger;
  readonly sealer: Sealer;
  readonly clock: Clock;
}

type User = PlatformEvents['UserSignedIn'];

const PATIENCE: ProviderPatience = { timeoutMs: 5_000, cooldownMs: 10_000 };
/** Letters and digits that mean nothing to anybody but the provider. A mail address or a telephone number is not such a name. */
const OPAQUE = /^[\w.~:|-]{1,64}$/;

/**
 * Bearer tokens of an OpenID provider, beside API keys: JSON web tokens that it signed for this platform (RFC 9068).
 *
 * Nobody is asked whether a token was revoked: it is good until it expires, so let them be short-lived.
 */
export class OidcTokens {
  private readonly settings: OidcSettings;
  private readonly services: OidcServices;
  private readonly keys: ProviderKeys;
  private readonly users: FoldedStreams<readonly User[]>;

  constructor(settings: OidcSettings, services: OidcServices, patience: ProviderPatience = PATIENCE) {
    this.settings = settings;
    this.services = services;
    this.keys = new ProviderKeys(settings.issuer, patience);
    this.users = new FoldedStreams(services.ledger, { category: 'user', evolve: evolveUser });
  }

  /** Whether a token says that it is of this provider. What it says is not believed yet. */
  isOurs(jwt: string): boolean {
    try {
      return decodeJwt(jwt).iss === this.settings.issuer;
    } catch {
      return false;
    }
  }

  /**
   * Whose token this is; `undefined` for one that is not good.
   *
   * @returns the refusal `oidc-role-missing` for a good one whose roles mean nothing here
   * @throws Fault `oidc-provider-unreachable` (retryable)
   */
  async callerOf(jwt: string): Promise<ApiCaller | Refusal | undefined> {
    const claims = await this.verified(jwt);
    if (claims?.sub === undefined || claims.exp === undefined) return undefined;
    const { rolesClaim, roles } = this.settings;
    const role = roleIn(claims, rolesClaim, roles);
    if (!role) return refuseAccess('oidc-role-missing');
    const name = nameIn(claims);
    const keyId = this.actorOf(claims.sub);
    await this.note(claims.sub, { actor: keyId, role, ...(name !== undefined && { name }) });
    return { keyId, name: name ?? keyId, role, expiresAt: instantOf(new Date(claims.exp * 1_000)) };
  }

  /** In events stands `oidc:<sub>`, or a pseudonym where the subject itself would tell who it is. */
  private actorOf(sub: string): string {
    return `oidc:${OPAQUE.test(sub) ? sub : this.services.sealer.subjectOf(sub)}`;
  }

  private async verified(jwt: string): Promise<JWTPayload | undefined> {
    const { issuer, audience, algorithms, clockToleranceSeconds } = this.settings;
    const keys = await this.keys.find();
    try {
      const { payload } = await jwtVerify(jwt, keys, {
        issuer,
        audience,
        algorithms: [...algorithms],
        clockTolerance: clockToleranceSeconds,
        requiredClaims: ['exp', 'sub'],
        currentDate: this.services.clock(),
      });
      return payload;
    } catch (error) {
      if (isFlawOfToken(error)) return undefined;
      throw unreachable('its keys cannot be read', error);
    }
  }

  /** The first time that somebody comes, under this name and with this role, is an event: it tells who the actor of others is. */
  private async note(sub: string, { actor, role, name }: Pick<User, 'actor' | 'role' | 'name'>): Promise<void> {
    const { sealer } = this.services;
    const signedIn: User = {
      actor,
      issuer: this.settings.issuer,
      sub: await sealer.seal(sub),
      ...(name !== undefined && { name: await sealer.seal(name) }),
      role,
    };
    const isSame = (known: User): boolean => known.role === role && subjectOf(known.name) === subjectOf(signedIn.name);
    await this.users.decide(sealer.subjectOf(`${this.settings.issuer} ${sub}`), (known = []) =>
      known.some(isSame) ? [] : [newEvent('UserSignedIn', signedIn, { actor })],
    );
  }
}

const subjectOf = (sealed: string | undefined): string | undefined => sealed && subjectIn(sealed);

const evolveUser = (known: readonly User[] = [], { type, data }: RecordedEvent): readonly User[] =>
  type === 'UserSignedIn' ? [...known, platformData(type, data as JsonObject)] : known;

function nameIn({ name, preferred_username: userName }: JWTPayload): string | undefined {
  return [name, userName].find((text): text is string => typeof text === 'string' && text !== '')?.slice(0, 100);
}

/** All that can be wrong with a token itself; whatever else goes wrong is the provider's. */
const isFlawOfToken = (error: unknown): boolean =>
  [
    errors.JWTExpired,
    errors.JWTClaimValidationFailed,
    errors.JWTInvalid,
    errors.JWSInvalid,
    errors.JWSSignatureVerificationFailed,
    errors.JWKSNoMatchingKey,
    errors.JWKSMultipleMatchingKeys,
    errors.JOSEAlgNotAllowed,
    errors.JOSENotSupported,
  ].some((flaw) => error instanceof flaw);
