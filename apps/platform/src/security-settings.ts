import { z } from 'zod';
import type { LocalAuthorityFiles } from '@wattledger/access';
import { certificateHeaders } from '@wattledger/gateway';
import type { SecuritySettings } from '@wattledger/gateway';
import { isNetwork } from '@wattledger/kernel';
import { list } from './setting-forms.ts';

const file = z.string().min(1).optional();
const wholeFrom = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.coerce.number({ error }).int({ error }).min(least, { error }).max(most, { error });
};

/** The environment variables of the stations' security; a part of those in `settings.ts`. */
export const securityEnvironment = {
  WATTLEDGER_MIN_SECURITY_PROFILE: z
    .enum(['0', '1', '2', '3'], { error: 'must be 0, 1, 2 or 3' })
    .default('0')
    .transform((text) => Number(text) as 0 | 1 | 2 | 3)
    .describe(
      'The OCPP security profile that stations must have at least: 1 password, 2 password over TLS, 3 certificate; from 2 on no plain port is opened unless there are trusted proxies',
    ),
  WATTLEDGER_OCPP_TLS_PORT: wholeFrom(0, 65_535)
    .optional()
    .describe('Stations over TLS: `wss://<host>:<port>/ocpp/<stationId>`; absent: no TLS here'),
  WATTLEDGER_TLS_CERT_FILE: file.describe('PEM: the certificate of the platform, then what leads up to its root'),
  WATTLEDGER_TLS_KEY_FILE: file.describe('PEM: its key'),
  WATTLEDGER_TLS_RELOAD_SECONDS: wholeFrom(1, 86_400)
    .default(10)
    .describe('How often the certificate files are looked at for changes; SIGHUP looks at once'),
  WATTLEDGER_STATION_CA_FILE: file.describe(
    'PEM: the authorities whose certificates stations may show (profile 3); absent: WATTLEDGER_CA_CERT_FILE, or no certificates',
  ),
  WATTLEDGER_STATION_ORGANISATION: z
    .string()
    .min(1)
    .optional()
    .describe('The organisation (O) that certificates of stations must name'),
  WATTLEDGER_TRUSTED_PROXIES: list
    .pipe(z.array(z.string().refine(isNetwork, 'must hold addresses or networks such as 10.0.0.0/8, parted by commas')))
    .optional()
    .describe(
      'Addresses and networks of TLS proxies that are believed what they say of a line (`X-Forwarded-Proto`, `X-Forwarded-For`)',
    ),
  WATTLEDGER_PROXY_CERT_HEADER: z
    .enum(certificateHeaders, { error: `must be one of ${certificateHeaders.join(', ')}` })
    .optional()
    .describe(
      'The header in which trusted proxies hand on certificates: `client-cert` (RFC 9440, HAProxy), `x-ssl-client-cert` (nginx), `x-forwarded-client-cert` (Envoy)',
    ),
  WATTLEDGER_CA_CERT_FILE: file.describe(
    'PEM: the certificate authority that signs what stations ask for with SignCertificate; absent: refused',
  ),
  WATTLEDGER_CA_KEY_FILE: file.describe('PEM: its key'),
  WATTLEDGER_STATION_CERT_DAYS: wholeFrom(1, 3_650).default(365).describe('How long certificates are valid that are signed here'),
  WATTLEDGER_PASSWORD_GRACE_HOURS: wholeFrom(1, 720)
    .default(72)
    .describe(
      'When the password of a station is rotated, how long the old one stays good unless the station shows the new one before',
    ),
} as const;

type SecurityEnvironment = z.infer<z.ZodObject<typeof securityEnvironment>>;

/** What the platform itself does for the stations' security, beside the gateway. */
export interface StationSecurity {
  readonly server: { readonly certificateFile: string; readonly keyFile: string } | undefined;
  readonly stationAuthoritiesFile: string | undefined;
  readonly reloadSeconds: number;
  readonly authority: LocalAuthorityFiles | undefined;
  readonly passwordGraceSeconds: number;
}

/** What contradicts itself. */
export function securityProblems(env: SecurityEnvironment): string[] {
  const { WATTLEDGER_TLS_CERT_FILE: cert, WATTLEDGER_TLS_KEY_FILE: key } = env;
  const { WATTLEDGER_CA_CERT_FILE: caCert, WATTLEDGER_CA_KEY_FILE: caKey, WATTLEDGER_STATION_CA_FILE: trusted } = env;
  const tls = env.WATTLEDGER_OCPP_TLS_PORT !== undefined;
  const proxies = (env.WATTLEDGER_TRUSTED_PROXIES ?? []).length > 0;
  const least = env.WATTLEDGER_MIN_SECURITY_PROFILE;
  return [
    ...((cert === undefined) !== (key === undefined)
      ? ['WATTLEDGER_TLS_CERT_FILE: needs WATTLEDGER_TLS_KEY_FILE, and that needs it']
      : []),
    ...(tls && cert === undefined
      ? ['WATTLEDGER_OCPP_TLS_PORT: needs WATTLEDGER_TLS_CERT_FILE and WATTLEDGER_TLS_KEY_FILE']
      : []),
    ...((caCert === undefined) !== (caKey === undefined)
      ? ['WATTLEDGER_CA_CERT_FILE: needs WATTLEDGER_CA_KEY_FILE, and that needs it']
      : []),
    ...(least >= 2 && !tls && !proxies
      ? ['WATTLEDGER_MIN_SECURITY_PROFILE: 2 and 3 need WATTLEDGER_OCPP_TLS_PORT or WATTLEDGER_TRUSTED_PROXIES']
      : []),
    ...(least === 3 && trusted === undefined && caCert === undefined
      ? ['WATTLEDGER_MIN_SECURITY_PROFILE: 3 needs WATTLEDGER_STATION_CA_FILE']
      : []),
    ...(env.WATTLEDGER_PROXY_CERT_HEADER !== undefined && !proxies
      ? ['WATTLEDGER_PROXY_CERT_HEADER: needs WATTLEDGER_TRUSTED_PROXIES']
      : []),
    ...(env.WATTLEDGER_PROXY_CERT_HEADER !== undefined && trusted === undefined && caCert === undefined
      ? ['WATTLEDGER_PROXY_CERT_HEADER: needs WATTLEDGER_STATION_CA_FILE']
      : []),
  ];
}

export const securitySettingsOf = (env: SecurityEnvironment): SecuritySettings => ({
  minimumProfile: env.WATTLEDGER_MIN_SECURITY_PROFILE,
  organisation: env.WATTLEDGER_STATION_ORGANISATION,
  tlsPort: env.WATTLEDGER_OCPP_TLS_PORT,
  trustedProxies: env.WATTLEDGER_TRUSTED_PROXIES ?? [],
  certificateHeader: env.WATTLEDGER_PROXY_CERT_HEADER,
});

export function stationSecurityOf(env: SecurityEnvironment): StationSecurity {
  const { WATTLEDGER_TLS_CERT_FILE: certificateFile, WATTLEDGER_TLS_KEY_FILE: keyFile } = env;
  const { WATTLEDGER_CA_CERT_FILE: caCertificate, WATTLEDGER_CA_KEY_FILE: caKey } = env;
  return {
    server: certificateFile !== undefined && keyFile !== undefined ? { certificateFile, keyFile } : undefined,
    stationAuthoritiesFile: env.WATTLEDGER_STATION_CA_FILE ?? caCertificate,
    reloadSeconds: env.WATTLEDGER_TLS_RELOAD_SECONDS,
    authority:
      caCertificate !== undefined && caKey !== undefined
        ? {
            certificateFile: caCertificate,
            keyFile: caKey,
            validDays: env.WATTLEDGER_STATION_CERT_DAYS,
            organisation: env.WATTLEDGER_STATION_ORGANISATION,
          }
        : undefined,
    passwordGraceSeconds: env.WATTLEDGER_PASSWORD_GRACE_HOURS * 3_600,
  };
}
