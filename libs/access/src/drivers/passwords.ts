import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);

/** RFC 9106, section 4, and OWASP's minimum for argon2id: 19 MiB, two passes, one lane. */
const MEMORY_KIB = 19_456;
const PASSES = 2;
const TAG_BYTES = 32;
const SALT_BYTES = 16;
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$([\w+/]+)\$([\w+/]+)$/;

/** So many at once, so that logging in never takes all threads that the log and the files need. */
const AT_ONCE = 2;
const WAITING = 200;

/**
 * Hashes what people choose and remember: argon2id, with a key derived from the master key mixed in, so that whoever has the log
 * alone cannot even try guesses.
 */
export class PasswordHasher {
  private readonly pepper: Buffer;
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  /** @param pepper derived from the master key, see `MasterKey.hashingKey` */
  constructor(pepper: Buffer) {
    this.pepper = pepper;
  }

  /** Whether so many are waiting that one more had better come back later. */
  get isBusy(): boolean {
    return this.waiting.length >= WAITING;
  }

  /** @returns a PHC string: `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<tag>` */
  async hash(secret: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    const tag = await this.tag(secret, salt, MEMORY_KIB, PASSES);
    return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=1$${phc(salt)}$${phc(tag)}`;
  }

  /** Takes as long without a hash as with one: nobody can tell by it which user names there are. */
  async verify(secret: string, hash: string | undefined): Promise<boolean> {
    const [, memory, passes, salt, tag] = PHC.exec(hash ?? '') ?? [];
    if (salt === undefined || tag === undefined) {
      await this.tag(secret, randomBytes(SALT_BYTES), MEMORY_KIB, PASSES);
      return false;
    }
    const expected = Buffer.from(tag, 'base64');
    const found = await this.tag(secret, Buffer.from(salt, 'base64'), Number(memory), Number(passes));
    return expected.length === found.length && timingSafeEqual(expected, found);
  }

  private async tag(secret: string, nonce: Buffer, memory: number, passes: number): Promise<Buffer> {
    if (this.running >= AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running += 1;
    try {
      const message = Buffer.from(secret.normalize('NFKC'));
      return await derive('argon2id', {
        message,
        nonce,
        secret: this.pepper,
        memory,
        passes,
        parallelism: 1,
        tagLength: TAG_BYTES,
      });
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}

const phc = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');
