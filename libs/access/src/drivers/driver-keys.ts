import { createHmac, hkdfSync } from 'node:crypto';

const TOKEN = /^[^\s\p{Cc}]{1,36}$/u;

/** Keys for all that drivers show: each derived from one that is in no log, each for one purpose. */
export class DriverKeys {
  /** Mixed into the hashes of passwords and PINs. */
  readonly pepper: Buffer;
  /** Signs log-ins and grants. */
  readonly signing: Buffer;
  private readonly pins: Buffer;

  /** @param key derived from the master key, see `MasterKey.hashingKey` */
  constructor(key: Buffer) {
    const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', key, '', purpose, 32));
    this.pepper = derive('wattledger passwords');
    this.signing = derive('wattledger driver tokens');
    this.pins = derive('wattledger pins');
  }

  /** Names the stream of a PIN, and tells nothing about it without the key. */
  pinId(pin: string): string {
    return createHmac('sha256', this.pins).update(pin.toUpperCase()).digest('base64url');
  }
}

export const isToken = (text: string): boolean => TOKEN.test(text);
