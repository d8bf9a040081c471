import { randomInt } from 'node:crypto';
import { redeemGrant, refuseDriver, takeGrant } from '@wattledger/charging';
import type { KnownGrant } from '@wattledger/charging';
import type { Sealer } from '@wattledger/event-log';
import { instantOf, isRefusal } from '@wattledger/kernel';
import type { Clock, Instant, Refusal } from '@wattledger/kernel';
import { jwtVerify, SignJWT } from 'jose';
import { no } from './accounts.ts';
import type { DriverKeys } from './driver-keys.ts';
import type { AllDriverStreams } from './streams.ts';

/** Without the letters and digits that people mistake for each other. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
/** As long as a token of OCPP 1.6 may be; 100 random bits. */
const TOKEN_LENGTH = 20;
const GRANT_SECONDS = 300;
const ISSUER = 'wattledger';
const AUDIENCE = 'wattledger:charge';

export interface GrantRequest {
  readonly accountId: string;
  readonly stationId: string;
  readonly evseId?: number;
  readonly connectorId?: number;
  readonly by: KnownGrant['by'];
}

export interface IssuedGrant {
  readonly grantId: string;
  /** What the station shows when it asks. */
  readonly token: string;
  readonly expiresAt: Instant;
}

/** A grant whose start is to be asked of its station. */
export interface RedeemedGrant {
  readonly grantId: string;
  readonly token: string;
  readonly stationId: string;
  readonly evseId?: number;
  readonly connectorId?: number;
}

/** Grants: one session, at one station and connector, within minutes. What they are shown as is a token that stands sealed in the log. */
export class Grants {
  private readonly streams: AllDriverStreams;
  private readonly sealer: Sealer;
  private readonly keys: DriverKeys;
  private readonly clock: Clock;

  constructor(streams: AllDriverStreams, sealer: Sealer, keys: DriverKeys, clock: Clock) {
    this.streams = streams;
    this.sealer = sealer;
    this.keys = keys;
    this.clock = clock;
  }

  async issue(request: GrantRequest): Promise<IssuedGrant> {
    const token = Array.from({ length: TOKEN_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
    const grantId = this.sealer.subjectOf(token);
    const expiresAt = instantOf(new Date(this.clock().getTime() + GRANT_SECONDS * 1_000));
    const actor = `account:${request.accountId}`;
    await this.streams.grants.decide(grantId, () => [{ type: 'GrantIssued', data: { grantId, ...request, expiresAt } }], actor);
    return { grantId, token, expiresAt };
  }

  /** The grant as a signed JWT (RFC 7519): `sub` the account, `jti` the token, and the place. */
  async sign({ token, expiresAt }: IssuedGrant, { accountId, stationId, evseId, connectorId }: GrantRequest): Promise<string> {
    return new SignJWT({ stationId, ...(evseId !== undefined && { evseId }), ...(connectorId !== undefined && { connectorId }) })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(accountId)
      .setJti(token)
      .setIssuedAt(this.clock())
      .setExpirationTime(new Date(expiresAt))
      .sign(this.keys.signing);
  }

  /** Uses up a signed grant of this account. */
  async redeem(jwt: string, accountId: string): Promise<RedeemedGrant | Refusal> {
    const token = await this.tokenIn(jwt, accountId);
    if (token === undefined) return refuseDriver('grant-invalid');
    const grantId = this.sealer.subjectOf(token);
    const actor = `account:${accountId}`;
    const redeemed = await this.streams.grants.decide(grantId, redeemGrant(instantOf(this.clock())), actor);
    if (isRefusal(redeemed)) return redeemed;
    if (!redeemed.state) return refuseDriver('grant-invalid');
    const { stationId, evseId, connectorId } = redeemed.state;
    return { grantId, token, stationId, evseId, connectorId };
  }

  /** @returns a refusal where another session was started with it */
  async use(grantId: string, sessionId: string): Promise<Refusal | undefined> {
    return no(await this.streams.grants.decide(grantId, takeGrant(sessionId), 'platform'));
  }

  private async tokenIn(jwt: string, accountId: string): Promise<string | undefined> {
    try {
      const { payload } = await jwtVerify(jwt, this.keys.signing, {
        algorithms: ['HS256'],
        issuer: ISSUER,
        audience: AUDIENCE,
        subject: accountId,
        currentDate: this.clock(),
      });
      return payload.jti;
    } catch {
      return undefined;
    }
  }
}
