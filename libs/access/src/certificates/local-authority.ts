import 'reflect-metadata';
import { createPrivateKey, randomBytes, webcrypto, X509Certificate as Parsed } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Pkcs10CertificateRequest,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { Clock, Refusal } from '@wattledger/kernel';
import { refuseAccess } from '../errors.ts';
import type { CertificateAuthority, CertificateType, SignedCertificate } from './certificate-authority.ts';

export interface LocalAuthorityFiles {
  /** PEM: the certificate of the authority, then what leads up to its root. */
  readonly certificateFile: string;
  /** PEM, PKCS #8, SEC 1 or PKCS #1. */
  readonly keyFile: string;
  readonly validDays: number;
  /** The `O` of what is signed; absent: the authority's own. */
  readonly organisation?: string;
}

const A_DAY_MS = 86_400_000;
/** Clocks of stations lag behind. */
const BACKDATED_MS = 3_600_000;
const HASHES: Readonly<Record<string, string>> = { 'P-256': 'SHA-256', 'P-384': 'SHA-384', 'P-521': 'SHA-512' };
const CURVES: Readonly<Record<string, string>> = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' };

/** A certificate authority in two files, read anew whenever it signs, so that a renewed one needs no restart. */
export class LocalAuthority implements CertificateAuthority {
  readonly types = ['ChargingStationCertificate'] as const;
  private readonly files: LocalAuthorityFiles;
  private readonly clock: Clock;

  constructor(files: LocalAuthorityFiles, clock: Clock) {
    this.files = files;
    this.clock = clock;
  }

  async sign(csr: string, stationId: string, type: CertificateType): Promise<SignedCertificate | Refusal> {
    if (type !== 'ChargingStationCertificate') return refuseAccess('certificate-type-not-signed');
    const [certificates, key] = await Promise.all([readFile(this.files.certificateFile, 'utf8'), readFile(this.files.keyFile)]);
    const [own = '', ...above] = pemBlocks(certificates);
    const authority = new X509Certificate(own);
    const privateKey = createPrivateKey(key);
    if (!new Parsed(own).checkPrivateKey(privateKey))
      return refuseAccess('certificate-authority-failed', 'The key of the authority is not that of its certificate.');
    const now = this.clock().getTime();
    if (authority.notAfter.getTime() <= now)
      return refuseAccess('certificate-authority-failed', 'The certificate of the authority has expired.');

    const { publicKey } = new Pkcs10CertificateRequest(csr.trim());
    const { signingKey, signingAlgorithm } = await signer(privateKey);
    const { organisation = authority.subjectName.getField('O')[0] } = this.files;
    const certificate = await X509CertificateGenerator.create({
      serialNumber: newSerialNumber(),
      subject: [{ CN: [stationId] }, ...(organisation === undefined ? [] : [{ O: [organisation] }])],
      issuer: authority.subject,
      notBefore: new Date(now - BACKDATED_MS),
      notAfter: new Date(Math.min(now + this.files.validDays * A_DAY_MS, authority.notAfter.getTime())),
      signingAlgorithm,
      publicKey,
      signingKey,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth]),
        await SubjectKeyIdentifierExtension.create(publicKey),
        await AuthorityKeyIdentifierExtension.create(authority),
      ],
    });
    const issuers = [own, ...above].filter((pem) => !isRoot(pem));
    return { chain: [certificate.toString('pem'), ...issuers].map((pem) => `${pem.trim()}\n`).join('') };
  }
}

/** The certificates of a PEM file, one text each. */
export const pemBlocks = (text: string): string[] =>
  text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];

function isRoot(pem: string): boolean {
  const certificate = new Parsed(pem);
  return certificate.subject === certificate.issuer;
}

/** 127 random bits, positive: RFC 5280 section 4.1.2.2, and long enough that nobody guesses the next one. */
function newSerialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex');
}

async function signer(key: KeyObject): Promise<Pick<Signing, 'signingKey' | 'signingAlgorithm'>> {
  const namedCurve = CURVES[key.asymmetricKeyDetails?.namedCurve ?? ''];
  const hash = HASHES[namedCurve ?? ''] ?? 'SHA-256';
  const algorithm = namedCurve ? { name: 'ECDSA', namedCurve } : { name: 'RSASSA-PKCS1-v1_5', hash };
  const der = key.export({ format: 'der', type: 'pkcs8' });
  const signingKey = await webcrypto.subtle.importKey('pkcs8', new Uint8Array(der), algorithm, false, ['sign']);
  return { signingKey, signingAlgorithm: namedCurve ? { name: 'ECDSA', hash } : algorithm };
}

type Signing = Extract<Parameters<typeof X509CertificateGenerator.create>[0], { signingKey: unknown }>;
