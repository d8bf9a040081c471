import type { Access, ApiCaller, DriverCaller, Drivers, OidcTokens } from '@wattledger/access';
import { Fault, isRefusal } from '@wattledger/kernel';
import { ApiError } from '../errors.ts';

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
  /** Bearer tokens of an OpenID provider, where one is set up. */
  readonly oidc?: OidcTokens;
}

/**
 * Who comes with what a carrier holds; `undefined` for nobody, or for what is no good.
 *
 * @throws ApiError `FORBIDDEN` for a good token without a role, `PROVIDER_UNREACHABLE`
 */
export async function authenticate(
  { access, drivers, oidc }: Doors,
  carrier: KeyCarrier | undefined,
): Promise<Authenticated | undefined> {
  const key = keyIn(carrier);
  if (key === undefined) return undefined;
  if (!JWT.test(key)) return withCaller(await access.callerOf(key));
  if (oidc?.isOurs(key)) return withCaller(await bearerOf(oidc, key));
  const driver = await drivers.logIns.callerOf(key);
  return driver ? { driver } : withCaller(await access.callerOf(key));
}

async function bearerOf(oidc: OidcTokens, jwt: string): Promise<ApiCaller | undefined> {
  try {
    const caller = await oidc.callerOf(jwt);
    if (isRefusal(caller)) throw new ApiError('FORBIDDEN', caller.message);
    return caller;
  } catch (error) {
    if (error instanceof Fault && error.code === 'oidc-provider-unreachable') {
      throw new ApiError('PROVIDER_UNREACHABLE');
    }
    throw error;
  }
}

const withCaller = (caller: ApiCaller | undefined): Authenticated | undefined => caller && { caller };

/** What requests are counted by, and what sockets are kept under. */
export const nameOf = (who: Authenticated): string => ('caller' in who ? who.caller.keyId : `account:${who.driver.accountId}`);

/** When whoever it is must show anew who they are; `undefined` for the holder of an API key. */
export const expiryOf = (who: Authenticated): string | undefined =>
  'caller' in who ? who.caller.expiresAt : who.driver.expiresAt;
