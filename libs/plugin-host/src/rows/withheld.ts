import type { PlatformEventType } from '@wattledger/charging';

/** Kinds of streams that are about who may come in, or are the platform's own: whatever is in them, now or later. */
const STREAMS: readonly string[] = ['apikey', 'credential', 'login', 'pin', 'lockout', 'grant', 'plugin', 'snapshot'];

/** What lies beside things that a plugin may know, in the stream of an account. */
const TYPES: readonly PlatformEventType[] = ['PasswordSet', 'PinSet', 'LogInSucceeded', 'LoggedOut'];

const kindOf = (stream: string): string => stream.slice(0, Math.max(0, stream.indexOf('-')));

/** What no plugin's projection or listener is told of: hashes of secrets, PINs, log-ins, grants, keys, settings of other plugins. */
export const isWithheld = ({ stream, type }: { readonly stream: string; readonly type: string }): boolean =>
  stream.startsWith('$') || STREAMS.includes(kindOf(stream)) || TYPES.some((withheld) => withheld === type);
