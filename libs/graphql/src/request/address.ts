import type { IncomingMessage } from 'node:http';
import { clientAddress, forwardedScheme, networksOf, plainAddress } from '@wattledger/kernel';

/** Proxies whose word is taken for where a request came from and how. */
export interface TrustedProxies {
  /** Where a request came from: the connection's other end, or what proxies of ours say that it was. */
  addressOf(request: Pick<IncomingMessage, 'socket' | 'headers'>): string;
  /** Whether it came over TLS, to us or to the proxy of ours that connected. */
  isSecure(request: Pick<IncomingMessage, 'socket' | 'headers'>): boolean;
}

/** @param addresses IP addresses and networks such as `10.0.0.0/8`, see `isNetwork` of the kernel; without any nobody's word is taken */
export function trustedProxies(addresses: readonly string[]): TrustedProxies {
  const trusted = networksOf(addresses);
  const endOf = ({ socket }: Pick<IncomingMessage, 'socket'>): string => plainAddress(socket.remoteAddress ?? '');
  return {
    addressOf: (request) => clientAddress(trusted, endOf(request), request.headers['x-forwarded-for']),
    isSecure: (request) =>
      'encrypted' in request.socket ||
      (trusted.includes(endOf(request)) && forwardedScheme(request.headers['x-forwarded-proto']) === 'https'),
  };
}
