import { instantOf } from '@wattledger/kernel';
import type { Instant } from '@wattledger/kernel';
import type { PlatformEvent } from '../platform-events.ts';
import type { SecurityProfile } from './credential-events.ts';

/** A password on its way to the station. It is good as soon as it is sent, because the word that it was taken may be lost. */
export interface PasswordRotation {
  readonly passwordHash: string;
  /** The command that tells the station. */
  readonly commandId: string;
  readonly startedAt: Instant;
  /** Until then the password before it is good in any case. */
  readonly graceUntil: Instant;
  /** The station has said that it will use it. */
  readonly accepted: boolean;
}

/** A certificate that the platform had signed for a station, or that was revoked. */
export interface StationCertificate {
  /** Upper-case hexadecimal digits, as RFC 5280 numbers are commonly written. */
  readonly serialNumber: string;
  readonly issuedAt?: Instant;
  readonly notAfter?: Instant;
  readonly subject?: string;
  readonly issuer?: string;
  /** SHA-256 over the certificate, upper-case hexadecimal digits parted by colons. */
  readonly fingerprint?: string;
  readonly commandId?: string;
  /** Whether the station took it; absent while it has not said. */
  readonly taken?: boolean;
  readonly revokedAt?: Instant;
  readonly revokedBy?: string;
  readonly reason?: string;
}

/** What a station proves itself with. */
export interface StationCredentials {
  readonly passwordHash?: string;
  readonly passwordSince?: Instant;
  /** The oldest first. */
  readonly rotations: readonly PasswordRotation[];
  /** Less than this is refused: a station that has come so far must not be led back by somebody in between. */
  readonly requiredProfile: SecurityProfile;
  /** The newest last. */
  readonly certificates: readonly StationCertificate[];
}

export const noCredentials: StationCredentials = { rotations: [], requiredProfile: 0, certificates: [] };

/** So many certificates of a station are remembered, and all that were revoked and would be good otherwise. */
const REMEMBERED_CERTIFICATES = 16;

/** Serial numbers are written with and without leading zeroes and colons, in small and capital letters. */
export const serialNumberOf = (text: string): string =>
  text
    .replaceAll(/[\s:]/g, '')
    .toUpperCase()
    .replace(/^0+(?=.)/, '');

/** The credentials after an event of `credential-<stationId>`. */
export function evolveCredentials(
  before: StationCredentials | undefined,
  event: PlatformEvent,
  at: Instant,
): StationCredentials | undefined {
  const state = before ?? noCredentials;
  switch (event.type) {
    case 'StationCredentialSet':
      return { ...state, passwordHash: event.data.passwordHash, passwordSince: at, rotations: [] };
    case 'StationCredentialRevoked':
      return { ...state, passwordHash: undefined, passwordSince: undefined, rotations: [] };
    case 'StationPasswordRotationStarted': {
      const { passwordHash, commandId, graceUntil } = event.data;
      const rotation = { passwordHash, commandId, graceUntil, startedAt: at, accepted: false };
      return { ...state, rotations: [...state.rotations, rotation] };
    }
    case 'StationPasswordRotationAccepted':
      return {
        ...state,
        rotations: state.rotations.map((each) => (each.commandId === event.data.commandId ? { ...each, accepted: true } : each)),
      };
    case 'StationPasswordRotationEnded':
      return withRotationEnded(state, event.data.commandId, event.data.because, at);
    case 'StationSecurityProfileRequired':
      return { ...state, requiredProfile: event.data.profile };
    case 'StationCertificateIssued': {
      const { serialNumber, fingerprint, subject, issuer, notAfter, commandId } = event.data;
      return withCertificate(state, { serialNumber, fingerprint, subject, issuer, notAfter, commandId, issuedAt: at }, at);
    }
    case 'StationCertificateAnswered':
      return {
        ...state,
        certificates: state.certificates.map((each) =>
          each.serialNumber === event.data.serialNumber ? { ...each, taken: event.data.taken } : each,
        ),
      };
    case 'StationCertificateRevoked': {
      const { serialNumber, by, reason } = event.data;
      const known = state.certificates.find((each) => each.serialNumber === serialNumber);
      return withCertificate(state, { ...known, serialNumber, revokedAt: at, revokedBy: by, ...(reason && { reason }) }, at);
    }
    default:
      return before;
  }
}

/** A password that the station has shown takes the place of all before it; later ones may still be on their way. */
function withRotationEnded(state: StationCredentials, commandId: string, because: string, at: Instant): StationCredentials {
  const index = state.rotations.findIndex((each) => each.commandId === commandId);
  const shown = state.rotations[index];
  if (!shown) return state;
  if (because !== 'connected') return { ...state, rotations: state.rotations.filter((each) => each !== shown) };
  return { ...state, passwordHash: shown.passwordHash, passwordSince: at, rotations: state.rotations.slice(index + 1) };
}

function withCertificate(state: StationCredentials, certificate: StationCertificate, at: Instant): StationCredentials {
  const others = state.certificates.filter(({ serialNumber }) => serialNumber !== certificate.serialNumber);
  const all = [...others, certificate];
  const surplus = all.length - REMEMBERED_CERTIFICATES;
  const isOver = ({ notAfter }: StationCertificate) => notAfter !== undefined && notAfter < at;
  return { ...state, certificates: all.filter((each, index) => index >= surplus || (each.revokedAt && !isOver(each))) };
}

/** What a password that was shown is good for, and what is known now of the rotations because it was shown. */
export interface PasswordJudgement {
  readonly outcome: 'accepted' | 'refused' | 'no-credentials-set';
  readonly ended: readonly { readonly commandId: string; readonly because: 'connected' | 'not-taken' }[];
}

/**
 * Holds a password against what was set and what is on its way.
 *
 * A new one is good as soon as it was sent. The one before stays good while its successor may not have arrived: until the station has
 * shown the new one, or has accepted it and the grace is over. Where nobody knows whether the new one arrived, what the
 * station shows after the grace decides, so that a lost answer locks nobody out.
 *
 * @param matches whether what was shown is the password of this hash; nothing matches where nothing was shown
 */
export function judgePassword(
  { passwordHash, rotations }: StationCredentials,
  matches: (hash: string) => boolean,
  now: Date,
): PasswordJudgement {
  const shown = rotations.findLast((rotation) => matches(rotation.passwordHash));
  if (shown) return { outcome: 'accepted', ended: [{ commandId: shown.commandId, because: 'connected' }] };
  const late = rotations.filter(({ graceUntil }) => graceUntil <= instantOf(now));
  if (late.some(({ accepted }) => accepted)) return { outcome: 'refused', ended: [] };
  if (passwordHash === undefined) return { outcome: 'no-credentials-set', ended: [] };
  if (!matches(passwordHash)) return { outcome: 'refused', ended: [] };
  return { outcome: 'accepted', ended: late.map(({ commandId }) => ({ commandId, because: 'not-taken' })) };
}
