import { oidcAlgorithms, readRoleMapping } from '@wattledger/access';
import type { OidcSettings } from '@wattledger/access';
import { apiRoles } from '@wattledger/charging';
import { isNetwork } from '@wattledger/kernel';
import { z } from 'zod';
import { count, list, LOOPBACK, oneOf } from './setting-forms.ts';

const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text;
const isSecureOrLocal = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || LOOPBACK.has(hostname.replace(/^\[|\]$/g, ''));
};

/** Who may use the API from where, how often, and with whose tokens. */
export const apiSecurityEnvironment = {
  WATTLEDGER_API_UNAUTHENTICATED_REQUESTS_PER_MINUTE: count(60, 1, 1_000_000).describe(
    'Requests and web sockets without a good key, per address; log-ins of drivers are among them (429, close code 4429)',
  ),
  WATTLEDGER_API_SOCKETS_PER_KEY: count(100, 1, 100_000).describe('Web sockets that one key may hold open (close code 4429)'),
  WATTLEDGER_API_SUBSCRIPTIONS_PER_SOCKET: count(50, 1, 10_000).describe('Subscriptions that one web socket may carry at a time'),
  WATTLEDGER_API_ORIGINS: list
    .pipe(z.array(z.string().refine(isOrigin, 'must be an origin such as https://desk.example.com')))
    .optional()
    .describe(
      'Origins, parted by commas, whose pages may use the API from a browser (CORS, web sockets); absent: the platform’s own alone',
    ),
  WATTLEDGER_API_TRUSTED_PROXIES: list
    .pipe(z.array(z.string().refine(isNetwork, 'must be an IP address or a network such as 10.0.0.0/8')))
    .optional()
    .describe(
      'Proxies in front of the HTTP port, parted by commas, whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed',
    ),
  WATTLEDGER_OIDC_ISSUER: z
    .url({ error: 'must be the address of an OpenID provider', protocol: /^https?$/ })
    .refine(isSecureOrLocal, 'must be https (http on a loopback address alone)')
    .optional()
    .describe(
      'OpenID provider whose bearer tokens are taken beside API keys, exactly as its tokens spell it; absent: API keys alone',
    ),
  WATTLEDGER_OIDC_AUDIENCE: z.string().min(1).default('wattledger').describe('What `aud` of a bearer token must hold'),
  WATTLEDGER_OIDC_ROLES_CLAIM: z
    .string()
    .min(1)
    .default('roles')
    .describe('Claim with the user’s roles; dots lead into it, such as `realm_access.roles`'),
  WATTLEDGER_OIDC_ROLES: list
    .transform((pairs, context) => {
      const mapping = readRoleMapping(pairs);
      if (typeof mapping !== 'string') return mapping;
      context.addIssue(mapping);
      return z.NEVER;
    })
    .optional()
    .describe(
      'What roles of the provider may do here, such as `grid-team=operator,it=admin`; absent: they are called as ours are',
    ),
  WATTLEDGER_OIDC_ALGORITHMS: list
    .pipe(z.array(oneOf(oidcAlgorithms)).min(1, 'must name at least one algorithm'))
    .default(['RS256', 'PS256', 'ES256', 'EdDSA'])
    .describe('Signatures of bearer tokens that are taken; none that a shared secret makes'),
  WATTLEDGER_OIDC_CLOCK_TOLERANCE_SECONDS: count(30, 0, 600).describe('How far the provider’s clock may be off'),
} as const;

type Environment = z.infer<z.ZodObject<typeof apiSecurityEnvironment>>;

export interface ApiSecuritySettings {
  /** Without a good key, per address. */
  readonly strangersPerMinute: number;
  readonly socketsPerKey: number;
  readonly subscriptionsPerSocket: number;
  /** Beside the platform's own. */
  readonly origins: readonly string[];
  readonly trustedProxies: readonly string[];
}

export const apiSecurityOf = (env: Environment): ApiSecuritySettings => ({
  strangersPerMinute: env.WATTLEDGER_API_UNAUTHENTICATED_REQUESTS_PER_MINUTE,
  socketsPerKey: env.WATTLEDGER_API_SOCKETS_PER_KEY,
  subscriptionsPerSocket: env.WATTLEDGER_API_SUBSCRIPTIONS_PER_SOCKET,
  origins: env.WATTLEDGER_API_ORIGINS ?? [],
  trustedProxies: env.WATTLEDGER_API_TRUSTED_PROXIES ?? [],
});

/** `undefined` where no OpenID provider is named. */
export function oidcOf(env: Environment): OidcSettings | undefined {
  if (env.WATTLEDGER_OIDC_ISSUER === undefined) return undefined;
  return {
    issuer: env.WATTLEDGER_OIDC_ISSUER,
    audience: env.WATTLEDGER_OIDC_AUDIENCE,
    rolesClaim: env.WATTLEDGER_OIDC_ROLES_CLAIM,
    roles: env.WATTLEDGER_OIDC_ROLES ?? new Map(apiRoles.map((role) => [role, role])),
    algorithms: env.WATTLEDGER_OIDC_ALGORITHMS,
    clockToleranceSeconds: env.WATTLEDGER_OIDC_CLOCK_TOLERANCE_SECONDS,
  };
}
