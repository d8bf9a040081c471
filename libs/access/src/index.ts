export { Access, ADMIN_KEY_ID } from './access.ts';
export type { ApiCaller, StationCheck } from './access.ts';
export { accessErrors } from './errors.ts';
export { newSecret, SecretHasher } from './secrets.ts';
export { StreamDirectory } from './directory.ts';
export { StreamWallets } from './wallets.ts';
export type { WalletRefusal } from './wallets.ts';
export { LONGEST_SESSION_MS, settlementOf } from './settlement.ts';
export type { SettlementPatience, UnsettledSession } from './settlement.ts';
