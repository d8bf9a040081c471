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
export type { AccountDetails, LockOutKind } from './account-events.ts';
export type { AccountState, OpenLogIn } from './account.ts';
export { claim, evolveClaim, release } from './claim.ts';
export type { ClaimState } from './claim.ts';
export { contractIdOf } from './emaid.ts';
export { driverErrors, refuseDriver } from './errors.ts';
export { evolveGrant, grantFlaw, redeemGrant, takeGrant } from './grant.ts';
export type { GrantFlaw, GrantShown, GrantState } from './grant.ts';
export type {
  KnownAccount,
  KnownDriver,
  KnownGrant,
  KnownSecret,
  KnownToken,
  KnownWallet,
  StationLogIn,
} from './known-driver.ts';
export { evolveLockOut, failed, forgiven, isLocked, lockOutPolicies } from './lock-out.ts';
export type { LockOutPolicy, LockOutState } from './lock-out.ts';
export { blockToken, changeToken, evolveToken, isAllowedAt, issueToken, knownToken, revokeToken, unblockToken } from './token.ts';
export { tokenTypes } from './token-events.ts';
export type { TokenDetails, TokenIssue, TokenType } from './token-events.ts';
export type { TokenState } from './token.ts';
