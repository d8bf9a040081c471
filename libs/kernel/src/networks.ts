import { BlockList, isIP } from 'node:net';

/** Some IP addresses and networks. */
export interface Networks {
  /** False for what is no address. */
  includes(address: string): boolean;
}

/** @param texts IP addresses and networks such as `10.0.0.0/8`, see {@link isNetwork} */
export function networksOf(texts: readonly string[]): Networks {
  const networks = new BlockList();
  for (const text of texts) {
    const [address = '', bits] = text.split('/');
    if (bits === undefined) networks.addAddress(address, familyOf(address));
    else networks.addSubnet(address, Number(bits), familyOf(address));
  }
  return { includes: (address) => isIP(address) !== 0 && networks.check(address, familyOf(address)) };
}

/** Whether a text is an IP address, or a network written as address and prefix length. */
export function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const family = isIP(address);
  const longest = family === 6 ? 128 : 32;
  return family !== 0 && more.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest));
}

/** An IPv4 address that came over a socket of both families, as IPv4. */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

/**
 * Where a request really came from: the other end of the connection, or what the trusted proxies say that it was: the nearest address that is none of theirs.
 *
 * The last entry of `X-Forwarded-For` was written by whoever connected, so entries count for as long as their writer is trusted;
 * whatever stands before them is the client's own word.
 */
export function clientAddress(proxies: Networks, peer: string, forwardedFor: HeaderValue): string {
  let address = plainAddress(peer);
  for (const hop of headerEntries(forwardedFor).reverse()) {
    if (!proxies.includes(address) || isIP(plainAddress(hop)) === 0) break;
    address = plainAddress(hop);
  }
  return address;
}

/** What the proxy that connected says of the line before it (`X-Forwarded-Proto`), in lower case. */
export const forwardedScheme = (forwardedProto: HeaderValue): string | undefined =>
  headerEntries(forwardedProto).at(-1)?.toLowerCase();

type HeaderValue = string | readonly string[] | undefined;

/** The entries of a header that may hold several. */
const headerEntries = (header: HeaderValue): string[] =>
  String(header ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');
