import { platformData, profileStream, unplacedStation } from '@wattledger/charging';
import type { StationProfile } from '@wattledger/charging';
import { FoldedStreams, newEvent } from '@wattledger/event-log';
import type { Ledger, RecordedEvent } from '@wattledger/event-log';
import { isRefusal } from '@wattledger/kernel';
import type { JsonObject, Refusal } from '@wattledger/kernel';
import { refuseAccess } from '../errors.ts';

/** Where somebody says a station stands. */
export interface StationPlace {
  readonly stationId: string;
  readonly siteId?: string;
  readonly groups: readonly string[];
  readonly timeZone: string;
}

const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._:/-]{0,99}$/u;
const MOST_GROUPS = 50;

/**
 * Where stations stand: their site, their groups, their time zone. A short stream per station, `profile-<stationId>`.
 *
 * Call {@link follow} once, so that a station placed elsewhere stands there for everybody.
 */
export class StationProfiles {
  private readonly ledger: Ledger;
  private readonly profiles: FoldedStreams<StationProfile>;

  constructor(ledger: Ledger) {
    this.ledger = ledger;
    this.profiles = new FoldedStreams(ledger, { category: 'profile', evolve: evolveProfile });
  }

  /** Forgets what others change, until the signal. */
  async follow(signal: AbortSignal): Promise<void> {
    const filter = { streamPrefixes: [profileStream('')] };
    for await (const { events } of this.ledger.log.subscribe({ after: await this.ledger.log.head(), filter, signal })) {
      for (const { stream } of events) this.profiles.forget(stream);
    }
  }

  /** A station that nobody has placed stands nowhere, in no group, and goes by UTC. */
  async of(stationId: string): Promise<StationProfile> {
    return (await this.profiles.get(stationId)) ?? unplacedStation;
  }

  /**
   * Says where a station stands; it need not have connected yet. What was said before is replaced.
   *
   * @returns a refusal `site-name-invalid`, `group-name-invalid` or `time-zone-unknown`
   */
  async place(place: StationPlace, by: string): Promise<StationProfile | Refusal> {
    const refusal = refusalOf(place);
    if (refusal) return refusal;
    const { stationId, siteId, timeZone } = place;
    const groups = [...new Set(place.groups)].sort();
    const said = { stationId, ...(siteId !== undefined && { siteId }), groups, timeZone, by };
    const placed = await this.profiles.decide(stationId, (now) =>
      now && isSame(now, said) ? [] : [newEvent('StationPlaced', said, { actor: by })],
    );
    return isRefusal(placed) ? placed : (placed.state ?? unplacedStation);
  }
}

function refusalOf({ siteId, groups, timeZone }: StationPlace): Refusal | undefined {
  if (siteId !== undefined && !NAME.test(siteId)) return refuseAccess('site-name-invalid');
  const odd = groups.find((group) => !NAME.test(group));
  if (odd !== undefined) return refuseAccess('group-name-invalid', `No group can be called ${JSON.stringify(odd)}.`);
  if (groups.length > MOST_GROUPS) return refuseAccess('group-name-invalid', `A station is in at most ${MOST_GROUPS} groups.`);
  return isTimeZone(timeZone) ? undefined : refuseAccess('time-zone-unknown', `There is no time zone ${timeZone}.`);
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const isSame = (one: StationProfile, other: StationProfile): boolean =>
  one.siteId === other.siteId && one.timeZone === other.timeZone && one.groups.join('\n') === other.groups.join('\n');

function evolveProfile(profile: StationProfile | undefined, event: RecordedEvent): StationProfile | undefined {
  if (event.type !== 'StationPlaced') return profile;
  const { siteId, groups, timeZone } = platformData('StationPlaced', event.data as JsonObject);
  return { ...(siteId !== undefined && { siteId }), groups, timeZone };
}
