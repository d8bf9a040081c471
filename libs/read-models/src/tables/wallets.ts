import type { OpenWalletSession } from '@wattledger/charging';
import type { Instant } from '@wattledger/kernel';
import { table } from '@wattledger/projections';

/** A wallet: what was paid in, what is left, what runs on it. Amounts are decimal texts. */
export interface WalletRow {
  readonly walletId: string;
  /** ISO 4217; absent while no credit was ever added, as is what is `available`. */
  readonly currency?: string;
  readonly available?: string;
  readonly credited: string;
  readonly withdrawn: string;
  readonly reserved: string;
  readonly spent: string;
  readonly openSessions: readonly OpenWalletSession[];
  readonly updatedAt: Instant;
}

export const walletsTable = table<WalletRow>({
  name: 'wallets',
  columns: {
    walletId: 'text',
    currency: 'text?',
    available: 'text?',
    credited: 'text',
    withdrawn: 'text',
    reserved: 'text',
    spent: 'text',
    openSessions: 'json',
    updatedAt: 'text',
  },
  key: ['walletId'],
  indexes: [['updatedAt']],
});
