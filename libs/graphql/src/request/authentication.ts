import type { Access, ApiCaller } from '@wattledger/access';

/** Where a key may stand: HTTP headers, or the payload of connection_init. Names in any case. */
export type KeyCarrier = Readonly<Record<string, unknown>>;

const BEARER = /^Bearer +(\S+) *$/i;

/** The API key that a request carries; `Authorization: Bearer <key>`, else `x-api-key` or `apiKey`. */
export function keyIn(carrier: KeyCarrier | undefined): string | undefined {
  const named = new Map(Object.entries(carrier ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  const authorization = named.get('authorization');
  const bearer = typeof authorization === 'string' ? BEARER.exec(authorization)?.[1] : undefined;
  const plain = named.get('x-api-key') ?? named.get('apikey');
  return bearer ?? (typeof plain === 'string' && plain !== '' ? plain : undefined);
}

export async function authenticate(access: Access, carrier: KeyCarrier | undefined): Promise<ApiCaller | undefined> {
  const key = keyIn(carrier);
  return key === undefined ? undefined : access.callerOf(key);
}
