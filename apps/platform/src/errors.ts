import { faultsOf } from '@wattledger/kernel';
import type { ErrorCatalogue } from '@wattledger/kernel';

/** Why the platform does not start. */
export const platformErrors = {
  'settings-invalid': {
    meaning: 'One or more environment variables cannot be used as they are.',
    remedy: 'Correct the environment variables named above; README.md lists them all.',
  },
  'node-too-old': {
    meaning: 'This Node.js is too old for the platform.',
    remedy: 'Start it with `npm start`: npm ci has installed the right one.',
  },
  'port-unusable': {
    meaning: 'A port that the platform is to listen on cannot be opened.',
    remedy: 'Stop whatever uses the port, or set another with WATTLEDGER_HTTP_PORT and WATTLEDGER_OCPP_PORT.',
  },
  'tls-files-unusable': {
    meaning: 'The files of the certificates cannot be read, or do not belong together.',
    remedy:
      'Correct what the message names: WATTLEDGER_TLS_CERT_FILE, WATTLEDGER_TLS_KEY_FILE and WATTLEDGER_STATION_CA_FILE are PEM files.',
  },
  'host-unknown': {
    meaning: 'WATTLEDGER_HOST names no address of this machine.',
    remedy: 'Use `localhost`, `0.0.0.0` for all addresses, or one that the machine has.',
  },
  'console-not-built': {
    meaning: 'The files of the console are not there.',
    remedy: 'Run `npm run build`, or leave `console` out of WATTLEDGER_ROLES.',
  },
} satisfies ErrorCatalogue;

export const platformFault = faultsOf(platformErrors);
