import type { IncomingMessage } from 'node:http';
import { networksOf, plainAddress } from '@wattledger/kernel';

/** Proxies whose word is taken for where a request came from and how. */
export interface TrustedProxies {
  /** Where a request came from: the connection's other end, or what the nearest proxy that is not ours says it was. */
  addressOf(request: Pick<IncomingMessage, 'socket' | 'headers'>): string;
  /** Whether it came over TLS, up to the outermost proxy of ours. */
  isSecure(request: Pick<IncomingMessage, 'socket' | 'headers'>): boolean;
}

/** @param addresses IP addresses and networks such as `10.0.0.0/8`, see `isNetwork` of the kernel; without any nobody's word is taken */
export function trustedProxies(addresses: readonly string[]): TrustedProxies {
  const trusted = networksOf(addresses);
  const endOf = ({ socket }: Pick<IncomingMessage, 'socket'>): string => plainAddress(socket.remoteAddress ?? '');
  return {
    addressOf(request) {
      let address = endOf(request);
      // The last entry was written by whoever connected to us, so entries count for as long as their writer is trusted.
      for (const hop of entriesOf(request.headers['x-forwarded-for']).reverse()) {
        if (!trusted.includes(address)) break;
        address = plainAddress(hop);
      }
      return address;
    },
    isSecure(request) {
      if ('encrypted' in request.socket) return true;
      return trusted.includes(endOf(request)) && entriesOf(request.headers['x-forwarded-proto'])[0] === 'https';
    },
  };
}

const entriesOf = (header: string | readonly string[] | undefined): string[] =>
  String(header ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
