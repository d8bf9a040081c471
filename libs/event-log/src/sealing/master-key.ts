import { createCipheriv, createDecipheriv, createHmac, createPrivateKey, hkdfSync, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** What sealing adds to a text. */
export const SEALING_BYTES = IV_BYTES + TAG_BYTES;
/** What stands before the 32 bytes of an Ed25519 key in PKCS #8. RFC 8410, section 7. */
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** What is derived from the one secret that the operator keeps. It is in no file beside the log unless the operator puts it there. */
export class MasterKey {
  private readonly wrapping: Buffer;
  private readonly naming: Buffer;
  private readonly signing: Buffer;
  /** For hashes of passwords and keys: whoever has the log but not the master key cannot try guesses. */
  readonly hashingKey: Buffer;

  /** @param secret 32 characters or more, random */
  constructor(secret: string) {
    this.wrapping = derive(secret, 'wattledger data keys');
    this.naming = derive(secret, 'wattledger subjects');
    this.signing = derive(secret, 'wattledger anchors');
    this.hashingKey = derive(secret, 'wattledger secrets');
  }

  wrap(key: Buffer): Buffer {
    return encrypt(this.wrapping, key);
  }

  /** @throws when the text was wrapped with another master key, or changed. */
  unwrap(wrapped: Buffer): Buffer {
    return decrypt(this.wrapping, wrapped);
  }

  /** The key that signs anchors: Ed25519, RFC 8032, always the same for the same secret. */
  signingKey(): KeyObject {
    return createPrivateKey({ key: Buffer.concat([ED25519_PKCS8, this.signing]), format: 'der', type: 'pkcs8' });
  }

  /**
   * The name under which a value's key is kept: the same for the same value, and telling nothing about it without the
   * master key. Upper and lower case are one, as in OCPP 1.6 `CiString`.
   */
  subjectOf(value: string): string {
    return createHmac('sha256', this.naming).update(value.toLowerCase()).digest('base64url').slice(0, 22);
  }
}

/** AES-256-GCM: initialisation vector, ciphertext and tag in one. NIST SP 800-38D. */
export function encrypt(key: Buffer, plain: Buffer): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv);
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

export function decrypt(key: Buffer, sealed: Buffer): Buffer {
  const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, IV_BYTES));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
}

const derive = (secret: string, purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
