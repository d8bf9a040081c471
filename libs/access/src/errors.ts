import { faultsOf, refusalsOf } from '@wattledger/kernel';
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
  'rotation-under-way': {
    meaning: 'Several new passwords are on their way to this station already.',
    remedy: 'Wait until the station has connected with one of them, or set one with `setStationCredentials`.',
  },
  'certificate-serial-invalid': {
    meaning: 'A serial number of a certificate has 1 to 40 hexadecimal digits.',
    remedy: 'Use the one that `stationSecurity` shows, or that `openssl x509 -serial` prints.',
  },
  'certificate-revoked': {
    meaning: 'This certificate was revoked before.',
    remedy: 'Nothing is left to do.',
  },
  'certificate-authority-missing': {
    meaning: 'No certificate authority is set up, so no certificate can be signed.',
    remedy: 'Set WATTLEDGER_CA_CERT_FILE and WATTLEDGER_CA_KEY_FILE.',
  },
  'certificate-authority-failed': {
    meaning: 'The certificate authority could not sign.',
    remedy: 'See the message; the station asks again by itself.',
  },
  'certificate-type-not-signed': {
    meaning: 'This certificate authority signs certificates for the connection of stations to the platform only.',
    remedy: 'Certificates for vehicles (V2G) come from a V2G PKI; the station can be given one with `sendCall`.',
  },
  'csr-invalid': {
    meaning: 'The certificate request cannot be read, or its signature does not match its key.',
    remedy: 'See the message; the station has to make a new one (PKCS #10, PEM).',
  },
  'csr-of-another': {
    meaning: 'The certificate request is in the name of another station or organisation.',
    remedy: 'The CN must be the identity with which the station connects, and the O the one of the platform where that is set.',
  },
  'csr-key-weak': {
    meaning: 'The key of the certificate request is too weak: RSA from 2048 bits on, or P-256, P-384, P-521.',
    remedy: 'The station has to make a new key.',
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
  'tariff-unknown': {
    meaning: 'There is no such tariff, or no such version of it.',
    remedy: 'List them with the query `tariffs`; a version is added with `addTariffVersion`.',
  },
  'tariff-retired': {
    meaning: 'This tariff was retired: no new session is priced with it.',
    remedy: 'Use another tariff, or add a version to bring it back.',
  },
  'tariff-id-invalid': {
    meaning: 'The id of a tariff has 1 to 60 characters: letters, digits, `-`, `_` and `.`.',
    remedy: 'Choose another id; a name may hold anything.',
  },
  'tariff-name-invalid': {
    meaning: 'The name of a tariff has 1 to 100 characters.',
    remedy: 'Choose another name.',
  },
  'tariff-currency-invalid': {
    meaning: 'A currency is an ISO 4217 code such as EUR, and all versions of a tariff have the same.',
    remedy: 'Correct the code; for another currency make another tariff.',
  },
  'tariff-plugin-unknown': {
    meaning: 'No plugin of that id prices tariffs here.',
    remedy: 'Use the id of a plugin that is loaded and prices sessions, such as `flat-tariff`.',
  },
  'tariff-terms-invalid': {
    meaning: 'The plugin that prices with the tariff does not understand its terms.',
    remedy: 'Correct what the message names; the terms are described in the documentation of the plugin.',
  },
  'tariff-not-tellable': {
    meaning: 'Stations of OCPP 2.1 cannot be told of this tariff: it holds what their form has no words for.',
    remedy: 'Use a tariff without what the message names; the platform prices with this one all the same.',
  },
  'tariff-not-assigned': {
    meaning: 'Nothing is assigned there.',
    remedy: 'Nothing is left to do; see `tariffAssignments`.',
  },
  'price-unknown': {
    meaning: 'The session was never put to pricing: it has not ended, or its energy is not known.',
    remedy: 'Wait for its end; where its station never told of its registers, set an amount by hand.',
  },
  'price-not-given': {
    meaning: 'The plugin of the tariff gave no price.',
    remedy: 'See the message; correct the tariff or the plugin and ask again.',
  },
  'price-amount-invalid': {
    meaning: 'An amount is a decimal such as 7.43.',
    remedy: 'Write it with a point and at most 6 decimals.',
  },
  'price-reason-missing': {
    meaning: 'A price is corrected for a reason, of 1 to 500 characters.',
    remedy: 'Say why.',
  },
  'oidc-role-missing': {
    meaning: 'The bearer token is good, but none of its roles means anything here.',
    remedy: 'Give the user one of the roles in WATTLEDGER_OIDC_ROLES at the OpenID provider, or add theirs to that setting.',
  },
  'oidc-provider-unreachable': {
    meaning: 'The OpenID provider cannot be asked for its keys, so bearer tokens cannot be checked. API keys work on.',
    remedy:
      'Try again in some seconds; look whether the provider can be reached from the platform, and at WATTLEDGER_OIDC_ISSUER.',
  },
} satisfies ErrorCatalogue;

export const refuseAccess = refusalsOf(accessErrors);

export const accessFault = faultsOf(accessErrors);
