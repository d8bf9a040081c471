import type { Instant, Json, JsonObject } from '@wattledger/kernel';
import type { HeldProfile, HeldTariff, ProfilesAnswered, ProfilesReported, TariffsReported } from '../facts.ts';
import { flag, integer, number, object, objects, placeId, text } from './read.ts';

// What a station holds of what it was told: charging profiles (K09) and, in 2.1, tariffs (I09).

const integers = (value: Json | undefined): number[] =>
  Array.isArray(value) ? value.flatMap((each) => integer(each) ?? []) : [];

/** `GetChargingProfilesResponse`: that there are none, or that they are reported now; nothing where all were asked for. */
export function profilesAnswered(answer: JsonObject, receivedAt: Instant, call: JsonObject): ProfilesAnswered[] {
  const { status } = answer;
  const requestId = integer(call['requestId']);
  const profileIds = integers(object(call['chargingProfile'])['chargingProfileId']);
  if (requestId === undefined || profileIds.length === 0 || (status !== 'Accepted' && status !== 'NoProfiles')) return [];
  return [{ type: 'ProfilesAnswered', at: receivedAt, requestId, profileIds, reportsFollow: status === 'Accepted' }];
}

/** `ReportChargingProfilesRequest` */
export function profilesReported(payload: JsonObject, receivedAt: Instant): ProfilesReported[] {
  const requestId = integer(payload['requestId']);
  const evseId = placeId(payload['evseId']);
  if (requestId === undefined || evseId === undefined) return [];
  const profiles = objects(payload['chargingProfile']).flatMap((profile) => heldProfile(profile, evseId));
  return [{ type: 'ProfilesReported', at: receivedAt, requestId, profiles, toBeContinued: flag(payload['tbc']) }];
}

function heldProfile(profile: JsonObject, evseId: number): HeldProfile[] {
  const id = integer(profile['id']);
  if (id === undefined) return [];
  const [schedule = {}] = objects(profile['chargingSchedule']);
  const periods = objects(schedule['chargingSchedulePeriod']).flatMap((period) => {
    const startPeriod = integer(period['startPeriod']);
    return startPeriod === undefined ? [] : [{ startPeriod, limit: number(period['limit']) }];
  });
  return [
    {
      id,
      evseId,
      stackLevel: integer(profile['stackLevel']),
      purpose: text(profile['chargingProfilePurpose']),
      rateUnit: text(schedule['chargingRateUnit']),
      periods: periods.sort((left, right) => left.startPeriod - right.startPeriod),
    },
  ];
}

/** 2.1, `GetTariffsResponse` */
export function tariffsReported(answer: JsonObject, receivedAt: Instant, call: JsonObject): TariffsReported[] {
  const evseId = placeId(call['evseId']);
  if (evseId === undefined || (answer['status'] !== 'Accepted' && answer['status'] !== 'NoTariff')) return [];
  const tariffs = objects(answer['tariffAssignments']).flatMap((assignment): HeldTariff[] => {
    const [tariffId, kind] = [text(assignment['tariffId']), text(assignment['tariffKind'])];
    if (tariffId === undefined || kind === undefined) return [];
    const evseIds = integers(assignment['evseIds']);
    return [{ tariffId, kind, ...(evseIds.length > 0 && { evseIds }) }];
  });
  return [{ type: 'TariffsReported', at: receivedAt, evseId, tariffs }];
}
