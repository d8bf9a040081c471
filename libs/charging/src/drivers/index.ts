export {
  blockAccount,
  changeAccount,
  closeAccount,
  evolveAccount,
  knownAccount,
  setPassword,
  setPin,
  unblockAccount,
} from './account.ts';
export type { AccountDetails, AccountState, OpenLogIn } from './account.ts';
export { claim, evolveClaim, release } from './claim.ts';
export type { ClaimState } from './claim.ts';
export { contractIdOf } from './emaid.ts';
export { driverErrors, refuseDriver } from './errors.ts';
export { evolveGrant, grantFlaw, redeemGrant, takeGrant } from './grant.ts';
export type { GrantFlaw, GrantShown, GrantState } from './grant.ts';
export type { KnownAccount, KnownGrant, KnownSecret, KnownToken, KnownWallet } from './known-driver.ts';
export { evolveLockOut, failed, forgiven, isLocked, lockOutPolicies } from './lock-out.ts';
export type { LockOutKind, LockOutPolicy, LockOutState } from './lock-out.ts';
export {
  blockToken,
  changeToken,
  evolveToken,
  isAllowedAt,
  issueToken,
  knownToken,
  revokeToken,
  tokenTypes,
  unblockToken,
} from './token.ts';
export type { TokenDetails, TokenIssue, TokenState, TokenType } from './token.ts';
