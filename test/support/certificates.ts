import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  Pkcs10CertificateRequestGenerator,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { Extension, X509Certificate } from '@peculiar/x509';

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const RSA = { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2_048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' };
const A_DAY_MS = 86_400_000;

/** A certificate and its key, PEM: what TLS is given. */
export interface CertificateAndKey {
  readonly cert: string;
  readonly key: string;
  /** Hexadecimal, upper case, as the platform shows it. */
  readonly serialNumber: string;
}

export interface Wanted {
  readonly organisation?: string;
  /** From now; negative: it has expired. */
  readonly validDays?: number;
  readonly use?: 'client' | 'server';
  readonly keyType?: KeyType;
}

/** `weak-rsa` has 1,024 bits, which nobody may accept any more. */
type KeyType = 'ecdsa' | 'rsa' | 'weak-rsa';
type Keys = Awaited<ReturnType<typeof newKeys>>;

const newKeys = (keyType: KeyType = 'ecdsa') =>
  keyType === 'ecdsa'
    ? webcrypto.subtle.generateKey(ECDSA, true, ['sign', 'verify'])
    : webcrypto.subtle.generateKey({ ...RSA, modulusLength: keyType === 'rsa' ? 2_048 : 1_024 }, true, ['sign', 'verify']);

const keyPem = async ({ privateKey }: Keys): Promise<string> =>
  PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', privateKey), 'PRIVATE KEY');

/** A certificate authority of a spec. */
export class SpecAuthority {
  readonly name: string;
  private readonly certificate: X509Certificate;
  private readonly keys: Keys;

  private constructor(name: string, certificate: X509Certificate, keys: Keys) {
    this.name = name;
    this.certificate = certificate;
    this.keys = keys;
  }

  static async create(name: string): Promise<SpecAuthority> {
    const keys = await newKeys();
    const certificate = await X509CertificateGenerator.createSelfSigned({
      name: `CN=${name}`,
      keys,
      signingAlgorithm: ECDSA,
      notBefore: new Date(Date.now() - A_DAY_MS),
      notAfter: new Date(Date.now() + 100 * A_DAY_MS),
      extensions: [
        new BasicConstraintsExtension(true, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      ],
    });
    return new SpecAuthority(name, certificate, keys);
  }

  get pem(): string {
    return this.certificate.toString('pem');
  }

  /** Where its certificate and its key lie, as the settings name them. */
  async writeInto(folder: string): Promise<{ certificateFile: string; keyFile: string }> {
    const certificateFile = join(folder, `${this.name}.pem`);
    const keyFile = join(folder, `${this.name}.key`);
    await writeFile(certificateFile, this.pem);
    await writeFile(keyFile, await keyPem(this.keys));
    return { certificateFile, keyFile };
  }

  /** Signs a new key. */
  async issue(name: string, { organisation, validDays = 10, use = 'client', keyType }: Wanted = {}): Promise<CertificateAndKey> {
    const keys = await newKeys(keyType);
    const usage = use === 'client' ? ExtendedKeyUsage.clientAuth : ExtendedKeyUsage.serverAuth;
    const extensions: Extension[] = [new BasicConstraintsExtension(false), new ExtendedKeyUsageExtension([usage])];
    if (use === 'server') {
      extensions.push(
        new SubjectAlternativeNameExtension([
          { type: 'dns', value: name },
          { type: 'ip', value: '127.0.0.1' },
        ]),
      );
    }
    const certificate = await X509CertificateGenerator.create({
      subject: [{ CN: [name] }, ...(organisation === undefined ? [] : [{ O: [organisation] }])],
      issuer: this.certificate.subject,
      notBefore: new Date(Date.now() - 20 * A_DAY_MS),
      notAfter: new Date(Date.now() + validDays * A_DAY_MS),
      publicKey: keys.publicKey,
      signingKey: this.keys.privateKey,
      signingAlgorithm: ECDSA,
      extensions,
    });
    const serialNumber = certificate.serialNumber.toUpperCase().replace(/^0+/, '');
    return { cert: certificate.toString('pem'), key: await keyPem(keys), serialNumber };
  }
}

/** A certificate request as a station makes one, and the key that stays with it. */
export async function certificateRequest(
  name: string,
  { organisation, keyType }: Pick<Wanted, 'organisation' | 'keyType'> = {},
): Promise<{ csr: string; key: string }> {
  const keys = await newKeys(keyType);
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: [{ CN: [name] }, ...(organisation === undefined ? [] : [{ O: [organisation] }])],
    keys,
    signingAlgorithm: keyType === undefined || keyType === 'ecdsa' ? ECDSA : RSA,
  });
  return { csr: request.toString('pem'), key: await keyPem(keys) };
}
