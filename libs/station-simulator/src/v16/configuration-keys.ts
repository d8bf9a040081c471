import type { CommandedStation } from '../command.ts';

type Change = 'Accepted' | 'Rejected' | 'RebootRequired';

/** One key of OCPP 1.6 chapter 9 as this charge point offers it. */
export interface ConfigurationKey {
  /** Undefined when the key may be written but never read. */
  readonly value: (station: CommandedStation) => string | undefined;
  /** Absent on a read-only key. */
  readonly change?: (station: CommandedStation, value: string) => Change;
}

const fixed = (value: string): ConfigurationKey => ({ value: () => value });

/** Kept, reported back, and without effect on the simulation. */
const kept = (key: string, initial: string, valid: (value: string) => boolean): ConfigurationKey => ({
  value: ({ settings }) => settings.kept.get(key) ?? initial,
  change: ({ settings }, value) => {
    if (!valid(value)) return 'Rejected';
    settings.kept.set(key, value);
    return 'Accepted';
  },
});

const isCount = (value: string) => /^\d{1,9}$/.test(value);
const isBoolean = (value: string) => /^(true|false)$/i.test(value);
const isText = (value: string) => value.length <= 500;

/** A number the simulation lives by. */
const live = (name: 'heartbeatSeconds' | 'meterValueSeconds'): ConfigurationKey => ({
  value: ({ settings }) => String(settings[name]),
  change: (station, value) => {
    if (!isCount(value)) return 'Rejected';
    station.changeSetting(name, Number(value));
    return 'Accepted';
  },
});

const MEASURANDS = 'Energy.Active.Import.Register,Power.Active.Import,Current.Import,Voltage,SoC,Temperature';

const entries: Readonly<Record<string, ConfigurationKey>> = {
  AllowOfflineTxForUnknownId: kept('AllowOfflineTxForUnknownId', 'true', isBoolean),
  AuthorizationCacheEnabled: kept('AuthorizationCacheEnabled', 'true', isBoolean),
  AuthorizationKey: {
    value: () => undefined,
    change: (station, value) => {
      if (value.length < 8 || value.length > 40) return 'Rejected';
      station.changePassword(value);
      return 'Accepted';
    },
  },
  AuthorizeRemoteTxRequests: kept('AuthorizeRemoteTxRequests', 'false', isBoolean),
  ClockAlignedDataInterval: kept('ClockAlignedDataInterval', '0', isCount),
  ConnectionTimeOut: kept('ConnectionTimeOut', '60', isCount),
  ConnectorPhaseRotation: kept('ConnectorPhaseRotation', 'NotApplicable', isText),
  GetConfigurationMaxKeys: fixed('50'),
  HeartbeatInterval: live('heartbeatSeconds'),
  LocalAuthorizeOffline: kept('LocalAuthorizeOffline', 'true', isBoolean),
  LocalPreAuthorize: kept('LocalPreAuthorize', 'false', isBoolean),
  MaxEnergyOnInvalidId: kept('MaxEnergyOnInvalidId', '0', isCount),
  MeterValuesAlignedData: kept('MeterValuesAlignedData', MEASURANDS, isText),
  MeterValuesSampledData: kept('MeterValuesSampledData', MEASURANDS, isText),
  MeterValueSampleInterval: live('meterValueSeconds'),
  NumberOfConnectors: { value: ({ connectors }) => String(connectors.length) },
  ResetRetries: kept('ResetRetries', '1', isCount),
  StopTransactionOnEVSideDisconnect: fixed('true'),
  StopTransactionOnInvalidId: kept('StopTransactionOnInvalidId', 'true', isBoolean),
  StopTxnAlignedData: kept('StopTxnAlignedData', '', isText),
  StopTxnSampledData: kept('StopTxnSampledData', MEASURANDS, isText),
  SupportedFeatureProfiles: fixed('Core,LocalAuthListManagement,Reservation,SmartCharging,RemoteTrigger'),
  TransactionMessageAttempts: kept('TransactionMessageAttempts', '3', isCount),
  TransactionMessageRetryInterval: kept('TransactionMessageRetryInterval', '1', isCount),
  UnlockConnectorOnEVSideDisconnect: fixed('true'),
  WebSocketPingInterval: fixed('0'),
  LocalAuthListEnabled: kept('LocalAuthListEnabled', 'true', isBoolean),
  LocalAuthListMaxLength: fixed('1000'),
  SendLocalListMaxLength: fixed('1000'),
  ReserveConnectorZeroSupported: fixed('false'),
  ChargeProfileMaxStackLevel: fixed('9'),
  ChargingScheduleAllowedChargingRateUnit: fixed('Current,Power'),
  ChargingScheduleMaxPeriods: fixed('100'),
  ConnectorSwitch3to1PhaseSupported: fixed('false'),
  MaxChargingProfilesInstalled: fixed('20'),
  SecurityProfile: { value: ({ hasPassword }) => (hasPassword ? '1' : '0') },
};

/** The keys this charge point has. */
export const configurationKeys: ReadonlyMap<string, ConfigurationKey> = new Map(Object.entries(entries));
