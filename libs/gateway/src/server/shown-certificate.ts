import { X509Certificate } from 'node:crypto';
import { serialNumberOf } from '@wattledger/charging';
import type { StationCredentials } from '@wattledger/charging';
import type { CertificateHeader } from './security-settings.ts';

/** The certificate that came with a handshake, or why there is none that could be looked at. */
export interface ShownCertificate {
  readonly certificate?: X509Certificate;
  /** Why nobody vouches for it, such as `CERT_HAS_EXPIRED`; absent: its chain is good. */
  readonly problem?: string;
}

const CLIENT_AUTHENTICATION = '1.3.6.1.5.5.7.3.2';

const ONE_PEM = /^-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*$/;
const ONE_BYTE_SEQUENCE = /^:([A-Za-z0-9+/]+={0,2}):$/;
const UNREADABLE: ShownCertificate = { problem: 'the proxy handed on what is no certificate, or more than one' };

/** Reads a certificate as a proxy hands it on. @returns nothing where the client has shown none */
export function certificateInHeader(form: CertificateHeader, value: string | undefined): ShownCertificate | undefined {
  const text = value?.trim() ?? '';
  if (text === '') return undefined;
  try {
    const encoded = encodedIn(form, text);
    return encoded === undefined ? undefined : { certificate: new X509Certificate(encoded) };
  } catch {
    return UNREADABLE;
  }
}

/** One certificate and nothing else: where a proxy adds to what a client has sent, the first one would be the client's. */
function encodedIn(form: CertificateHeader, text: string): string | Buffer | undefined {
  switch (form) {
    // A byte sequence of structured fields: the DER form in base64 between colons (RFC 9440, section 2.1).
    case 'client-cert':
      return Buffer.from(ONE_BYTE_SEQUENCE.exec(text)?.[1] ?? '', 'base64');
    // nginx: $ssl_client_escaped_cert.
    case 'x-ssl-client-cert':
      return onePem(text);
    // Envoy: members parted by semicolons, of which `Cert` is the one wanted.
    case 'x-forwarded-client-cert': {
      const members = [...text.matchAll(/([A-Za-z]+)=("(?:[^"\\]|\\.)*"|[^;,"]*)([;,]|$)/g)];
      if (members.some(([, , , end]) => end === ',')) return '';
      const cert = members.find(([, name = '']) => name.toLowerCase() === 'cert')?.[2];
      return cert === undefined ? undefined : onePem(cert.replaceAll('"', ''));
    }
  }
}

const onePem = (escaped: string): string => ONE_PEM.exec(decodeURIComponent(escaped))?.[0] ?? '';

/** Whether one of these authorities has signed it, and it may be used now by a client; what the line's end checks where TLS ends here. */
export function checkedAgainst(shown: ShownCertificate, authorities: readonly X509Certificate[], now: Date): ShownCertificate {
  const { certificate, problem } = shown;
  if (!certificate || problem !== undefined) return shown;
  const signer = authorities.find((each) => certificate.checkIssued(each) && certificate.verify(each.publicKey));
  if (!signer) return { certificate, problem: 'UNABLE_TO_GET_ISSUER_CERT' };
  if (isOver(signer, now)) return { certificate, problem: 'CERT_HAS_EXPIRED (its authority)' };
  if (certificate.keyUsage && !certificate.keyUsage.includes(CLIENT_AUTHENTICATION))
    return { certificate, problem: 'INVALID_PURPOSE' };
  return shown;
}

const isOver = ({ validFrom, validTo }: X509Certificate, now: Date): boolean =>
  now < new Date(validFrom) || now > new Date(validTo);

export interface CertificateOwner {
  readonly stationId: string;
  readonly organisation: string | undefined;
  readonly credentials: StationCredentials;
}

/**
 * Why a certificate does not prove that the station is who it says (security whitepaper, section 2.6; OCPP 2.0.1 part 2, A00):
 * its chain is not good, it is another station's, or it was revoked.
 *
 * @returns `undefined` where it does
 */
export function faultOf(shown: ShownCertificate, owner: CertificateOwner, now: Date): string | undefined {
  const { certificate, problem } = shown;
  if (problem !== undefined || !certificate) return `its certificate is not good (${problem})`;
  // A line that was resumed was checked when it was opened first.
  if (isOver(certificate, now)) return 'its certificate is not valid now';
  const { CN, O } = certificate.toLegacyObject().subject;
  if (CN !== owner.stationId) return 'its certificate is that of another station';
  if (owner.organisation !== undefined && O !== owner.organisation) return 'its certificate is that of another organisation';
  const serialNumber = serialNumberOf(certificate.serialNumber);
  return owner.credentials.certificates.some((each) => each.serialNumber === serialNumber && each.revokedAt)
    ? 'its certificate was revoked'
    : undefined;
}
