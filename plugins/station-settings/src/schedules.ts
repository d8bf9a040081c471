import type { SettingCall, ShownProfile } from '@wattledger/plugin-sdk';
import { limitIn, rateUnitOf } from './amounts.ts';
import type { Asked, MaximumCurrent } from './amounts.ts';
import type { Config } from './config.ts';

/** A charging profile, whatever version it is to be said in. */
interface Profile {
  readonly id: number;
  readonly evseId: number;
  /** `station`: 1.6 ChargePointMaxProfile, 2.x ChargingStationMaxProfile. `default`: TxDefaultProfile. */
  readonly purpose: 'station' | 'default';
  readonly periods: readonly { readonly startPeriod: number; readonly limit: number; readonly numberPhases?: number }[];
  /** What of it is the setting: the other periods are another's, or whatever the station can do. */
  readonly limits: ShownProfile['limits'];
}

export interface ProfileCalls {
  readonly calls: readonly SettingCall[];
  readonly undo: readonly SettingCall[];
  /** Not in 1.6: a composite schedule does not tell what was set. */
  readonly shows?: readonly ShownProfile[];
}

/** Where nothing is said of the wiring. */
const THREE_PHASES = { phases: 3, voltageV: 230 } as const;

/**
 * A current that nothing may exceed: for the whole station a profile above all others, for one EVSE the profile that its sessions
 * start with, which then has to see to the charging time too, as only one of them can hold.
 */
export function currentProfile(question: Asked, setting: MaximumCurrent, config: Config): ProfileCalls {
  const { evseId } = question;
  const limit = limitIn(rateUnitOf(question), setting.amperes, setting);
  const limits = [{ startPeriod: 0, limit }];
  const current = { startPeriod: 0, limit, numberPhases: setting.phases };
  if (evseId === undefined) {
    return said(question, { id: config.profileIds, evseId: 0, purpose: 'station', periods: [current], limits }, config);
  }
  const time = question.station.settings?.find((other) => other.name === 'chargingTime');
  const over = time ? [{ startPeriod: time.minutes * 60, limit: 0 }] : [];
  const periods = [current, ...over];
  return said(question, { id: defaultProfileId(config, evseId), evseId, purpose: 'default', periods, limits }, config);
}

/** A session draws nothing any more once its time is over. */
export function timeProfile(question: Asked, minutes: number, config: Config): ProfileCalls {
  const { evseId = 0, station } = question;
  const current = station.settings?.find((other) => other.name === 'maximumCurrent');
  const limit = limitIn(rateUnitOf(question), current?.amperes ?? config.unlimitedAmperes, current ?? THREE_PHASES);
  const limits = [{ startPeriod: minutes * 60, limit: 0 }];
  const periods = [{ startPeriod: 0, limit }, ...limits];
  return said(question, { id: defaultProfileId(config, evseId), evseId, purpose: 'default', periods, limits }, config);
}

const defaultProfileId = ({ profileIds }: Config, evseId: number): number => profileIds + 1 + (evseId % 998);

const said = (question: Asked, profile: Profile, config: Config): ProfileCalls =>
  question.ocppVersion === '1.6' ? in16(question, profile, config) : in2(question, profile, config);

/** OCPP 1.6, sections 5.16 and 7.8. A profile of the whole station starts at a moment, one of sessions with each of them. */
function in16(question: Asked, { id, evseId, purpose, periods }: Profile, { stackLevel }: Config): ProfileCalls {
  const ofStation = purpose === 'station';
  const csChargingProfiles = {
    chargingProfileId: id,
    stackLevel,
    chargingProfilePurpose: ofStation ? 'ChargePointMaxProfile' : 'TxDefaultProfile',
    chargingProfileKind: ofStation ? 'Absolute' : 'Relative',
    chargingSchedule: {
      ...(ofStation && { startSchedule: question.at }),
      chargingRateUnit: rateUnitOf(question),
      chargingSchedulePeriod: [...periods],
    },
  };
  return {
    calls: [{ action: 'SetChargingProfile', payload: { connectorId: evseId, csChargingProfiles } }],
    undo: [{ action: 'ClearChargingProfile', payload: { id } }],
  };
}

/** OCPP 2.x, use case K01. A ChargingStationMaxProfile is for EVSE 0 and is never relative. */
function in2(question: Asked, { id, evseId, purpose, periods, limits }: Profile, { stackLevel }: Config): ProfileCalls {
  const ofStation = purpose === 'station';
  const chargingProfilePurpose = ofStation ? 'ChargingStationMaxProfile' : 'TxDefaultProfile';
  const rateUnit = rateUnitOf(question);
  const chargingProfile = {
    id,
    stackLevel,
    chargingProfilePurpose,
    chargingProfileKind: ofStation ? 'Absolute' : 'Relative',
    chargingSchedule: [
      {
        id,
        ...(ofStation && { startSchedule: question.at }),
        chargingRateUnit: rateUnit,
        chargingSchedulePeriod: [...periods],
      },
    ],
  };
  return {
    calls: [{ action: 'SetChargingProfile', payload: { evseId, chargingProfile } }],
    undo: [{ action: 'ClearChargingProfile', payload: { chargingProfileId: id } }],
    shows: [{ chargingProfileId: id, evseId, stackLevel, purpose: chargingProfilePurpose, rateUnit, limits }],
  };
}

/** Whether it takes charging profiles, as far as it has said. */
export function takesProfiles({ variables }: Asked): boolean {
  const features = variables['SupportedFeatureProfiles'];
  if (features !== undefined) return features.split(',').some((feature) => feature.trim().toLowerCase() === 'smartcharging');
  return (
    (variables['SmartChargingCtrlr/Available'] ?? variables['SmartChargingCtrlr/Enabled'] ?? 'true').toLowerCase() !== 'false'
  );
}
