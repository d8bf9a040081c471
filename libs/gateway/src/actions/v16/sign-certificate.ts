import { action16 } from '../action.ts';
import { decideSigning } from '../sign-certificate.ts';

/** A station wants a certificate for its connection (security whitepaper, A02). */
export const signCertificate = action16('SignCertificate', async ({ csr }, context) => {
  const { refusal, ...rest } = await decideSigning(context, { csr });
  return { ...rest, reply: { status: refusal ? 'Rejected' : 'Accepted' } };
});
