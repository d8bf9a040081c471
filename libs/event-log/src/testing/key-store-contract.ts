import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { KeyStore } from '../sealing/key-store.ts';
import { MasterKey } from '../sealing/master-key.ts';
import { Sealer, subjectIn } from '../sealing/sealer.ts';

const SECRET = 'a secret of more than thirty-two characters';

/** A place for keys, empty. */
export interface KeyPlace {
  open(masterKey: MasterKey): Promise<KeyStore>;
  destroy(): Promise<void>;
}

/** What every key store must do, as specs, seen by whoever seals with its keys. */
export function describeKeyStoreContract(name: string, makePlace: () => Promise<KeyPlace>): void {
  describe(`${name}, as a key store`, () => {
    let place: KeyPlace;
    let keys: KeyStore;
    let sealer: Sealer;
    const open = async (secret = SECRET) => {
      const masterKey = new MasterKey(secret);
      keys = await place.open(masterKey);
      sealer = new Sealer(masterKey, keys);
    };
    beforeEach(async () => {
      place = await makePlace();
      await open();
    });
    afterEach(async () => {
      await keys.close();
      await place.destroy();
    });
    const restart = async () => {
      await keys.close();
      await open();
    };

    it('gives a token back to whoever has the keys, also after a restart', async () => {
      const sealed = await sealer.seal('04A2B3C4');
      expect(sealed).not.toContain('04A2B3C4');
      await restart();
      expect(await sealer.unseal(sealed)).toBe('04A2B3C4');
    });

    it('keeps one key per subject', async () => {
      const first = await keys.keyFor('somebody');
      expect(await keys.keyFor('somebody')).toEqual(first);
      expect(await keys.existingKey('somebody')).toEqual(first);
      expect(await keys.keyFor('somebody else')).not.toEqual(first);
    });

    it('makes no key for whoever only asks whether there is one', async () => {
      expect(await keys.existingKey('nobody')).toBeUndefined();
      await restart();
      expect(await keys.existingKey('nobody')).toBeUndefined();
    });

    it('forgets a person for good, and can meet them anew', async () => {
      const before = await sealer.seal('04A2B3C4');
      await sealer.erase('04a2b3c4');
      expect(await sealer.unseal(before)).toBeUndefined();
      const after = await sealer.seal('04A2B3C4');
      expect(await sealer.unseal(after)).toBe('04A2B3C4');
      expect(await sealer.unseal(before)).toBeUndefined();
      await restart();
      expect(await sealer.unseal(after)).toBe('04A2B3C4');
      expect(await sealer.unseal(before)).toBeUndefined();
    });

    it('gives many new drivers of one moment a key each, and the same driver one', async () => {
      const tokens = ['A1', 'B2', 'C3', 'a1'];
      const sealed = await Promise.all(tokens.map((token) => sealer.seal(token)));
      expect(new Set(sealed.map(subjectIn)).size).toBe(3);
      await restart();
      expect(await Promise.all(sealed.map((text) => sealer.unseal(text)))).toEqual(tokens);
    });

    it('forgets a person whose first key is still being made, and can meet them anew', async () => {
      const sealing = sealer.seal('04A2B3C4');
      await sealer.erase('04A2B3C4');
      expect(await sealer.unseal(await sealing)).toBeUndefined();
      expect(await sealer.unseal(await sealer.seal('04A2B3C4'))).toBe('04A2B3C4');
    });

    it('refuses a master key that is not the one the keys were made with', async () => {
      await keys.close();
      await expect(open('another secret of more than thirty-two characters')).rejects.toMatchObject({
        code: 'key-store-unreadable',
      });
      await open();
    });
  });
}
