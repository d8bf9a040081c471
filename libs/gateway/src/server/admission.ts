import type { PlatformEvents, SecurityProfile } from '@wattledger/charging';
import { ocppVersions } from '@wattledger/ocpp';
import type { OcppVersion } from '@wattledger/ocpp';

/** How a station has proved who it is, as it is recorded. */
export type Identity = Pick<
  PlatformEvents['StationConnected'],
  'authentication' | 'passwordSentAs' | 'certificateSerialNumber'
> & { readonly securityProfile: SecurityProfile };

/** A station that may open its socket. */
export interface AdmittedStation extends Identity {
  readonly stationId: string;
  readonly version: OcppVersion;
  readonly offeredProtocols: readonly string[];
  readonly remoteAddress: string;
  readonly proxyAddress?: string;
  /** Holds what the station showed against what is asked for now. */
  readonly identifyAgain: () => Promise<Identity | RefusedHandshake>;
  /** Where the handshake departs from OCPP-J, such as `subprotocol missing`. */
  readonly deviations: readonly string[];
}

/** A handshake that is refused before there is a socket. */
export interface RefusedHandshake {
  readonly status: 400 | 401 | 403 | 404 | 503;
  readonly message: string;
}

const versionOfProtocol: Readonly<Record<string, OcppVersion>> = Object.fromEntries(
  ocppVersions.map((version) => [`ocpp${version}`, version]),
);

const MAX_ID_LENGTH = 128;
// Control characters have no place in a stream's name; a slash would part the path.
const UNUSABLE = /[\p{Cc}/\\]/u;

/**
 * The station's identity in the URL it connects to: the last part of `/ocpp/<id>`, percent-decoded.
 *
 * Lenient where stations in the field are careless: a trailing slash, doubled slashes, a query string, the identity twice.
 * A `+` stays a `+`. OCPP-J 1.6 section 3.1.1, OCPP 2.0.1 part 4 section 3.1.1.
 */
export function stationIdIn(url: string): string | undefined {
  const [path = ''] = url.split(/[?#]/);
  const [root, ...parts] = path.split('/').filter((part) => part !== '');
  const [first] = parts;
  if (root !== 'ocpp' || first === undefined || parts.some((part) => part !== first)) return undefined;
  try {
    const id = decodeURIComponent(first);
    return id.length > 0 && id.length <= MAX_ID_LENGTH && !UNUSABLE.test(id) ? id : undefined;
  } catch {
    return undefined;
  }
}

/** The protocols of `Sec-WebSocket-Protocol`, in the station's order. */
export const offeredProtocols = (header: string | undefined): string[] =>
  (header ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** The first protocol the station offers that we speak: its order of preference wins, not ours. */
export function chooseProtocol(offered: readonly string[]): { protocol: string; version: OcppVersion } | undefined {
  for (const protocol of offered) {
    const version = versionOfProtocol[protocol.toLowerCase()];
    if (version) return { protocol, version };
  }
  return undefined;
}

/**
 * Whether a handshake comes from a web page of another host. Stations send no `Origin`; browsers always do (RFC 6455,
 * section 10.2), so without credentials any page an operator opens could pose as a station on their machine.
 */
export function isForeignPage(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host?.toLowerCase();
}

/** User and password of `Authorization: Basic`, as bytes: 1.6 stations may send a key that is no text. RFC 7617. */
export function basicCredentials(header: string | undefined): { user: string; password: Buffer } | undefined {
  const [, encoded] = /^Basic\s+([A-Za-z0-9+/=_-]+)\s*$/i.exec(header ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const bytes = Buffer.from(encoded, 'base64');
  const colon = bytes.indexOf(':');
  if (colon === -1) return undefined;
  return { user: bytes.subarray(0, colon).toString('utf8'), password: bytes.subarray(colon + 1) };
}
