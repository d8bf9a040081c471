import type { PlatformEvents } from '../platform-events.ts';

export const walletEventTypes = ['CreditAdded', 'CreditWithdrawn', 'WalletSessionOpened', 'WalletSessionSettled'] as const;
export type WalletEventType = (typeof walletEventTypes)[number];

/** What happens to a wallet. */
export type WalletEvent = {
  readonly [Type in WalletEventType]: { readonly type: Type; readonly data: PlatformEvents[Type] };
}[WalletEventType];

/** Why a session no longer runs on a wallet. */
export type SettlementCause = PlatformEvents['WalletSessionSettled']['because'];
