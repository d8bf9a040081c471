import type { Refusal } from '@wattledger/kernel';
import type { Afterwards, CallContext } from './action.ts';
import { withoutUndefined } from './common.ts';
import type { Decision } from '../exchange.ts';

/** As a station asks for a certificate, in whatever version. */
interface Asked {
  readonly csr: string;
  readonly certificateType?: string;
  readonly requestId?: number;
}

export interface SigningDecided {
  readonly refusal: Refusal | undefined;
  readonly decided: readonly Decision[];
  readonly errands: readonly Afterwards[];
}

/**
 * Whether a station will get a certificate; signed and sent once that is recorded, because an authority may take its time
 * (security whitepaper and OCPP 2.0.1 part 2, A02: a station that waits in vain asks again).
 */
export async function decideSigning(context: CallContext, asked: Asked): Promise<SigningDecided> {
  const { certificates, stationId, messageId, receivedAt } = context;
  const { csr, certificateType, requestId } = asked;
  const request = { stationId, csr, type: certificateType, requestId, key: `${receivedAt} ${messageId}` };
  const refusal = await certificates.judge(request);
  const data = withoutUndefined({
    outcome: refusal ? 'rejected' : 'accepted',
    certificateType: certificateType ?? 'ChargingStationCertificate',
    code: refusal?.code,
    why: refusal?.message,
  });
  return {
    refusal,
    decided: [{ type: 'CertificateSigningDecided', data }],
    errands: refusal ? [] : [() => certificates.issue(request)],
  };
}
