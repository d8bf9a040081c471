import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Proxies whose word is taken for where a request came from and how. */
export interface TrustedProxies {
  /** Where a request came from: the connection's other end, or what the nearest proxy that is not ours says it was. */
  addressOf(request: Pick<IncomingMessage, 'socket' | 'headers'>): string;
  /** Whether it came over TLS, up to the outermost proxy of ours. */
  isSecure(request: Pick<IncomingMessage, 'socket' | 'headers'>): boolean;
}

/** @param addresses IP addresses and networks such as `10.0.0.0/8`, see {@link isNetwork}; without any nobody's word is taken */
export function trustedProxies(addresses: readonly string[]): TrustedProxies {
  const trusted = new BlockList();
  for (const address of addresses) {
    const [network = '', bits] = address.split('/');
    if (bits === undefined) trusted.addAddress(network, familyOf(network));
    else trusted.addSubnet(network, Number(bits), familyOf(network));
  }
  const isTrusted = (address: string): boolean => isIP(address) !== 0 && trusted.check(address, familyOf(address));
  const endOf = ({ socket }: Pick<IncomingMessage, 'socket'>): string => plain(socket.remoteAddress ?? '');
  return {
    addressOf(request) {
      let address = endOf(request);
      // The last entry was written by whoever connected to us, so entries count for as long as their writer is trusted.
      for (const hop of entriesOf(request.headers['x-forwarded-for']).reverse()) {
        if (!isTrusted(address)) break;
        address = plain(hop);
      }
      return address;
    },
    isSecure(request) {
      if ('encrypted' in request.socket) return true;
      return isTrusted(endOf(request)) && entriesOf(request.headers['x-forwarded-proto'])[0] === 'https';
    },
  };
}

/** Whether a text is an IP address, or a network written as address and prefix length. */
export function isNetwork(text: string): boolean {
  const [network = '', bits, ...more] = text.split('/');
  const family = isIP(network);
  const longest = family === 6 ? 128 : 32;
  return family !== 0 && more.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest));
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');
/** An IPv4 address as a socket of both families tells it. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');
const entriesOf = (header: string | readonly string[] | undefined): string[] =>
  String(header ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
