import { randomBytes } from 'node:crypto';
import {
  credentialStream,
  evolveCredentials,
  idInStream,
  judgePassword,
  noCredentials,
  serialNumberOf,
} from '@wattledger/charging';
import type { PlatformEvent, SecurityProfile, StationCredentials } from '@wattledger/charging';
import { FoldedStreams, newEvent } from '@wattledger/event-log';
import type { Ledger } from '@wattledger/event-log';
import { instantOf, isRefusal } from '@wattledger/kernel';
import type { Clock, Refusal } from '@wattledger/kernel';
import { refuseAccess } from '../errors.ts';
import type { SecretHasher } from '../secrets.ts';

/** What became of a command that may have brought a station a password or a certificate. */
export interface CommandOutcome {
  readonly stationId: string;
  readonly commandId: string;
  /** `not-sent`: the station has surely never seen it. `unanswered`: nobody knows. */
  readonly outcome: 'accepted' | 'rejected' | 'not-sent' | 'unanswered';
}

/** What a password is good for. Stations send keys as text or as the bytes their hexadecimal digits stand for. */
export type PasswordCheck =
  { readonly outcome: 'accepted'; readonly sentAs: 'text' | 'bytes' } | { readonly outcome: 'refused' | 'no-credentials-set' };

const SHORTEST_PASSWORD = 16;
const LONGEST_PASSWORD = 64;
/** Passwords that may be on their way to one station at once. */
const MOST_ROTATIONS = 5;

/**
 * A password that suits every version: 40 hexadecimal digits are the key of 20 bytes that OCPP 1.6 asks for, and no more than
 * the `passwordString` of 2.0.1 may hold.
 */
export const newStationPassword = (): string => randomBytes(20).toString('hex');

/**
 * What stations prove themselves with: passwords, of which hashes are kept alone, certificates, and the profile that is asked
 * of them. A short stream per station, `credential-<stationId>`.
 *
 * Call {@link follow} once, so that what is changed anywhere holds everywhere.
 */
export class StationCredentialStreams {
  private readonly ledger: Ledger;
  private readonly hasher: SecretHasher;
  private readonly clock: Clock;
  private readonly streams: FoldedStreams<StationCredentials>;
  private readonly listeners = new Set<(stationId: string) => void>();

  constructor(ledger: Ledger, hasher: SecretHasher, clock: Clock) {
    this.ledger = ledger;
    this.hasher = hasher;
    this.clock = clock;
    this.streams = new FoldedStreams(ledger, {
      category: 'credential',
      // Types and data of these streams are this platform's own.
      evolve: (state, { type, data, metadata }) => evolveCredentials(state, { type, data } as PlatformEvent, metadata.recordedAt),
    });
  }

  /** Forgets what others change, until the signal. */
  async follow(signal: AbortSignal): Promise<void> {
    const filter = { streamPrefixes: [credentialStream('')] };
    for await (const { events } of this.ledger.log.subscribe({ after: await this.ledger.log.head(), filter, signal })) {
      for (const { stream } of events) this.changed(stream);
    }
  }

  /**
   * Tells whose credentials have changed, whoever did it; {@link follow} must run.
   *
   * @returns a function that ends it
   */
  onChanged(listener: (stationId: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async of(stationId: string): Promise<StationCredentials> {
    return (await this.streams.get(stationId)) ?? noCredentials;
  }

  /** Sets or replaces the password with which a station must connect. @returns the password, made if none was given. */
  async setPassword(stationId: string, password: string | undefined, by: string): Promise<{ password: string } | Refusal> {
    const chosen = password ?? newStationPassword();
    if (chosen.length < SHORTEST_PASSWORD) return refuseAccess('password-too-short');
    if (chosen.length > LONGEST_PASSWORD) return refuseAccess('password-too-long');
    await this.add(stationId, by, () => [
      { type: 'StationCredentialSet', data: { stationId, passwordHash: this.hasher.hash(chosen) } },
    ]);
    return { password: chosen };
  }

  /** @returns a refusal `station-has-no-credentials` */
  async revokePassword(stationId: string, by: string): Promise<Refusal | undefined> {
    return this.add(stationId, by, ({ passwordHash, rotations }) =>
      passwordHash === undefined && rotations.length === 0
        ? refuseAccess('station-has-no-credentials', `The station ${stationId} has no credentials.`)
        : [{ type: 'StationCredentialRevoked', data: { stationId } }],
    );
  }

  /** Holds what a station shows against what was set for it, and notes what that tells of a password on its way to it. */
  async checkPassword(stationId: string, password: Buffer | undefined): Promise<PasswordCheck> {
    const sentAs = new Map<string, 'text' | 'bytes'>();
    const matches = (hash: string): boolean => {
      if (password === undefined) return false;
      const hex = password.toString('hex');
      const isText = this.hasher.matches(password, hash);
      if (!isText && !this.hasher.matches(hex, hash) && !this.hasher.matches(hex.toUpperCase(), hash)) return false;
      sentAs.set(hash, isText ? 'text' : 'bytes');
      return true;
    };
    const { outcome, ended } = judgePassword(await this.of(stationId), matches, this.clock());
    if (outcome !== 'accepted') return { outcome };
    if (ended.length > 0) {
      await this.add(stationId, undefined, (state) =>
        judgePassword(state, matches, this.clock()).ended.map(({ commandId, because }) => ({
          type: 'StationPasswordRotationEnded',
          data: { stationId, commandId, because },
        })),
      );
    }
    return { outcome, sentAs: [...sentAs.values()].at(-1) ?? 'text' };
  }

  /** Makes a new password good beside the old one. @returns a refusal `rotation-under-way` */
  async startRotation(
    stationId: string,
    rotation: { commandId: string; password: string; graceUntil: Date; by: string; reason?: string },
  ): Promise<Refusal | undefined> {
    const { commandId, password, graceUntil, by, reason } = rotation;
    const passwordHash = this.hasher.hash(password);
    const data = { stationId, passwordHash, commandId, graceUntil: instantOf(graceUntil), by, ...(reason && { reason }) };
    return this.add(stationId, by, ({ rotations }) =>
      rotations.length >= MOST_ROTATIONS
        ? refuseAccess('rotation-under-way', `${MOST_ROTATIONS} new passwords are on their way to ${stationId}.`)
        : [{ type: 'StationPasswordRotationStarted', data }],
    );
  }

  /** From now on a lower profile is refused, whatever the settings allow. */
  async requireProfile(stationId: string, profile: SecurityProfile, by?: string): Promise<void> {
    await this.add(stationId, by, ({ requiredProfile }) => {
      const isNew = by === undefined ? profile > requiredProfile : profile !== requiredProfile;
      const because = by === undefined ? 'connected' : 'asked';
      return isNew ? [{ type: 'StationSecurityProfileRequired', data: { stationId, profile, because, ...(by && { by }) } }] : [];
    });
  }

  /** Makes a certificate good for nothing. It need not be one that the platform had signed. @returns a refusal `certificate-revoked` */
  async revokeCertificate(stationId: string, serialNumber: string, by: string, reason?: string): Promise<Refusal | undefined> {
    const serial = serialNumberOf(serialNumber);
    if (!/^[0-9A-F]{1,40}$/.test(serial)) return refuseAccess('certificate-serial-invalid');
    return this.add(stationId, by, ({ certificates }) =>
      certificates.some((each) => each.serialNumber === serial && each.revokedAt)
        ? refuseAccess('certificate-revoked', `The certificate ${serial} of ${stationId} was revoked before.`)
        : [{ type: 'StationCertificateRevoked', data: { stationId, serialNumber: serial, by, ...(reason && { reason }) } }],
    );
  }

  /** Notes what became of a request for a certificate. */
  async note(
    stationId: string,
    event: Extract<PlatformEvent, { type: 'StationCertificateIssued' | 'StationCertificateNotIssued' }>,
  ): Promise<void> {
    await this.add(stationId, undefined, () => [event]);
  }

  /** Notes what became of a command that brought a password or a certificate; any other is none of ours. */
  async heed({ stationId, commandId, outcome }: CommandOutcome): Promise<void> {
    await this.add(stationId, undefined, ({ rotations, certificates }): readonly PlatformEvent[] => {
      const rotation = rotations.find((each) => each.commandId === commandId);
      if (rotation && outcome === 'accepted')
        return rotation.accepted ? [] : [{ type: 'StationPasswordRotationAccepted', data: { stationId, commandId } }];
      // A command that expired was never sent; one that was refused neither.
      if (rotation && (outcome === 'rejected' || outcome === 'not-sent'))
        return [{ type: 'StationPasswordRotationEnded', data: { stationId, commandId, because: outcome } }];
      const certificate = certificates.find((each) => each.commandId === commandId && each.taken === undefined);
      if (!certificate || outcome === 'unanswered') return [];
      const { serialNumber } = certificate;
      const taken = outcome === 'accepted';
      return [{ type: 'StationCertificateAnswered', data: { stationId, serialNumber, taken } }];
    });
  }

  private async add(
    stationId: string,
    actor: string | undefined,
    decide: (state: StationCredentials) => readonly PlatformEvent[] | Refusal,
  ): Promise<Refusal | undefined> {
    const done = await this.streams.decide(stationId, (state) => {
      const decided = decide(state ?? noCredentials);
      return isRefusal(decided) ? decided : decided.map(({ type, data }) => newEvent(type, data, actor ? { actor } : {}));
    });
    return isRefusal(done) ? done : undefined;
  }

  private changed(stream: string): void {
    this.streams.forget(stream);
    const stationId = idInStream('credential', stream);
    if (stationId === undefined) return;
    for (const tell of this.listeners) tell(stationId);
  }
}
