import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits as text. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/**
 * The hash of a long random secret, as it may be stored.
 *
 * A plain SHA-256 on purpose: there is nothing to guess in 256 random bits, and ten thousand stations that come back at
 * once must not cost ten thousand slow hashes.
 */
export const hashSecret = (secret: string | Buffer): string => createHash('sha256').update(secret).digest('base64url');

/** Compares in constant time. */
export function matchesHash(secret: string | Buffer, hash: string): boolean {
  const [left, right] = [Buffer.from(hashSecret(secret)), Buffer.from(hash)];
  return left.length === right.length && timingSafeEqual(left, right);
}
