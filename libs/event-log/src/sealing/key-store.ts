/**
 * Keeps one data key per data subject, outside the log.
 *
 * Destroying a key erases the person: what was sealed with it stays in the log, whole and unreadable.
 */
export interface KeyStore {
  /** The subject's key, made and made durable if there is none. After an erasure it is a new one: the past stays unreadable. */
  keyFor(subject: string): Promise<DataKey>;
  /** `undefined` when the key was destroyed or never made. */
  existingKey(subject: string): Promise<DataKey | undefined>;
  destroy(subject: string): Promise<void>;
  /** Whoever remembers what keys have sealed hears that one was destroyed, by whichever process. */
  onForgotten(listener: ForgottenListener): void;
  close(): Promise<void>;
}

/** @param subject whose key is gone; `undefined` when it may be anybody's */
export type ForgottenListener = (subject: string | undefined) => void;

/** A key as it is kept: it opens with the master key only. */
export interface WrappedKey {
  readonly subject: string;
  readonly wrapped: Buffer;
}

/** 256 bits for AES-256-GCM. */
export type DataKey = Buffer;
