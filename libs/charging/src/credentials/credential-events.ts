import type { Instant } from '@wattledger/kernel';

/**
 * How a station proves who it is, by OCPP's numbers (1.6: security whitepaper, section 2; 2.0.1: part 2, A00).
 *
 * 0: not at all. 1: a password over a line that anyone may read. 2: a password over TLS. 3: a certificate of its own over TLS.
 */
export type SecurityProfile = 0 | 1 | 2 | 3;

/** What a station proves itself with. */
export interface CredentialEvents {
  // In credential-<stationId>.
  StationCredentialSet: {
    readonly stationId: string;
    /** base64url HMAC-SHA-256 under a key derived from the master key */ readonly passwordHash: string;
  };
  StationCredentialRevoked: { readonly stationId: string };
  /** A new password is on its way to the station; both are good until it is known which one the station uses. */
  StationPasswordRotationStarted: {
    readonly stationId: string;
    readonly passwordHash: string;
    readonly commandId: string;
    readonly graceUntil: Instant;
    readonly by: string;
    readonly reason?: string;
  };
  StationPasswordRotationAccepted: { readonly stationId: string; readonly commandId: string };
  StationPasswordRotationEnded: {
    readonly stationId: string;
    readonly commandId: string;
    /** `connected`: with the new one, which alone is good from now on. Otherwise the one before stays. */
    readonly because: 'connected' | 'rejected' | 'not-sent' | 'not-taken';
  };
  StationSecurityProfileRequired: {
    readonly stationId: string;
    readonly profile: SecurityProfile;
    /** `connected`: the station has come so far, and may not go back. */
    readonly because: 'connected' | 'asked';
    readonly by?: string;
  };
  StationCertificateIssued: {
    readonly stationId: string;
    readonly serialNumber: string;
    /** SHA-256 over the certificate. */
    readonly fingerprint: string;
    readonly subject: string;
    readonly issuer: string;
    readonly notBefore: Instant;
    readonly notAfter: Instant;
    /** The command that brings it to the station. */
    readonly commandId: string;
  };
  /** A request that was accepted came to nothing. */
  StationCertificateNotIssued: { readonly stationId: string; readonly code: string; readonly why: string };
  StationCertificateAnswered: { readonly stationId: string; readonly serialNumber: string; readonly taken: boolean };
  StationCertificateRevoked: {
    readonly stationId: string;
    readonly serialNumber: string;
    readonly by: string;
    readonly reason?: string;
  };
}
