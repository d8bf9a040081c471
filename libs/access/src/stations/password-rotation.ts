import { randomUUID } from 'node:crypto';
import { isRefusal } from '@wattledger/kernel';
import type { Clock, Refusal } from '@wattledger/kernel';
import type { Command } from '@wattledger/charging';
import type { CommandAsker } from '../certificates/certificate-desk.ts';
import { newStationPassword } from './station-credentials.ts';
import type { StationCredentialStreams } from './station-credentials.ts';

export interface RotationStarted {
  readonly commandId: string;
  readonly graceUntil: Date;
}

export interface PasswordRotationParts {
  readonly credentials: StationCredentialStreams;
  readonly commands: CommandAsker;
  readonly clock: Clock;
  /** How long the old password stays good after the station has accepted the new one without showing it. */
  readonly graceSeconds: number;
}

/** Gives stations new passwords (security whitepaper and OCPP 2.0.1 part 2, A01). Nobody sees them but the station. */
export class PasswordRotations {
  private readonly parts: PasswordRotationParts;

  constructor(parts: PasswordRotationParts) {
    this.parts = parts;
  }

  /**
   * Makes a new password good beside the old one, and tells the station: a crash in between leaves a password that nobody has.
   *
   * @returns a refusal `rotation-under-way`, or one of the command desk
   */
  async start(stationId: string, by: string, reason?: string): Promise<RotationStarted | Refusal> {
    const { credentials, commands, clock, graceSeconds } = this.parts;
    const password = newStationPassword();
    const commandId = randomUUID();
    const graceUntil = new Date(clock().getTime() + graceSeconds * 1_000);
    const refusal = await credentials.startRotation(stationId, { commandId, password, graceUntil, by, reason });
    if (refusal) return refusal;
    const command: Command = { name: 'SetPassword', password };
    const asked = await commands.request({
      stationId,
      command,
      requestedBy: by,
      reason: reason ?? 'the password is rotated',
      commandId,
      waitForStation: true,
      expiresInSeconds: graceSeconds,
    });
    if (!isRefusal(asked)) return { commandId, graceUntil };
    await credentials.heed({ stationId, commandId, outcome: 'not-sent' });
    return asked;
  }
}
