import { refusalsOf } from '@wattledger/kernel';
import type { ErrorCatalogue } from '@wattledger/kernel';

/** Why a wallet would not do what was asked. */
export const walletErrors = {
  'too-many-sessions': {
    meaning: 'As many sessions run on this wallet as may run at once.',
    remedy: 'End one of them first, or allow more sessions at once.',
  },
  'credit-too-low': {
    meaning: 'There is not enough credit for this.',
    remedy: 'Add credit with `addCredit`, or wait until a running session is settled.',
  },
  'wallet-unreachable': {
    meaning: 'The wallet could not be written to, so nothing could be reserved.',
    remedy: 'Try again; if it goes on, look at the log of the platform for the state of the event log.',
  },
  'session-not-open': {
    meaning: 'No session of this id runs on the wallet.',
    remedy: 'Look at `openSessions` of the wallet; a settled session needs no release.',
  },
  'currency-mismatch': {
    meaning: 'The wallet is kept in another currency.',
    remedy: 'Use the currency of the wallet; it is the one of its first credit.',
  },
  'amount-invalid': {
    meaning:
      'An amount is a decimal text above zero with at most 12 digits before and 6 behind the point, with an ISO 4217 code.',
    remedy: 'Write it like `25.00` and `EUR`.',
  },
  'reference-invalid': {
    meaning: 'A movement of credit carries a reference of 1 to 200 characters, so that it counts once.',
    remedy: 'Give the number of the payment, or another text that names it.',
  },
  'reference-reused': {
    meaning: 'This reference was used before, for another movement of credit.',
    remedy: 'Use a new reference for a new movement; repeat the very same one to change nothing.',
  },
} satisfies ErrorCatalogue;

export type WalletErrorCode = keyof typeof walletErrors;

export const refuseWallet = refusalsOf(walletErrors);
