import { action2, action21 } from '../action.ts';

/**
 * What needs a certificate authority or a contract pool behind the platform, of which there is none yet: refused in the
 * words each action has for it (OCPP 2.0.1, part 2, use cases A02, M01, M06).
 */
export const certificates2 = [
  action2('SignCertificate', () => ({ reply: { status: 'Rejected' } })),
  action2('Get15118EVCertificate', () => ({ reply: { status: 'Failed', exiResponse: '' } })),
  action2('GetCertificateStatus', () => ({ reply: { status: 'Failed' } })),
  action21('GetCertificateChainStatus', ({ certificateStatusRequests }) => ({
    reply: {
      certificateStatus: certificateStatusRequests.map(({ certificateHashData, source }) => ({
        certificateHashData,
        source,
        status: 'Failed',
        nextUpdate: new Date(0).toISOString(),
      })),
    },
  })),
];
