import type { SecurityProfile } from '@wattledger/charging';

/** The forms in which proxies hand on the certificate of a client: RFC 9440 (HAProxy ...), nginx, Envoy. */
export const certificateHeaders = ['client-cert', 'x-ssl-client-cert', 'x-forwarded-client-cert'] as const;
export type CertificateHeader = (typeof certificateHeaders)[number];

/** How stations must prove who they are. */
export interface SecuritySettings {
  /** A lower one is refused. */
  readonly minimumProfile: SecurityProfile;
  /** The `O` that certificates of stations must carry, where one is asked for. */
  readonly organisation: string | undefined;
  /** Where TLS ends here; `undefined`: nowhere. */
  readonly tlsPort: number | undefined;
  /** Addresses and networks (CIDR) of proxies that are believed what they say of a station's line. */
  readonly trustedProxies: readonly string[];
  /** The one header in which they hand on certificates. Any other is the client's own word. */
  readonly certificateHeader: CertificateHeader | undefined;
}

/** What TLS is spoken with, PEM. */
export interface TlsMaterial {
  /** The platform's own certificate with what leads up to the root, and its key. */
  readonly server: { readonly cert: string; readonly key: string } | undefined;
  /** Who may sign certificates of stations; absent: nobody, and none is asked for. */
  readonly stationAuthorities: string | undefined;
}

/** Where the material comes from; it may change while the platform runs. */
export interface TlsSource {
  readonly current: TlsMaterial;
  /** Tells of every change, until the function that it returns is called. */
  onChange(listener: () => void): () => void;
}
