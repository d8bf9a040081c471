import { action2, action21 } from '../action.ts';
import { decideSigning } from '../sign-certificate.ts';

/** OCPP's `statusInfo.additionalInfo` holds so many characters in 2.0.1. */
const LONGEST_INFO = 512;

/** Reason codes of OCPP 2.0.1, appendix 5. */
const reasonOf: Readonly<Record<string, string>> = {
  'certificate-authority-missing': 'NotEnabled',
  'certificate-type-not-signed': 'UnsupportedParam',
};

/**
 * A station wants a certificate (OCPP 2.0.1 part 2, A02). What needs a contract pool or a V2G PKI behind the platform, of which
 * there is none, is refused in the words each action has for it (use cases M01, M06).
 */
export const certificates2 = [
  action2('SignCertificate', async ({ csr, certificateType, requestId }, context) => {
    const { refusal, ...rest } = await decideSigning(context, { csr, certificateType, requestId });
    if (!refusal) return { ...rest, reply: { status: 'Accepted' } };
    const reasonCode = reasonOf[refusal.code] ?? 'InvalidCSR';
    const statusInfo = { reasonCode, additionalInfo: refusal.message.slice(0, LONGEST_INFO) };
    return { ...rest, reply: { status: 'Rejected', statusInfo } };
  }),
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
