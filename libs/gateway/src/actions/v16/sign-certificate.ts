import { action16 } from '../action.ts';

/** A station wants a certificate (security whitepaper, A02). There is no certificate authority to ask yet. */
export const signCertificate = action16('SignCertificate', () => ({ reply: { status: 'Rejected' } }));
