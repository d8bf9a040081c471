import 'reflect-metadata';
import { createPublicKey } from 'node:crypto';
import { Pkcs10CertificateRequest } from '@peculiar/x509';
import { isRefusal } from '@wattledger/kernel';
import type { Refusal } from '@wattledger/kernel';
import { refuseAccess } from '../errors.ts';

const CURVES = ['prime256v1', 'secp384r1', 'secp521r1'];
const LEAST_RSA_BITS = 2_048;

/** Whom a certificate request must be from. */
export interface Requester {
  readonly stationId: string;
  /** Where the platform insists on one. */
  readonly organisation?: string;
}

/**
 * Reads a certificate request and holds it against the station that has sent it (PKCS #10, RFC 2986; OCPP 2.0.1 part 2, A02).
 *
 * @returns a refusal `csr-invalid`, `csr-of-another` or `csr-key-weak`
 */
export async function readCsr(csr: string, requester: Requester): Promise<Pkcs10CertificateRequest | Refusal> {
  const request = await readSigned(csr);
  return isRefusal(request) ? request : (ofAnother(request, requester) ?? weakKey(request) ?? request);
}

async function readSigned(csr: string): Promise<Pkcs10CertificateRequest | Refusal> {
  try {
    const request = new Pkcs10CertificateRequest(csr.trim());
    return (await request.verify()) ? request : refuseAccess('csr-invalid', 'The request is not signed with the key it holds.');
  } catch (error) {
    return refuseAccess('csr-invalid', `The request cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function ofAnother(request: Pkcs10CertificateRequest, { stationId, organisation }: Requester): Refusal | undefined {
  const names = request.subjectName.getField('CN');
  if (names.length !== 1 || names[0] !== stationId)
    return refuseAccess('csr-of-another', `The request is for ${names.join(', ') || 'nobody'}, not for ${stationId}.`);
  const organisations = request.subjectName.getField('O');
  return organisation === undefined || organisations.includes(organisation)
    ? undefined
    : refuseAccess('csr-of-another', `The request names ${organisations.join(', ') || 'no organisation'}, not ${organisation}.`);
}

function weakKey(request: Pkcs10CertificateRequest): Refusal | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(request.publicKey.rawData), format: 'der', type: 'spki' });
    const { modulusLength = 0, namedCurve = '' } = key.asymmetricKeyDetails ?? {};
    const isStrong = key.asymmetricKeyType === 'rsa' ? modulusLength >= LEAST_RSA_BITS : CURVES.includes(namedCurve);
    return isStrong ? undefined : refuseAccess('csr-key-weak', `A key of ${modulusLength || namedCurve} is too weak.`);
  } catch {
    return refuseAccess('csr-key-weak', 'The key of the request is of an unknown kind.');
  }
}
