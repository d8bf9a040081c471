import { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { clientAddress, forwardedScheme, networksOf, plainAddress } from '@wattledger/kernel';
import type { Networks } from '@wattledger/kernel';
import { certificateHeaders } from './security-settings.ts';
import type { SecuritySettings, TlsSource } from './security-settings.ts';
import { certificateInHeader, checkedAgainst } from './shown-certificate.ts';
import type { ShownCertificate } from './shown-certificate.ts';

/** What is known of the line that a handshake came over. */
export interface StationLine {
  readonly remoteAddress: string;
  /** Nobody between the station and the platform, or the proxy it trusts, can read along. */
  readonly isEncrypted: boolean;
  readonly certificate: ShownCertificate | undefined;
  /** The trusted proxy that told. */
  readonly proxyAddress: string | undefined;
  /** Headers that were not believed, because they came from somebody else. */
  readonly forged: readonly string[];
}

/** Headers in which proxies tell of a line. */
const TOLD_BY_PROXIES = ['x-forwarded-proto', 'x-forwarded-for', ...certificateHeaders];

/** Reads lines: as they are, or as a trusted proxy tells of them. */
export class StationLines {
  private readonly settings: SecuritySettings;
  private readonly tls: TlsSource;
  private readonly proxies: Networks;
  private authorities: { readonly pem: string | undefined; readonly certificates: readonly X509Certificate[] } | undefined;

  constructor(settings: SecuritySettings, tls: TlsSource) {
    this.settings = settings;
    this.tls = tls;
    this.proxies = networksOf(settings.trustedProxies);
  }

  of(request: IncomingMessage, now: Date): StationLine {
    const peer = plainAddress(request.socket.remoteAddress ?? 'unknown');
    return this.proxies.includes(peer) ? this.throughProxy(request, peer, now) : direct(request, peer);
  }

  private throughProxy({ headers }: IncomingMessage, proxyAddress: string, now: Date): StationLine {
    const { certificateHeader } = this.settings;
    const shown = certificateHeader && certificateInHeader(certificateHeader, textOf(headers[certificateHeader]));
    const scheme = forwardedScheme(headers['x-forwarded-proto']);
    return {
      remoteAddress: clientAddress(this.proxies, proxyAddress, headers['x-forwarded-for']),
      isEncrypted: scheme === 'https' || scheme === 'wss',
      certificate: shown && checkedAgainst(shown, this.stationAuthorities(), now),
      proxyAddress,
      forged: [],
    };
  }

  private stationAuthorities(): readonly X509Certificate[] {
    const pem = this.tls.current.stationAuthorities;
    if (this.authorities?.pem !== pem || !this.authorities) this.authorities = { pem, certificates: certificatesIn(pem ?? '') };
    return this.authorities.certificates;
  }
}

function direct({ socket, headers }: IncomingMessage, remoteAddress: string): StationLine {
  const forged = TOLD_BY_PROXIES.filter((name) => headers[name] !== undefined);
  const line = { remoteAddress, proxyAddress: undefined, forged };
  if (!(socket instanceof TLSSocket)) return { ...line, isEncrypted: false, certificate: undefined };
  const certificate = socket.getPeerX509Certificate();
  const problem = socket.authorized ? undefined : String(socket.authorizationError);
  return {
    ...line,
    isEncrypted: true,
    certificate: certificate && { certificate, ...(problem !== undefined && { problem }) },
  };
}

const certificatesIn = (pem: string): X509Certificate[] =>
  (pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []).map((block) => new X509Certificate(block));

const textOf = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header.join(',') : header);
