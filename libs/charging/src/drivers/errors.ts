import { refusalsOf } from '@wattledger/kernel';
import type { ErrorCatalogue } from '@wattledger/kernel';

/** Why an account, a token, a log-in or a grant is refused. */
export const driverErrors = {
  'account-unknown': { meaning: 'There is no such account.', remedy: 'List the accounts with the query `accounts`.' },
  'account-closed': { meaning: 'The account is closed for good.', remedy: 'Open a new account for its holder.' },
  'account-blocked': { meaning: 'The account is blocked.', remedy: 'Unblock it first, or ask the operator to do so.' },
  'account-not-blocked': { meaning: 'The account is not blocked.', remedy: 'Nothing is left to do.' },
  'user-name-taken': { meaning: 'Another account has this user name.', remedy: 'Choose another user name.' },
  'user-name-invalid': {
    meaning: 'A user name has 1 to 100 characters, none of them a control character.',
    remedy: 'Choose another user name; case does not count.',
  },
  'account-password-weak': {
    meaning: 'A password has 10 to 128 characters and is not the user name.',
    remedy: 'Choose a longer password.',
  },
  'pin-invalid': { meaning: 'A PIN has 6 to 20 digits or letters.', remedy: 'Choose another PIN.' },
  'pin-unusable': { meaning: 'This PIN cannot be used.', remedy: 'Choose another PIN.' },
  'log-in-refused': {
    meaning: 'The user name and the password do not belong together, or the account is not active.',
    remedy: 'Check both; the operator can set a new password.',
  },
  'log-in-locked': {
    meaning: 'Too many attempts have failed.',
    remedy: 'Wait a while and try again; each further lock takes longer.',
  },
  'log-in-busy': { meaning: 'Too many people log in at this moment.', remedy: 'Try again in a few seconds.' },
  'token-unknown': { meaning: 'No such token was issued.', remedy: 'List the tokens with the query `tokens`.' },
  'token-exists': { meaning: 'This token was issued before and is still good.', remedy: 'Change it, or revoke it first.' },
  'token-revoked': { meaning: 'The token was revoked for good.', remedy: 'Issue it anew.' },
  'token-blocked': { meaning: 'The token is blocked already.', remedy: 'Nothing is left to do.' },
  'token-not-blocked': { meaning: 'The token is not blocked.', remedy: 'Nothing is left to do.' },
  'token-invalid': {
    meaning: 'A token has 1 to 36 characters, none of them a blank or a control character.',
    remedy: 'Correct what the message names.',
  },
  'grant-invalid': {
    meaning: 'The charging token was not made here, was changed, or is too old.',
    remedy: 'Ask for a new one with `requestChargingToken`.',
  },
  'grant-used': { meaning: 'The charging token was used before.', remedy: 'Ask for a new one with `requestChargingToken`.' },
} satisfies ErrorCatalogue;

export const refuseDriver = refusalsOf(driverErrors);
