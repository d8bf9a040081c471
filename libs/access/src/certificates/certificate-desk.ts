import { X509Certificate } from 'node:crypto';
import { serialNumberOf } from '@wattledger/charging';
import type { Command } from '@wattledger/charging';
import { isRefusal } from '@wattledger/kernel';
import type { Refusal } from '@wattledger/kernel';
import { refuseAccess } from '../errors.ts';
import type { StationCredentialStreams } from '../stations/station-credentials.ts';
import type { CertificateAuthority, CertificateType } from './certificate-authority.ts';
import { pemBlocks } from './local-authority.ts';
import { readCsr } from './read-csr.ts';

/** What a station asks for with SignCertificate. */
export interface CertificateRequest {
  readonly stationId: string;
  readonly csr: string;
  /** Absent: the connection to the platform. */
  readonly type?: string;
  /** 2.1; goes back with the certificate. */
  readonly requestId?: number;
  /** Names the request: whatever happens, one certificate is sent for it. */
  readonly key: string;
}

/** Where commands are asked for; the command desk is one. */
export interface CommandAsker {
  request(request: {
    stationId: string;
    command: Command;
    requestedBy: string;
    reason: string;
    commandId: string;
    waitForStation: boolean;
    expiresInSeconds: number;
  }): Promise<object | Refusal>;
}

export interface CertificateDeskParts {
  readonly credentials: StationCredentialStreams;
  readonly commands: CommandAsker;
  /** Nothing is signed where there is none. */
  readonly authority: CertificateAuthority | undefined;
  readonly organisation: string | undefined;
  /** `commandIdOf` of the commands. */
  readonly commandIdOf: (requestedBy: string, key: string) => string;
}

const WAITS_SECONDS = 7 * 24 * 3_600;
const LONGEST_CHAIN = 10_000;

/** Certificates that stations ask for (security whitepaper and OCPP 2.0.1 part 2, A02 and A03). */
export class CertificateDesk {
  private readonly parts: CertificateDeskParts;

  constructor(parts: CertificateDeskParts) {
    this.parts = parts;
  }

  /** Whether a request will be signed. @returns why not */
  async judge({ stationId, csr, type }: CertificateRequest): Promise<Refusal | undefined> {
    const { authority, organisation } = this.parts;
    if (!authority) return refuseAccess('certificate-authority-missing');
    if (!typeOf(type, authority)) return refuseAccess('certificate-type-not-signed', `No ${type} is signed here.`);
    const request = await readCsr(csr, { stationId, organisation });
    return isRefusal(request) ? request : undefined;
  }

  /** Has a request signed that was judged to be good, and the certificate brought to the station. What comes of it is an event. */
  async issue(request: CertificateRequest): Promise<void> {
    const { credentials } = this.parts;
    const { stationId } = request;
    const signed = await this.sign(request);
    if (isRefusal(signed)) {
      const { code, message } = signed;
      return credentials.note(stationId, { type: 'StationCertificateNotIssued', data: { stationId, code, why: message } });
    }
    const commandId = this.parts.commandIdOf('platform', `${stationId} certificate ${request.key}`);
    const { serialNumber, fingerprint256, subject, issuer, validFrom, validTo } = signed.certificate;
    const data = {
      stationId,
      serialNumber: serialNumberOf(serialNumber),
      fingerprint: fingerprint256,
      subject: oneLine(subject),
      issuer: oneLine(issuer),
      notBefore: new Date(validFrom).toISOString(),
      notAfter: new Date(validTo).toISOString(),
      commandId,
    };
    // Recorded first: a certificate that is out there must be one that can be revoked.
    await credentials.note(stationId, { type: 'StationCertificateIssued', data });
    const { requestId, type } = request;
    await this.parts.commands.request({
      stationId,
      command: {
        name: 'SendCertificate',
        certificateChain: signed.chain,
        ...(type !== undefined && { certificateType: type }),
        ...(requestId !== undefined && { requestId }),
      },
      requestedBy: 'platform',
      reason: 'the station has asked for a certificate',
      commandId,
      waitForStation: true,
      expiresInSeconds: WAITS_SECONDS,
    });
  }

  private async sign({ stationId, csr, type }: CertificateRequest): Promise<Signed | Refusal> {
    const { authority } = this.parts;
    if (!authority) return refuseAccess('certificate-authority-missing');
    try {
      const known = typeOf(type, authority);
      if (!known) return refuseAccess('certificate-type-not-signed');
      const signed = await authority.sign(csr, stationId, known);
      if (isRefusal(signed)) return signed;
      const [leaf = ''] = pemBlocks(signed.chain);
      if (signed.chain.length > LONGEST_CHAIN)
        return refuseAccess('certificate-authority-failed', `The chain is longer than ${LONGEST_CHAIN} characters.`);
      return { chain: signed.chain, certificate: new X509Certificate(leaf) };
    } catch (error) {
      return refuseAccess('certificate-authority-failed', error instanceof Error ? error.message : String(error));
    }
  }
}

interface Signed {
  readonly chain: string;
  readonly certificate: X509Certificate;
}

/** What is asked for, where the authority signs it. */
const typeOf = (type = 'ChargingStationCertificate', { types }: CertificateAuthority): CertificateType | undefined =>
  types.find((known) => known === type);

const oneLine = (name: string): string => name.split('\n').join(', ');
