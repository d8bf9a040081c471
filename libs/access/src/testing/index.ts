export { newKey, OpenIdProvider } from './openid-provider.ts';
export type { TokenClaims } from './openid-provider.ts';
