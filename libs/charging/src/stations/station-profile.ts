import type { Setting } from '../settings/setting.ts';

/** What an operator has said of a station: where it stands and how stations are taken together. */
export interface StationProfile {
  /** The site it stands at. */
  readonly siteId?: string;
  /** The groups it is in, such as `fast` or `staff-only`. */
  readonly groups: readonly string[];
  /** IANA name of the time zone it stands in, such as `Europe/Madrid`; tariffs go by it. */
  readonly timeZone: string;
  /**
   * What it is to be set to as a whole, after its station, group, site and all; absent: nothing. Where one EVSE is to be told of a
   * setting: what that EVSE is to be set to.
   */
  readonly settings?: readonly Setting[];
}

/** Of a station nobody has said anything about. */
export const unplacedStation: StationProfile = { groups: [], timeZone: 'UTC' };

/** Where a station stands. */
export interface ProfileEvents {
  // In profile-<stationId>.
  StationPlaced: {
    readonly stationId: string;
    readonly siteId?: string;
    readonly groups: readonly string[];
    readonly timeZone: string;
    readonly by: string;
  };
}
