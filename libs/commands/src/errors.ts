import { refusalsOf } from '@wattledger/kernel';
import type { ErrorCatalogue } from '@wattledger/kernel';

/** Why a command was not taken, or not sent. */
export const commandErrors = {
  'idempotency-key-reused': {
    meaning: 'This idempotency key was used before, for another command.',
    remedy: 'Use a new key for a new command; repeat the very same command to get its first outcome.',
  },
  'command-expiry-invalid': {
    meaning: 'A command may wait between 1 second and 30 days.',
    remedy: 'Give `expiresInSeconds` a value from 1 to 2592000.',
  },
  'answer-timeout-invalid': {
    meaning: 'A station may be given between 1 second and 10 minutes to answer.',
    remedy: 'Give `answerTimeoutSeconds` a value from 1 to 600.',
  },
  'station-not-connected': {
    meaning: 'The station is not connected, and the command was not to wait for it.',
    remedy: 'Ask again with `waitForStation: true`, or when the station is back.',
  },
  'command-not-in-version': {
    meaning: 'The OCPP version that the station speaks has no such call.',
    remedy: 'See the version of the station; `sendCall` takes any action of that version.',
  },
  'command-incomplete': {
    meaning: 'The OCPP version that the station speaks needs more than the command says.',
    remedy: 'Add what the message names.',
  },
  'payload-invalid': {
    meaning: 'The payload does not match the official schema of the action.',
    remedy: 'Correct the field that the message names; the schemas are those of the Open Charge Alliance.',
  },
} satisfies ErrorCatalogue;

export const refuseCommand = refusalsOf(commandErrors);
