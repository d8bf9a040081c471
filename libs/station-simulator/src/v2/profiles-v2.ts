import type { ChargingProfile, ProfilePurpose } from '../charging-profiles.ts';
import { Malformed } from '../fields.ts';
import type { Fields } from '../fields.ts';
import type { Station } from '../station.ts';

const purposes: Readonly<Record<string, ProfilePurpose>> = {
  ChargingStationExternalConstraints: 'station',
  ChargingStationMaxProfile: 'station',
  TxDefaultProfile: 'default',
  TxProfile: 'transaction',
};

export const purposeOf = (name: string | undefined): ProfilePurpose | undefined =>
  name === undefined ? undefined : purposes[name];

/** Reads a charging profile of OCPP 2.x; of several schedules the first one is used. */
export function profileOf(evseId: number, wire: Fields): ChargingProfile {
  const purpose = purposeOf(wire.text('chargingProfilePurpose'));
  if (!purpose) throw new Malformed('type', 'This station has no use for this chargingProfilePurpose');
  const [schedule] = wire.objects('chargingSchedule');
  if (!schedule) throw new Malformed('occurrence', 'chargingSchedule is empty');
  return {
    id: wire.integer('id'),
    evseId,
    stackLevel: wire.integer('stackLevel'),
    purpose,
    kind: wire.text('chargingProfileKind'),
    recurrence: wire.optionalText('recurrencyKind'),
    validFrom: wire.optionalDate('validFrom'),
    validTo: wire.optionalDate('validTo'),
    schedule: {
      startsAt: schedule.optionalDate('startSchedule'),
      durationSeconds: schedule.optionalInteger('duration'),
      unit: schedule.text('chargingRateUnit') === 'A' ? 'A' : 'W',
      periods: schedule.objects('chargingSchedulePeriod').map((period) => ({
        startSeconds: period.integer('startPeriod'),
        limit: period.number('limit'),
        phases: period.optionalInteger('numberPhases'),
      })),
    },
    wire: wire.wire,
  };
}

/** One ReportChargingProfiles per EVSE, each but the last marked `tbc`: to be continued. */
export async function reportProfiles(station: Station, requestId: number, profiles: readonly ChargingProfile[]): Promise<void> {
  const evseIds = [...new Set(profiles.map(({ evseId }) => evseId))];
  for (const [index, evseId] of evseIds.entries()) {
    await station.tell('ReportChargingProfiles', {
      requestId,
      chargingLimitSource: 'CSO',
      evseId,
      chargingProfile: profiles.filter((profile) => profile.evseId === evseId).map(({ wire }) => wire),
      tbc: index < evseIds.length - 1,
    });
  }
}
