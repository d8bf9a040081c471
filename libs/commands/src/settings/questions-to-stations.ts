import type { Command, ShownSetting, VariableName } from '@wattledger/charging';
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

/** Asks a station for what it shows of a setting. */
export const readBackOf = (shows: readonly ShownSetting[]): Command => ({
  name: 'GetVariables',
  variables: shows.map(({ component, variable, evseId }) => ({
    ...(component !== undefined && { component }),
    variable,
    ...(evseId !== undefined && { evseId }),
  })),
});
