import type { StationProfile } from '../stations/station-profile.ts';

/** For whom, or where, a tariff is what is paid. */
export type TariffScope =
  | { readonly kind: 'account'; readonly id: string }
  /** Drivers who share a group token; `id` is the token's data subject, never the token. */
  | { readonly kind: 'driver-group'; readonly id: string }
  | { readonly kind: 'station'; readonly id: string }
  | { readonly kind: 'station-group'; readonly id: string }
  | { readonly kind: 'site'; readonly id: string }
  | { readonly kind: 'everybody' };

/** `site-north`, `everybody`: how the scope is called in the name of its stream. */
export const scopeName = (scope: TariffScope): string => ('id' in scope ? `${scope.kind}-${scope.id}` : scope.kind);

/**
 * The scopes that a session is in, the one that counts most first.
 *
 * Who is nearer to the driver comes before who is nearer to the place, and the smaller place before the larger: account, group of
 * drivers, station, groups of the station in their order, site, everybody.
 */
export function scopesFor(session: {
  readonly stationId: string;
  readonly station: StationProfile;
  readonly accountId?: string;
  /** The data subject of the group token. */
  readonly driverGroup?: string;
}): readonly TariffScope[] {
  const { stationId, station, accountId, driverGroup } = session;
  return [
    ...(accountId === undefined ? [] : [{ kind: 'account', id: accountId } as const]),
    ...(driverGroup === undefined ? [] : [{ kind: 'driver-group', id: driverGroup } as const]),
    { kind: 'station', id: stationId },
    ...station.groups.map((id) => ({ kind: 'station-group', id }) as const),
    ...(station.siteId === undefined ? [] : [{ kind: 'site', id: station.siteId } as const]),
    { kind: 'everybody' },
  ];
}
