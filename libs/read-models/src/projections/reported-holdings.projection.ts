import { reportedProfilesTable, reportedTariffsTable } from '../tables/reported-holdings.ts';
import type { ReportedProfilesRow, ReportedTariffsRow } from '../tables/reported-holdings.ts';
import { readModel } from './read-model.ts';

/** A station may report without end: it is heard so far. */
const MOST_PROFILES = 100;

/** Charging profiles of stations, as they last reported them when they were asked. */
export const reportedProfiles = readModel<ReportedProfilesRow>({
  name: 'reported-profiles',
  version: 1,
  table: reportedProfilesTable,
  key: (fact, { stationId }) =>
    fact.type === 'ProfilesAnswered' || fact.type === 'ProfilesReported' ? [stationId, fact.requestId] : undefined,
  on: {
    ProfilesAnswered: (_row, { requestId, profileIds, reportsFollow, at }, { stationId }) => ({
      stationId,
      requestId,
      profileIds,
      profiles: [],
      complete: !reportsFollow,
      at,
    }),
    // What nobody asked for, and what comes after the last, is no answer.
    ProfilesReported: (row, { profiles, toBeContinued, at }) =>
      row && !row.complete
        ? {
            ...row,
            profiles: [...row.profiles, ...profiles.filter(({ id }) => row.profileIds.includes(id))].slice(0, MOST_PROFILES),
            complete: !toBeContinued,
            at,
          }
        : row,
  },
});

/** Tariffs of stations, as they last reported them when they were asked. */
export const reportedTariffs = readModel<ReportedTariffsRow>({
  name: 'reported-tariffs',
  version: 1,
  table: reportedTariffsTable,
  key: (fact, { stationId }) => (fact.type === 'TariffsReported' ? [stationId, fact.evseId] : undefined),
  on: {
    TariffsReported: (_row, { evseId, tariffs, at }, { stationId }) => ({ stationId, evseId, tariffs, at }),
  },
});
