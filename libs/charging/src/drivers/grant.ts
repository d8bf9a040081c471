import type { Instant, Refusal } from '@wattledger/kernel';
import type { PlatformEvent } from '../platform-events.ts';
import { refuseDriver } from './errors.ts';
import type { KnownGrant } from './known-driver.ts';

export interface GrantState extends KnownGrant {
  /** The platform has asked the station to start with it. */
  readonly redeemed: boolean;
}

export function evolveGrant(state: GrantState | undefined, event: PlatformEvent): GrantState | undefined {
  if (event.type === 'GrantIssued') return { ...event.data, redeemed: false };
  if (!state) return state;
  if (event.type === 'GrantRedeemed') return { ...state, redeemed: true };
  return event.type === 'GrantUsed' ? { ...state, usedFor: event.data.usedFor } : state;
}

/** A start is asked for once. */
export const redeemGrant =
  (at: Instant) =>
  (state: GrantState | undefined): readonly PlatformEvent[] | Refusal => {
    if (!state || state.expiresAt <= at) return refuseDriver('grant-invalid');
    if (state.redeemed || state.usedFor !== undefined) return refuseDriver('grant-used');
    return [{ type: 'GrantRedeemed', data: { grantId: state.grantId } }];
  };

/** One session is started with it; the same one may ask again, since answers get lost. */
export const takeGrant =
  (sessionId: string) =>
  (state: GrantState | undefined): readonly PlatformEvent[] | Refusal => {
    if (!state) return refuseDriver('grant-invalid');
    if (state.usedFor === sessionId) return [];
    if (state.usedFor !== undefined) return refuseDriver('grant-used');
    return [{ type: 'GrantUsed', data: { grantId: state.grantId, usedFor: sessionId } }];
  };

/** Where and for what a grant is shown. */
export interface GrantShown {
  readonly stationId: string;
  readonly evseId?: number;
  readonly connectorId?: number;
  readonly transactionId?: string;
  readonly at: Instant;
}

export interface GrantFlaw {
  readonly status: 'Expired' | 'Invalid' | 'NotAtThisLocation';
  readonly rule: 'grant-of-another-station' | 'grant-of-another-connector' | 'grant-used' | 'grant-expired';
  readonly reason: string;
}

/** Why a grant is no good for what it is shown for; `undefined` when it is. The session it was used for may show it again. */
export function grantFlaw(grant: KnownGrant, shown: GrantShown): GrantFlaw | undefined {
  const { evseId, connectorId, usedFor } = grant;
  if (grant.stationId !== shown.stationId)
    return { status: 'NotAtThisLocation', rule: 'grant-of-another-station', reason: 'the grant is for another station' };
  const elsewhere =
    (evseId !== undefined && shown.evseId !== undefined && evseId !== shown.evseId) ||
    (connectorId !== undefined && shown.connectorId !== undefined && connectorId !== shown.connectorId);
  if (elsewhere) return { status: 'Invalid', rule: 'grant-of-another-connector', reason: 'the grant is for another connector' };
  if (usedFor !== undefined && usedFor === `${shown.stationId}:${shown.transactionId}`) return undefined;
  if (usedFor !== undefined)
    return { status: 'Invalid', rule: 'grant-used', reason: 'a session was started with this grant before' };
  if (grant.expiresAt <= shown.at)
    return { status: 'Expired', rule: 'grant-expired', reason: `the grant was good until ${grant.expiresAt}` };
  return undefined;
}
