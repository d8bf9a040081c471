import type { Command, ShownProfile, ShownSetting, VariableName } from '@wattledger/charging';
import type { StationRecord } from './station-records.ts';

/** What decides how a 1.6 station is told of settings: chapter 9, and the keys of the California pricing requirements. */
const keys16: readonly VariableName[] = [
  { variable: 'SupportedFeatureProfiles' },
  { variable: 'ChargingScheduleAllowedChargingRateUnit' },
  { variable: 'CustomDisplayCostAndPrice' },
];
/** OCPP 2.x, part 2, appendix 3. */
const variables2: readonly VariableName[] = [
  { component: 'SmartChargingCtrlr', variable: 'Enabled' },
  { component: 'SmartChargingCtrlr', variable: 'RateUnit' },
  { component: 'TariffCostCtrlr', variable: 'Currency' },
];

const nameOf = ({ component, variable }: VariableName): string =>
  component === undefined ? variable : `${component}/${variable}`;

/** Asks a station for variables; nothing where it has told any of them. */
export const questionAbout = ({ variables }: StationRecord, wanted: readonly VariableName[]): Command | undefined =>
  wanted.some((name) => variables.has(nameOf(name))) ? undefined : { name: 'GetVariables', variables: wanted };

/** Asks a station what it can do; nothing where it has told any of it. */
export const capabilitiesOf = (station: StationRecord): Command | undefined =>
  questionAbout(station, station.ocppVersion === '1.6' ? keys16 : variables2);

/** Asks a station for what it shows of a setting: for its variables at once, for everything else one by one. */
export function readBackOf(shows: readonly ShownSetting[]): readonly Command[] {
  const variables: VariableName[] = [];
  const others: Command[] = [];
  for (const shown of shows) {
    if ('variable' in shown) {
      const { component, variable, evseId } = shown;
      variables.push({ ...(component !== undefined && { component }), variable, ...(evseId !== undefined && { evseId }) });
    } else others.push('chargingProfileId' in shown ? profileQuestion(shown) : { name: 'GetTariffs', evseId: shown.evseId ?? 0 });
  }
  return variables.length > 0 ? [{ name: 'GetVariables', variables }, ...others] : others;
}

/** The reports that follow name the request, and with it the profile: that they do not hold it can be told. */
const profileQuestion = ({ chargingProfileId }: ShownProfile): Command => ({
  name: 'SendCall',
  action: 'GetChargingProfiles',
  payload: { requestId: chargingProfileId, chargingProfile: { chargingProfileId: [chargingProfileId] } },
});
