import { randomInt } from 'node:crypto';
import type { Command, VariableName } from '@wattledger/charging';
import { parseJson, stringifyJson } from '@wattledger/kernel';
import type { JsonObject, Refusal } from '@wattledger/kernel';
import { directionOf, isKnownAction, validate } from '@wattledger/ocpp';
import type { OcppVersion } from '@wattledger/ocpp';
import { refuseCommand } from './errors.ts';

/** A command in the words of one OCPP version. */
export interface TranslatedCall {
  readonly action: string;
  readonly payload: JsonObject;
}

type Translations = {
  readonly [Name in Command['name']]: (command: Extract<Command, { name: Name }>) => TranslatedCall | Refusal;
};

const call = (action: string, payload: object): TranslatedCall => ({
  action,
  payload: parseJson(stringifyJson(payload)) as JsonObject,
});

/** OCPP 1.6 counts connectors; a command that names an EVSE only means the connector of that number. */
const connectorOf = ({ evseId, connectorId }: { evseId?: number; connectorId?: number }): number | undefined =>
  connectorId ?? evseId;

type ShowCost = Extract<Command, { name: 'ShowCost' }>;
type TariffCommand = 'SetDefaultTariff' | 'GetTariffs' | 'ClearTariffs' | 'ChangeTransactionTariff';

/** Calls of 2.1, in its own words; for a version that has no such call the command is refused by its name. */
const ofTariffs: Pick<Translations, TariffCommand> = {
  SetDefaultTariff: ({ name, evseId, tariff }) => call(name, { evseId, tariff }),
  GetTariffs: ({ name, evseId }) => call(name, { evseId }),
  ClearTariffs: ({ name, tariffIds, evseId }) => call(name, { tariffIds, evseId }),
  ChangeTransactionTariff: ({ name, transactionId, tariff }) => call(name, { transactionId, tariff }),
};

/** OCA application note "OCPP & California Pricing Requirements": the data are JSON in a text. */
const californiaMessage = (messageId: string, data: object): TranslatedCall =>
  call('DataTransfer', { vendorId: 'org.openchargealliance.costmsg', messageId, data: stringifyJson(data as JsonObject) });

function costMessage({ transactionId, amount, currency, final, at, meterWh, state }: ShowCost): TranslatedCall | Refusal {
  const id = Number(transactionId);
  if (!Number.isInteger(id))
    return refuseCommand('command-incomplete', `OCPP 1.6 numbers its transactions; ${transactionId} is no number.`);
  const cost = Number(amount);
  const running = { timestamp: at, meterValue: meterWh ?? 0, state: state === 'idle' ? 'Idle' : 'Charging', chargingPrice: {} };
  const data = final ? { priceText: `${amount} ${currency}` } : running;
  return californiaMessage(final ? 'FinalCost' : 'RunningCost', { transactionId: id, cost, ...data });
}

const to16: Translations = {
  ...ofTariffs,
  ShowCost: costMessage,
  ShowUserPrice: ({ token, text }) => californiaMessage('SetUserPrice', { idToken: token, priceText: text }),
  RequestBatteryStatus: (command) =>
    call('TriggerMessage', { requestedMessage: 'MeterValues', connectorId: connectorOf(command) }),
  StartSession: (command) => call('RemoteStartTransaction', { idTag: command.token, connectorId: connectorOf(command) }),
  StopSession: ({ transactionId }) => {
    const id = Number(transactionId);
    return Number.isInteger(id)
      ? call('RemoteStopTransaction', { transactionId: id })
      : refuseCommand('command-incomplete', `OCPP 1.6 numbers its transactions; ${transactionId} is no number.`);
  },
  ResetStation: ({ immediate }) => call('Reset', { type: immediate ? 'Hard' : 'Soft' }),
  UnlockConnector: (command) => call('UnlockConnector', { connectorId: connectorOf(command) }),
  ChangeAvailability: (command) =>
    call('ChangeAvailability', { connectorId: connectorOf(command) ?? 0, type: command.operative ? 'Operative' : 'Inoperative' }),
  GetVariables: ({ variables }) =>
    call('GetConfiguration', variables.length > 0 ? { key: variables.map(({ variable }) => variable) } : {}),
  SetVariable: ({ variable, value }) => call('ChangeConfiguration', { key: variable.variable, value }),
  // The key in hexadecimal digits: OCPP-J 1.6, section 6.2.2; security whitepaper, A01.
  SetPassword: ({ password }) => call('ChangeConfiguration', { key: 'AuthorizationKey', value: password }),
  SendCertificate: ({ certificateChain }) => call('CertificateSigned', { certificateChain }),
  ClearCache: () => call('ClearCache', {}),
  GetLocalListVersion: () => call('GetLocalListVersion', {}),
  SendLocalList: ({ listVersion, update, entries }) =>
    call('SendLocalList', {
      listVersion,
      updateType: update,
      localAuthorizationList: entries.map(({ token, status, expiresAt, groupToken }) => ({
        idTag: token,
        idTagInfo: status && { status, expiryDate: expiresAt, parentIdTag: groupToken },
      })),
    }),
  SendCall: ({ action, payload }) => call(action, payload),
};

const evseOf = ({ evseId, connectorId }: { evseId?: number; connectorId?: number }) =>
  evseId === undefined ? undefined : { id: evseId, connectorId };

const named = ({ component, variable, evseId }: VariableName & { component: string }) => ({
  component: { name: component, ...(evseId !== undefined && { evse: { id: evseId } }) },
  variable: { name: variable },
});

/** 2.x variables belong to a component. */
function withComponents(variables: readonly VariableName[]): readonly (VariableName & { component: string })[] | Refusal {
  const bare = variables.find(({ component }) => component === undefined);
  if (bare) return refuseCommand('command-incomplete', `OCPP 2.x needs the component of the variable ${bare.variable}.`);
  return variables.map((name) => ({ ...name, component: name.component ?? '' }));
}

const to2: Translations = {
  ...ofTariffs,
  ShowUserPrice: () =>
    refuseCommand('command-not-in-version', 'OCPP 2.x tells a driver their price with the answer to Authorize.'),
  ShowCost: ({ transactionId, amount }) => call('CostUpdated', { transactionId, totalCost: Number(amount) }),
  RequestBatteryStatus: (command) => call('TriggerMessage', { requestedMessage: 'MeterValues', evse: evseOf(command) }),
  StartSession: ({ evseId, token, tokenType = 'Central' }) =>
    call('RequestStartTransaction', {
      evseId,
      remoteStartId: randomInt(1, 2 ** 31 - 1),
      idToken: { idToken: token, type: tokenType },
    }),
  StopSession: ({ transactionId }) => call('RequestStopTransaction', { transactionId }),
  ResetStation: ({ immediate, evseId }) => call('Reset', { type: immediate ? 'Immediate' : 'OnIdle', evseId }),
  UnlockConnector: ({ evseId, connectorId }) => call('UnlockConnector', { evseId, connectorId }),
  ChangeAvailability: (command) =>
    call('ChangeAvailability', { operationalStatus: command.operative ? 'Operative' : 'Inoperative', evse: evseOf(command) }),
  GetVariables: ({ variables }) => {
    if (variables.length === 0)
      return call('GetBaseReport', { requestId: randomInt(1, 2 ** 31 - 1), reportBase: 'FullInventory' });
    const complete = withComponents(variables);
    return 'refused' in complete ? complete : call('GetVariables', { getVariableData: complete.map(named) });
  },
  SetVariable: ({ variable, value }) => {
    const complete = withComponents([variable]);
    return 'refused' in complete
      ? complete
      : call('SetVariables', { setVariableData: complete.map((name) => ({ attributeValue: value, ...named(name) })) });
  },
  SetPassword: ({ password }) =>
    call('SetVariables', {
      setVariableData: [
        { attributeValue: password, component: { name: 'SecurityCtrlr' }, variable: { name: 'BasicAuthPassword' } },
      ],
    }),
  // `requestId` came with 2.1; a station that has sent one speaks it.
  SendCertificate: ({ name: _, ...certificate }) => call('CertificateSigned', certificate),
  ClearCache: () => call('ClearCache', {}),
  GetLocalListVersion: () => call('GetLocalListVersion', {}),
  // 2.x takes no empty list: a full update without one empties it.
  SendLocalList: ({ listVersion, update, entries }) =>
    call('SendLocalList', {
      versionNumber: listVersion,
      updateType: update,
      localAuthorizationList:
        entries.length === 0
          ? undefined
          : entries.map(({ token, tokenType, status, expiresAt, groupToken }) => ({
              idToken: { idToken: token, type: tokenType },
              idTokenInfo: status && {
                status,
                cacheExpiryDateTime: expiresAt,
                groupIdToken: groupToken === undefined ? undefined : { idToken: groupToken, type: 'Central' },
              },
            })),
    }),
  SendCall: ({ action, payload }) => call(action, payload),
};

/**
 * Puts a command into the words of the version that a station speaks, checked against that version's official schema.
 *
 * @returns what is wrong with it where the version cannot say it
 */
export function translate(command: Command, version: OcppVersion): TranslatedCall | Refusal {
  const translations = version === '1.6' ? to16 : to2;
  // Each entry takes exactly the command of its own name; TypeScript cannot follow that through an index.
  const translated = (translations[command.name] as (command: Command) => TranslatedCall | Refusal)(command);
  if ('refused' in translated) return translated;
  const { action, payload } = translated;
  if (!isKnownAction(version, action) || directionOf(version, action) === 'fromStation') {
    return refuseCommand('command-not-in-version', `OCPP ${version} has no call ${action} to a station.`);
  }
  const name: string = action;
  const checked = validate(version, name, 'request', payload, { strict: true });
  return checked.tier === 'unintelligible' ? refuseCommand('payload-invalid', `${name}: ${checked.description}`) : translated;
}
