import type { StationCredentialStreams } from '@wattledger/access';
import { serialNumberOf } from '@wattledger/charging';
import type { SecurityProfile } from '@wattledger/charging';
import type { Clock } from '@wattledger/kernel';
import type { GatewaySettings } from '../settings.ts';
import type { Identity, RefusedHandshake } from './admission.ts';
import { faultOf } from './shown-certificate.ts';
import type { ShownCertificate } from './shown-certificate.ts';
import type { StationLine } from './station-line.ts';

/** Whoever has come so far is not let back without an operator's word; below, the password itself sees to it. */
const KEPT_FROM: SecurityProfile = 2;

export interface IdentificationParts {
  readonly credentials: StationCredentialStreams;
  readonly settings: GatewaySettings;
  readonly clock: Clock;
}

/**
 * Holds what a station shows against what is asked of it. A certificate is judged first: whoever shows one is judged by it, and
 * not let in by a password instead.
 */
export class Identification {
  private readonly parts: IdentificationParts;

  constructor(parts: IdentificationParts) {
    this.parts = parts;
  }

  async identify(stationId: string, line: StationLine, password: Buffer | undefined): Promise<Identity | RefusedHandshake> {
    const { credentials, settings } = this.parts;
    const identity = line.certificate
      ? await this.byCertificate(stationId, line.certificate)
      : await this.byPassword(stationId, line, password);
    if ('status' in identity) return identity;
    const { requiredProfile } = await credentials.of(stationId);
    const least = Math.max(requiredProfile, settings.security.minimumProfile);
    const { securityProfile } = identity;
    if (securityProfile < least) {
      const message = `This station must connect with security profile ${least}; this line is profile ${securityProfile}.`;
      return { status: 403, message };
    }
    return identity;
  }

  /**
   * Notes that a station has come so far. For new lines only: an operator who lets a station back must not be contradicted by the
   * line that is still open.
   */
  async keepTo(stationId: string, { securityProfile }: Identity): Promise<void> {
    if (securityProfile >= KEPT_FROM) await this.parts.credentials.requireProfile(stationId, securityProfile);
  }

  private async byCertificate(stationId: string, shown: ShownCertificate): Promise<Identity | RefusedHandshake> {
    const { credentials, settings, clock } = this.parts;
    const owner = {
      stationId,
      organisation: settings.security.organisation,
      credentials: await credentials.of(stationId),
    };
    const fault = faultOf(shown, owner, clock());
    if (fault !== undefined || !shown.certificate) return { status: 403, message: `This station is not let in: ${fault}.` };
    const certificateSerialNumber = serialNumberOf(shown.certificate.serialNumber);
    return { authentication: 'certificate', securityProfile: 3, certificateSerialNumber };
  }

  private async byPassword(
    stationId: string,
    { isEncrypted }: StationLine,
    password: Buffer | undefined,
  ): Promise<Identity | RefusedHandshake> {
    const { credentials, settings } = this.parts;
    const check = await credentials.checkPassword(stationId, password);
    if (check.outcome === 'accepted') {
      return { authentication: 'basic', securityProfile: isEncrypted ? 2 : 1, passwordSentAs: check.sentAs };
    }
    return check.outcome === 'no-credentials-set' && settings.allowUnauthenticatedStations
      ? { authentication: 'none', securityProfile: 0 }
      : { status: 401, message: 'This station must show its credentials (HTTP Basic, user is the station id).' };
  }
}
