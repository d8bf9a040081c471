import { isJsonObject, stringifyJson } from '@wattledger/kernel';
import type { Json, JsonObject } from '@wattledger/kernel';
import type { KeyStore } from './key-store.ts';
import { decrypt, encrypt, SEALING_BYTES } from './master-key.ts';
import type { MasterKey } from './master-key.ts';

/** A place in a payload that must not be stored as it is. */
export interface SensitiveValue {
  readonly path: readonly (string | number)[];
  /** Personal values are sealed and can be read again with the subject's key; secrets are gone. */
  readonly kind: 'personal' | 'secret';
  /** Names the subject when it is not the value itself. */
  readonly owner?: string;
}

/** What stands in the log where a password, a PIN or a key stood. */
export const REMOVED = '[removed]';

const SEALED = /^sealed:([\w-]{22}):([\w-]+)$/;
const REMEMBERED_VALUES = 20_000;

/** Seals personal data before it is stored: AES-256-GCM, one key per data subject, as `sealed:<subject>:<ciphertext>`. */
export class Sealer {
  private readonly masterKey: MasterKey;
  private readonly keys: KeyStore;
  /** Drivers come back: the same token is sealed once and then looked up. */
  private readonly sealedBefore = new Map<string, string>();
  /** Counts who was erased: what was sealed meanwhile may be under a key that is gone, and is not remembered. */
  private erasures = 0;

  constructor(masterKey: MasterKey, keys: KeyStore) {
    this.masterKey = masterKey;
    this.keys = keys;
    keys.onForgotten((subject) => this.forget(subject));
  }

  /**
   * Seals one text.
   *
   * @param owner names the subject when it is not the value itself, e.g. the station whose frame nobody can read
   */
  async seal(value: string, owner?: string): Promise<string> {
    const known = owner === undefined ? this.sealedBefore.get(value) : undefined;
    if (known !== undefined) return known;
    const { erasures } = this;
    const subject = this.masterKey.subjectOf(owner ?? value);
    const sealed = `sealed:${subject}:${encrypt(await this.keys.keyFor(subject), Buffer.from(value)).toString('base64url')}`;
    if (owner === undefined && erasures === this.erasures) this.remember(value, sealed);
    return sealed;
  }

  /** The text that was sealed; `undefined` when its subject was erased, or when the text is not sealed at all. */
  async unseal(sealed: string): Promise<string | undefined> {
    const [, subject, ciphertext] = SEALED.exec(sealed) ?? [];
    if (subject === undefined || ciphertext === undefined) return undefined;
    const key = await this.keys.existingKey(subject);
    if (!key) return undefined;
    try {
      return decrypt(key, Buffer.from(ciphertext, 'base64url')).toString();
    } catch {
      return undefined; // sealed before the subject was erased, and the subject has come back since
    }
  }

  /** A copy of the payload that may be stored; the payload itself when nothing in it is sensitive. */
  async sealPayload(payload: JsonObject, sensitive: readonly SensitiveValue[]): Promise<JsonObject> {
    if (sensitive.length === 0) return payload;
    const copy = { ...payload };
    const copies = new Set<Json>();
    for (const { path, kind, owner } of sensitive) {
      const value = valueAt(payload, path);
      if (value === undefined || value === null) continue;
      const plain = typeof value === 'string' ? value : stringifyJson(value);
      setAt(copy, path, kind === 'secret' ? REMOVED : await this.seal(plain, owner), copies);
    }
    return copy;
  }

  /** The payload with everything readable read; what was erased stays sealed. */
  async unsealPayload(payload: Json): Promise<Json> {
    if (typeof payload === 'string') return payload.startsWith('sealed:') ? ((await this.unseal(payload)) ?? payload) : payload;
    if (Array.isArray(payload)) return Promise.all(payload.map((entry) => this.unsealPayload(entry)));
    if (!isJsonObject(payload)) return payload;
    const members = await Promise.all(
      Object.entries(payload).map(async ([key, value]) => [key, await this.unsealPayload(value)] as const),
    );
    return Object.fromEntries(members);
  }

  /** Erases a person: everything sealed for this value, ever, becomes unreadable. */
  async erase(value: string): Promise<void> {
    const subject = this.masterKey.subjectOf(value);
    this.forget(subject);
    await this.keys.destroy(subject);
  }

  subjectOf(value: string): string {
    const sealed = this.sealedBefore.get(value);
    return (sealed && subjectIn(sealed)) ?? this.masterKey.subjectOf(value);
  }

  /** @param subject `undefined`: everybody */
  private forget(subject: string | undefined): void {
    this.erasures += 1;
    if (subject === undefined) return this.sealedBefore.clear();
    for (const [value, sealed] of this.sealedBefore) if (sealed.startsWith(`sealed:${subject}:`)) this.sealedBefore.delete(value);
  }

  private remember(value: string, sealed: string): void {
    if (this.sealedBefore.size >= REMEMBERED_VALUES) this.sealedBefore.clear();
    this.sealedBefore.set(value, sealed);
  }
}

/** The subject in a sealed text: equal for equal tokens, so that sessions of one driver can be told without knowing who it is. */
export const subjectIn = (sealed: string): string | undefined => SEALED.exec(sealed)?.[1];

/** How many bytes the sealed text has, without opening it; `undefined` when the text is not sealed at all. */
export function sealedLength(sealed: string): number | undefined {
  const ciphertext = SEALED.exec(sealed)?.[2];
  return ciphertext === undefined ? undefined : Buffer.byteLength(ciphertext, 'base64url') - SEALING_BYTES;
}

function valueAt(value: Json | undefined, path: readonly (string | number)[]): Json | undefined {
  return path.reduce<Json | undefined>((at, step) => {
    if (Array.isArray(at)) return typeof step === 'number' ? at[step] : undefined;
    return isJsonObject(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  }, value);
}

/** What leads to the value is copied, once, however many values are sealed in it; all else is shared. */
function setAt(copy: JsonObject, path: readonly (string | number)[], replacement: Json, copies: Set<Json>): void {
  const last = path.at(-1);
  const holder = path.slice(0, -1).reduce<Json | undefined>((at, step) => at && copiedAt(at, step, copies), copy);
  if (last !== undefined) put(holder, last, replacement);
}

function copiedAt(holder: Json, step: string | number, copies: Set<Json>): Json | undefined {
  const member = valueAt(holder, [step]);
  if (member === undefined || copies.has(member)) return member;
  const copy = Array.isArray(member) ? [...member] : isJsonObject(member) ? { ...member } : member;
  copies.add(copy);
  put(holder, step, copy);
  return copy;
}

function put(holder: Json | undefined, step: string | number, value: Json): void {
  if (Array.isArray(holder) && typeof step === 'number') holder[step] = value;
  else if (isJsonObject(holder)) holder[step] = value;
}
