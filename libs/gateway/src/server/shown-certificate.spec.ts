import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { noCredentials } from '@wattledger/charging';
import { certificateInHeader, checkedAgainst, faultOf } from './shown-certificate.ts';

// `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 36500 -subj "/CN=oak/O=Harbour"`, its key thrown away.
const pem = `-----BEGIN CERTIFICATE-----
MIIBlzCCAT2gAwIBAgIUeqqCmJIDFWHb5/MIZhKNdO0+ZQMwCgYIKoZIzj0EAwIw
IDEMMAoGA1UEAwwDb2FrMRAwDgYDVQQKDAdIYXJib3VyMCAXDTI2MTEyNTIzMDc0
OFoYDzIxMjYxMTAxMjMwNzQ4WjAgMQwwCgYDVQQDDANvYWsxEDAOBgNVBAoMB0hh
cmJvdXIwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQ8dqPn+2MTg5jxORkcAKbv
S8ocMhiMAuZVuf1DyWDfm70A03Lvew9JPFYKFJu8bO3/AGQ331fUHLXb6ZlPN4de
o1MwUTAdBgNVHQ4EFgQU+/gu5UZVOn6cTOxYYUwfLZDfbnAwHwYDVR0jBBgwFoAU
+/gu5UZVOn6cTOxYYUwfLZDfbnAwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQD
AgNIADBFAiEAhQ1AxQmKZIEb5vc2pR9xsorHjLHg8l7zeUIWPvqVBeoCIC/Zph7S
USwgRfsDXgunJxANeIwpwhjeeZfd3okcCTd0
-----END CERTIFICATE-----
`;
const certificate = new X509Certificate(pem);
const escaped = encodeURIComponent(pem);
const der = certificate.raw.toString('base64');
const now = new Date('2030-01-01T00:00:00Z');

describe('a certificate that a proxy hands on', () => {
  it.each([
    ['client-cert', `:${der}:`],
    ['x-ssl-client-cert', escaped],
    ['x-forwarded-client-cert', `By=spiffe://proxy;Hash=ab12;Cert="${escaped}";Subject="CN=oak,O=Harbour";URI=`],
  ] as const)('is read from %s', (form, value) => {
    expect(certificateInHeader(form, value)?.certificate?.fingerprint256).toBe(certificate.fingerprint256);
  });

  it.each([
    ['client-cert', ''],
    ['x-ssl-client-cert', ' '],
    ['x-forwarded-client-cert', 'By=spiffe://proxy;Hash=ab12'],
  ] as const)('is none where the client showed none: %s', (form, value) => {
    expect(certificateInHeader(form, value)).toBeUndefined();
  });

  it.each([
    ['client-cert', `:${der}:, :${der}:`],
    ['client-cert', der],
    ['x-ssl-client-cert', `${escaped}${escaped}`],
    ['x-ssl-client-cert', `${escaped}, ${escaped}`],
    ['x-ssl-client-cert', '%E0%A4%A'],
    ['x-forwarded-client-cert', `Cert="${escaped}",Cert="${escaped}"`],
    ['x-forwarded-client-cert', `Cert="${escaped}",By=spiffe://proxy`],
    ['x-forwarded-client-cert', 'Cert="no certificate"'],
  ] as const)('is good for nothing where it is more than one, or none that can be read: %s %#', (form, value) => {
    const shown = certificateInHeader(form, value);
    expect(shown?.certificate).toBeUndefined();
    expect(shown?.problem).toContain('no certificate, or more than one');
  });

  it('needs an authority that has signed it', () => {
    expect(checkedAgainst({ certificate }, [certificate], now).problem).toBeUndefined();
    expect(checkedAgainst({ certificate }, [], now).problem).toBe('UNABLE_TO_GET_ISSUER_CERT');
  });
});

describe('a certificate proves', () => {
  const owner = { stationId: 'oak', organisation: undefined, credentials: noCredentials };

  it('that the station is the one it names, at the time it is valid', () => {
    expect(faultOf({ certificate }, owner, now)).toBeUndefined();
    expect(faultOf({ certificate }, { ...owner, stationId: 'Oak' }, now)).toContain('another station');
    expect(faultOf({ certificate }, { ...owner, organisation: 'Hill' }, now)).toContain('another organisation');
    expect(faultOf({ certificate }, { ...owner, organisation: 'Harbour' }, now)).toBeUndefined();
    expect(faultOf({ certificate }, owner, new Date('2020-01-01T00:00:00Z'))).toContain('not valid now');
    expect(faultOf({ certificate, problem: 'CERT_REVOKED' }, owner, now)).toContain('CERT_REVOKED');
  });

  it('nothing once it is revoked', () => {
    const revoked = { serialNumber: certificate.serialNumber.replace(/^0+/, ''), revokedAt: now.toISOString() };
    const credentials = { ...noCredentials, certificates: [revoked] };
    expect(faultOf({ certificate }, { ...owner, credentials }, now)).toContain('revoked');
  });
});
