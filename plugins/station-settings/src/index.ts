import { abstain, charge, definePlugin } from '@wattledger/plugin-sdk';
import { config } from './config.ts';
import { translateSetting } from './translate.ts';

/**
 * Tells stations of settings, each in the words of its own version and maker.
 *
 * | setting | OCPP 1.6 | OCPP 2.0.1 | OCPP 2.1 |
 * | --- | --- | --- | --- |
 * | maximum current, of the station in total | ChargePointMaxProfile | ChargingStationMaxProfile | as 2.0.1 |
 * | maximum current of one EVSE | TxDefaultProfile of the connector | TxDefaultProfile of the EVSE | as 2.0.1 |
 * | charging time | TxDefaultProfile that ends | the same | the same |
 * | price | `DefaultPrice` of the California pricing keys | `TariffCostCtrlr/TariffFallbackMessage` | SetDefaultTariff |
 *
 * A maximum current without an EVSE is the station's total: several connectors share it. With an EVSE it is what each session there
 * starts with.
 *
 * What stations of OCPP 2.x were set to is read back after each boot, by GetVariables, GetChargingProfiles and GetTariffs, and sent
 * again where it is gone or another. In 1.6 only keys are read back: GetCompositeSchedule does not tell what was set, so charging
 * profiles are sent anew after each boot.
 *
 * A variable of the maker's own that is configured comes first. What a station cannot see to, the platform does: every session of a
 * station with a charging time has it as its limit.
 */
export const stationSettings = definePlugin({
  id: 'station-settings',
  version: '1.0.0',
  sdk: '^1.1.0',
  description:
    'Sets price, charging time and maximum current (of a station in total, or of one EVSE), translated to what each station speaks.',
  config,

  decisions: {
    translateSettings: (question, given) => translateSetting(question, given),

    startSession({ station }) {
      const time = station.settings?.find((setting) => setting.name === 'chargingTime');
      if (!time) return abstain('no charging time is set for this station');
      return charge(`sessions here end after ${time.minutes} min`, {
        rule: 'charging-time',
        limits: { seconds: time.minutes * 60 },
      });
    },
  },
});

export default stationSettings;
