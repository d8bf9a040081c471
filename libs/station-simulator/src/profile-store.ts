import type { ChargingProfile, ProfilePurpose } from './charging-profiles.ts';

export interface ProfileCriteria {
  readonly id?: number;
  readonly evseId?: number;
  readonly purpose?: ProfilePurpose;
  readonly stackLevel?: number;
}

/** The charging profiles a station has been given. */
export class ProfileStore {
  #profiles: ChargingProfile[] = [];

  get list(): readonly ChargingProfile[] {
    return this.#profiles;
  }

  /** Replaces the one with the same id, and the one with the same place, purpose and stack level. */
  add(profile: ChargingProfile): void {
    const samePlace = ({ evseId, purpose, stackLevel }: ChargingProfile) =>
      evseId === profile.evseId && purpose === profile.purpose && stackLevel === profile.stackLevel;
    this.#profiles = [...this.#profiles.filter((other) => other.id !== profile.id && !samePlace(other)), profile];
  }

  /** Profiles that meet every criterion given. */
  find({ id, evseId, purpose, stackLevel }: ProfileCriteria): ChargingProfile[] {
    return this.#profiles.filter(
      (profile) =>
        (id === undefined || profile.id === id) &&
        (evseId === undefined || profile.evseId === evseId) &&
        (purpose === undefined || profile.purpose === purpose) &&
        (stackLevel === undefined || profile.stackLevel === stackLevel),
    );
  }

  /** How many were removed. */
  clear(criteria: ProfileCriteria): number {
    const removed = new Set(this.find(criteria));
    this.#profiles = this.#profiles.filter((profile) => !removed.has(profile));
    return removed.size;
  }

  /** Transaction profiles end with their transaction. */
  transactionEnded(evseId: number): void {
    this.#profiles = this.#profiles.filter((profile) => profile.purpose !== 'transaction' || profile.evseId !== evseId);
  }
}
