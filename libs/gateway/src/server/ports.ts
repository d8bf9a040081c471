import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Server as TlsServer, TlsOptions } from 'node:tls';
import type { Duplex } from 'node:stream';
import { servingWith } from './mend-handshake.ts';
import type { TlsMaterial } from './security-settings.ts';

/** So long a client may take until TLS is agreed upon. */
const HANDSHAKE_MS = 30_000;

/**
 * The suites that OCPP asks for (security whitepaper, section 2.5; OCPP 2.0.1 part 2, A00), those with forward secrecy first,
 * and what TLS 1.3 has.
 */
export const CIPHER_SUITES = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_AES_128_GCM_SHA256',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'AES256-GCM-SHA384',
  'AES128-GCM-SHA256',
].join(':');

/** TLS 1.2 or newer; a certificate of the station is asked for where somebody may sign one, and judged when it asks to be let in. */
export const tlsOptions = ({ server, stationAuthorities }: TlsMaterial): TlsOptions => ({
  ...server,
  minVersion: 'TLSv1.2',
  ciphers: CIPHER_SUITES,
  honorCipherOrder: true,
  handshakeTimeout: HANDSHAKE_MS,
  requestCert: stationAuthorities !== undefined,
  rejectUnauthorized: false,
  ...(stationAuthorities !== undefined && { ca: stationAuthorities, allowPartialTrustChain: true }),
});

export interface PortListeners {
  readonly onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** A handshake lacked a line; see `mend-handshake.ts`. */
  readonly onMended: (socket: Socket) => void;
  /** TLS was not agreed upon. */
  readonly onTlsFailed: (error: Error, socket: Socket) => void;
}

/** One port for stations, on one address. */
export function stationServer(listeners: PortListeners): Server;
export function stationServer(listeners: PortListeners, tls: TlsMaterial): TlsServer;
export function stationServer({ onUpgrade, onMended, onTlsFailed }: PortListeners, tls?: TlsMaterial): Server {
  const http = createHttpServer((_request, response) => {
    response
      .writeHead(426, { connection: 'close', upgrade: 'websocket' })
      .end('This port speaks OCPP over WebSocket at /ocpp/<stationId>.\n');
  });
  http.on('upgrade', onUpgrade);
  const serve = servingWith(http, onMended);
  if (!tls) return createServer(serve);
  return createTlsServer(tlsOptions(tls), serve).on('tlsClientError', onTlsFailed);
}

/** Listens. `localhost` is opened on both of its addresses. @returns the port, which matters where 0 was asked for */
export async function listenOn(host: string, port: number, make: () => Server): Promise<number> {
  if (host !== 'localhost') return opened(make(), host, port);
  const taken = await opened(make(), '127.0.0.1', port);
  await opened(make(), '::1', taken).catch(() => undefined); // a machine without IPv6 serves IPv4 alone
  return taken;
}

function opened(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
