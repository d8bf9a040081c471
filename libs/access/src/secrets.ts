import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits as text. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/**
 * Hashes keys and station passwords as they may be stored: HMAC-SHA-256 under a key that is in no log.
 *
 * Passwords that people choose can be guessed, so whoever has the log alone must not be able to try. A slow hash would
 * do that too, but ten thousand stations that come back at once must not cost ten thousand of them.
 */
export class SecretHasher {
  private readonly key: Buffer;

  /** @param key derived from the master key, see `MasterKey.hashingKey` */
  constructor(key: Buffer) {
    this.key = key;
  }

  hash(secret: string | Buffer): string {
    return createHmac('sha256', this.key).update(secret).digest('base64url');
  }

  /** Compares in constant time. */
  matches(secret: string | Buffer, hash: string): boolean {
    const [left, right] = [Buffer.from(this.hash(secret)), Buffer.from(hash)];
    return left.length === right.length && timingSafeEqual(left, right);
  }
}
