import { instantOf } from '@wattledger/kernel';
import type { JsonObject } from '@wattledger/kernel';
import type { CommandedStation } from '../command.ts';
import type { Connector } from '../connector.ts';

/** One variable of the device model (OCPP 2.0.1 part 2, appendix 3) with its only attribute, `Actual`. */
export interface DeviceVariable {
  readonly component: string;
  readonly evseId?: number;
  readonly connectorId?: number;
  readonly variable: string;
  readonly instance?: string;
  readonly dataType: 'string' | 'decimal' | 'integer' | 'dateTime' | 'boolean' | 'OptionList' | 'MemberList';
  readonly unit?: string;
  readonly valuesList?: string;
  /** Absent when it may be written but never read. */
  readonly value?: string;
  /** Absent on a read-only variable; false rejects the value. */
  readonly change?: (value: string) => boolean;
}

const MEASURANDS = 'Energy.Active.Import.Register,Power.Active.Import,Current.Import,Voltage,SoC';
const STATES = 'Available,Occupied,Reserved,Unavailable,Faulted';

const isCount = (value: string) => /^\d{1,9}$/.test(value);
const isBoolean = (value: string) => value === 'true' || value === 'false';
const isText = (value: string) => value.length > 0;

/** Everything this station says about itself, as it is now. */
export function deviceModel(station: CommandedStation): DeviceVariable[] {
  return [
    ...stationVariables(station),
    ...controllerVariables(station),
    ...station.connectors.flatMap((one) => evseVariables(one)),
  ];
}

function stationVariables({ identity, connectors }: CommandedStation): DeviceVariable[] {
  const operative = connectors.some((connector) => connector.operative);
  const of = { component: 'ChargingStation' } as const;
  return [
    { ...of, variable: 'Available', dataType: 'boolean', value: 'true' },
    {
      ...of,
      variable: 'AvailabilityState',
      dataType: 'OptionList',
      valuesList: STATES,
      value: operative ? 'Available' : 'Unavailable',
    },
    { ...of, variable: 'Model', dataType: 'string', value: identity.model },
    { ...of, variable: 'VendorName', dataType: 'string', value: identity.vendor },
    { ...of, variable: 'SerialNumber', dataType: 'string', value: identity.serialNumber },
    { ...of, variable: 'FirmwareVersion', dataType: 'string', value: identity.firmwareVersion },
  ];
}

function evseVariables(connector: Connector): DeviceVariable[] {
  const { id: evseId, supply, battery, operative } = connector;
  const state = ['Available', 'Reserved', 'Unavailable', 'Faulted'].includes(connector.status) ? connector.status : 'Occupied';
  const evse = { component: 'EVSE', evseId } as const;
  const plug = { component: 'Connector', evseId, connectorId: 1 } as const;
  return [
    { ...evse, variable: 'Available', dataType: 'boolean', value: String(operative) },
    { ...evse, variable: 'AvailabilityState', dataType: 'OptionList', valuesList: STATES, value: state },
    { ...evse, variable: 'Power', dataType: 'decimal', unit: 'W', value: String(supply.maxPowerW) },
    { ...evse, variable: 'SupplyPhases', dataType: 'integer', value: String(supply.kind === 'ac' ? supply.phases : 3) },
    { ...plug, variable: 'Available', dataType: 'boolean', value: String(operative) },
    { ...plug, variable: 'AvailabilityState', dataType: 'OptionList', valuesList: STATES, value: state },
    { ...plug, variable: 'ConnectorType', dataType: 'string', value: supply.kind === 'ac' ? 'sType2' : 'cCCS2' },
    ...(battery ? batteryVariables(evseId, battery) : []),
  ];
}

function batteryVariables(evseId: number, battery: NonNullable<Connector['battery']>): DeviceVariable[] {
  const { socPercent, temperatureCelsius } = battery;
  return [
    {
      component: 'ConnectedEV',
      evseId,
      variable: 'StateOfCharge',
      dataType: 'decimal',
      unit: 'Percent',
      value: socPercent.toFixed(1),
    },
    {
      component: 'TemperatureSensor',
      evseId,
      variable: 'Temperature',
      dataType: 'decimal',
      unit: 'Celsius',
      value: temperatureCelsius.toFixed(1),
    },
  ];
}

function controllerVariables(station: CommandedStation): DeviceVariable[] {
  const { settings } = station;
  const read = (component: string, variable: string, dataType: DeviceVariable['dataType'], value: string): DeviceVariable => ({
    component,
    variable,
    dataType,
    value,
  });
  const kept = (
    component: string,
    variable: string,
    dataType: DeviceVariable['dataType'],
    initial: string,
    valid: (value: string) => boolean,
    key = `${component}.${variable}`,
  ): DeviceVariable => ({
    ...read(component, variable, dataType, settings.kept.get(key) ?? initial),
    change: (value) => valid(value) && settings.kept.set(key, value).has(key),
  });
  const seconds = (component: string, variable: string, name: 'heartbeatSeconds' | 'meterValueSeconds'): DeviceVariable => ({
    ...read(component, variable, 'integer', String(Math.round(settings[name]))),
    unit: 's',
    change: (value) => {
      if (!isCount(value)) return false;
      station.changeSetting(name, Number(value));
      return true;
    },
  });
  return [
    seconds('OCPPCommCtrlr', 'HeartbeatInterval', 'heartbeatSeconds'),
    kept('OCPPCommCtrlr', 'RetryBackOffWaitMinimum', 'integer', '1', isCount),
    kept('OCPPCommCtrlr', 'NetworkConfigurationPriority', 'string', '0', isText),
    read('OCPPCommCtrlr', 'WebSocketPingInterval', 'integer', '0'),
    { ...read('OCPPCommCtrlr', 'MessageTimeout', 'integer', '30'), instance: 'Default', unit: 's' },
    seconds('SampledDataCtrlr', 'TxUpdatedInterval', 'meterValueSeconds'),
    kept('SampledDataCtrlr', 'TxStartedMeasurands', 'MemberList', MEASURANDS, isText),
    kept('SampledDataCtrlr', 'TxUpdatedMeasurands', 'MemberList', MEASURANDS, isText),
    kept('SampledDataCtrlr', 'TxEndedMeasurands', 'MemberList', MEASURANDS, isText),
    kept('AuthCtrlr', 'AuthorizeRemoteStart', 'boolean', 'false', isBoolean, 'AuthorizeRemoteTxRequests'),
    kept('AuthCtrlr', 'LocalAuthorizeOffline', 'boolean', 'true', isBoolean),
    kept('AuthCtrlr', 'OfflineTxForUnknownIdEnabled', 'boolean', 'true', isBoolean, 'AllowOfflineTxForUnknownId'),
    kept('AuthCacheCtrlr', 'Enabled', 'boolean', 'true', isBoolean),
    kept('LocalAuthListCtrlr', 'Enabled', 'boolean', 'true', isBoolean),
    kept('TxCtrlr', 'StopTxOnInvalidId', 'boolean', 'true', isBoolean, 'StopTransactionOnInvalidId'),
    kept('TxCtrlr', 'EVConnectionTimeOut', 'integer', '60', isCount),
    read('TxCtrlr', 'StopTxOnEVSideDisconnect', 'boolean', 'true'),
    read('TxCtrlr', 'TxStartPoint', 'MemberList', 'PowerPathClosed'),
    read('TxCtrlr', 'TxStopPoint', 'MemberList', 'PowerPathClosed'),
    read('ReservationCtrlr', 'Enabled', 'boolean', 'true'),
    read('SmartChargingCtrlr', 'Enabled', 'boolean', 'true'),
    read('SmartChargingCtrlr', 'ProfileStackLevel', 'integer', '9'),
    read('SmartChargingCtrlr', 'RateUnit', 'MemberList', 'A,W'),
    read('SecurityCtrlr', 'Identity', 'string', station.id),
    read('SecurityCtrlr', 'SecurityProfile', 'integer', station.hasPassword ? '1' : '0'),
    {
      component: 'SecurityCtrlr',
      variable: 'BasicAuthPassword',
      dataType: 'string',
      change: (value) => {
        if (value.length < 16 || value.length > 64) return false;
        station.changePassword(value);
        return true;
      },
    },
    read('ClockCtrlr', 'DateTime', 'dateTime', instantOf(station.now())),
  ];
}

export const componentOf = ({ component, evseId, connectorId }: DeviceVariable): JsonObject => ({
  name: component,
  ...(evseId === undefined ? {} : { evse: { id: evseId, ...(connectorId === undefined ? {} : { connectorId }) } }),
});

/** A variable as NotifyReport tells it. */
export function reportOf(variable: DeviceVariable): JsonObject {
  const { dataType, unit, valuesList, value, change } = variable;
  const mutability = change ? (value === undefined ? 'WriteOnly' : 'ReadWrite') : 'ReadOnly';
  return {
    component: componentOf(variable),
    variable: { name: variable.variable, ...(variable.instance === undefined ? {} : { instance: variable.instance }) },
    variableAttribute: [{ type: 'Actual', mutability, ...(value === undefined ? {} : { value }) }],
    variableCharacteristics: {
      dataType,
      supportsMonitoring: false,
      ...(unit === undefined ? {} : { unit }),
      ...(valuesList === undefined ? {} : { valuesList }),
    },
  };
}
