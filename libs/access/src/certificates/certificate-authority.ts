import type { Refusal } from '@wattledger/kernel';

/** A certificate that was signed, and what it is known by. */
export interface SignedCertificate {
  /** PEM, the station's own certificate first, then what leads up to the root, without it. */
  readonly chain: string;
}

/** What a station can ask a certificate for; OCPP's `CertificateSigningUseEnumType`. */
export type CertificateType = 'ChargingStationCertificate' | 'V2GCertificate' | 'V2G20Certificate';

/**
 * Signs certificates for stations. The request was checked before: its signature, its name and its key are good.
 *
 * An adapter for a company's own PKI is a class with this one method, handed in where the platform is put together.
 */
export interface CertificateAuthority {
  /** What it will sign at all; asked before the station is told that it may wait for its certificate. */
  readonly types: readonly CertificateType[];
  /** @returns a refusal where it will not; throws where it cannot be reached */
  sign(csr: string, stationId: string, type: CertificateType): Promise<SignedCertificate | Refusal>;
}
