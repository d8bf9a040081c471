import { interpret } from '@wattledger/ocpp';
import type { Fact, OcppMessage } from '@wattledger/ocpp';
import type { Instant } from '@wattledger/kernel';

const known = new WeakMap<object, readonly Fact[]>();

/** What a call of a station means. It is asked twice: when it is answered, and when it is remembered. */
export function interpretedCall(message: OcppMessage, receivedAt: Instant): readonly Fact[] {
  const facts = known.get(message.payload);
  if (facts) return facts;
  const read = interpret(message, { receivedAt });
  known.set(message.payload, read);
  return read;
}
