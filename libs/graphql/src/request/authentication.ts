import type { Access, ApiCaller, DriverCaller, Drivers } from '@wattledger/access';

/** Where a key may stand: HTTP headers, or the payload of connection_init. Names in any case. */
export type KeyCarrier = Readonly<Record<string, unknown>>;

const BEARER = /^Bearer +(\S+) *$/i;
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** The API key, or the driver's log-in, that a request carries; `Authorization: Bearer <key>`, else `x-api-key` or `apiKey`. */
export function keyIn(carrier: KeyCarrier | undefined): string | undefined {
  const named = new Map(Object.entries(carrier ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  const authorization = named.get('authorization');
  const bearer = typeof authorization === 'string' ? BEARER.exec(authorization)?.[1] : undefined;
  const plain = named.get('x-api-key') ?? named.get('apikey');
  return bearer ?? (typeof plain === 'string' && plain !== '' ? plain : undefined);
}

/** Whoever asks: the holder of an API key, or a driver who has logged in. */
export type Authenticated = { readonly caller: ApiCaller } | { readonly driver: DriverCaller };

export interface Doors {
  readonly access: Access;
  readonly drivers: Drivers;
}

export async function authenticate(
  { access, drivers }: Doors,
  carrier: KeyCarrier | undefined,
): Promise<Authenticated | undefined> {
  const key = keyIn(carrier);
  if (key === undefined) return undefined;
  const caller = await access.callerOf(key);
  if (caller) return { caller };
  const driver = JWT.test(key) ? await drivers.logIns.callerOf(key) : undefined;
  return driver && { driver };
}

/** What requests are counted by, and what sockets are kept under. */
export const nameOf = (who: Authenticated): string => ('caller' in who ? who.caller.keyId : `account:${who.driver.accountId}`);
