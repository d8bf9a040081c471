import { refusalsOf } from '@wattledger/kernel';
import type { ErrorCatalogue } from '@wattledger/kernel';

/** Why a key or a credential could not be made, changed or used. */
export const accessErrors = {
  'api-key-unknown': {
    meaning: 'There is no such API key.',
    remedy: 'List the keys with the query `apiKeys` and use an id from there.',
  },
  'api-key-revoked': {
    meaning: 'This API key was revoked before.',
    remedy: 'Nothing is left to do; make a new key where one is needed.',
  },
  'password-too-short': {
    meaning: 'A station password needs at least 16 characters (OCPP security whitepaper, A00.FR.205).',
    remedy: 'Leave the password out and a strong one is made for you.',
  },
  'password-too-long': {
    meaning: 'A station password has at most 64 characters.',
    remedy: 'Use a shorter password; stations of OCPP 1.6 take 40 hexadecimal characters.',
  },
  'station-has-no-credentials': {
    meaning: 'This station has no credentials that could be revoked.',
    remedy: 'Check the id; credentials are set with `setStationCredentials`.',
  },
  'site-name-invalid': {
    meaning: 'A site is called by 1 to 100 letters, digits, blanks and any of `. _ : / -`, a letter or digit first.',
    remedy: 'Use another name, or leave the site out.',
  },
  'group-name-invalid': {
    meaning: 'A group is called by 1 to 100 letters, digits, blanks and any of `. _ : / -`; a station is in at most 50.',
    remedy: 'Use another name, or fewer groups.',
  },
  'time-zone-unknown': {
    meaning: 'There is no such time zone.',
    remedy: 'Use a name of the IANA time zone database, such as `Europe/Madrid`.',
  },
} satisfies ErrorCatalogue;

export const refuseAccess = refusalsOf(accessErrors);
