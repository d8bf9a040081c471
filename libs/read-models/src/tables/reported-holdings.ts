import type { Instant } from '@wattledger/kernel';
import type { HeldProfile, HeldTariff } from '@wattledger/ocpp';
import { table } from '@wattledger/projections';

/** The charging profiles that a station reported when it was last asked for some by their ids. */
export interface ReportedProfilesRow {
  readonly stationId: string;
  readonly requestId: number;
  readonly profileIds: readonly number[];
  readonly profiles: readonly HeldProfile[];
  /** It has told all that it has of them. */
  readonly complete: boolean;
  readonly at: Instant;
}

export const reportedProfilesTable = table<ReportedProfilesRow>({
  name: 'reported_profiles',
  columns: {
    stationId: 'text',
    requestId: 'integer',
    profileIds: 'json',
    profiles: 'json',
    complete: 'boolean',
    at: 'text',
  },
  key: ['stationId', 'requestId'],
});

/** The tariffs that a station of OCPP 2.1 reported when it was last asked for them. */
export interface ReportedTariffsRow {
  readonly stationId: string;
  /** The EVSE it was asked about; 0: all. */
  readonly evseId: number;
  readonly tariffs: readonly HeldTariff[];
  readonly at: Instant;
}

export const reportedTariffsTable = table<ReportedTariffsRow>({
  name: 'reported_tariffs',
  columns: { stationId: 'text', evseId: 'integer', tariffs: 'json', at: 'text' },
  key: ['stationId', 'evseId'],
});
