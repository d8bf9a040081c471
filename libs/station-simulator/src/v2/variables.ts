import { instantOf } from '@wattledger/kernel';
import type { JsonObject } from '@wattledger/kernel';
import type { Command } from '../command.ts';
import type { Fields } from '../fields.ts';
import type { Station } from '../station.ts';
import { deviceModel, reportOf } from './device-model.ts';
import type { DeviceVariable } from './device-model.ts';

const VARIABLES_PER_REPORT = 25;

type Lookup = DeviceVariable | 'UnknownComponent' | 'UnknownVariable' | 'NotSupportedAttributeType';

function lookUp(model: readonly DeviceVariable[], asked: Fields): Lookup {
  const component = asked.object('component');
  const variable = asked.object('variable');
  const evse = component.optionalObject('evse');
  const ofComponent = model.filter(
    (one) =>
      same(one.component, component.text('name')) &&
      one.evseId === evse?.optionalInteger('id') &&
      one.connectorId === evse?.optionalInteger('connectorId'),
  );
  if (ofComponent.length === 0) return 'UnknownComponent';
  const instance = variable.optionalText('instance');
  const found = ofComponent.find((one) => same(one.variable, variable.text('name')) && one.instance === instance);
  if (!found) return 'UnknownVariable';
  return (asked.optionalText('attributeType') ?? 'Actual') === 'Actual' ? found : 'NotSupportedAttributeType';
}

/** Names of components and variables are compared without regard to case (OCPP 2.0.1 part 2, 1.12.1). */
const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** What is repeated in each result, so that the platform can match it to its question. */
const echo = (asked: Fields): JsonObject => ({
  component: asked.object('component').wire,
  variable: asked.object('variable').wire,
  attributeType: asked.optionalText('attributeType') ?? 'Actual',
});

export const getVariables: Command = (fields, station) => {
  const model = deviceModel(station);
  const getVariableResult = fields.objects('getVariableData').map((asked): JsonObject => {
    const found = lookUp(model, asked);
    if (typeof found === 'string') return { ...echo(asked), attributeStatus: found };
    if (found.value === undefined) return { ...echo(asked), attributeStatus: 'Rejected' };
    return { ...echo(asked), attributeStatus: 'Accepted', attributeValue: found.value };
  });
  return { result: { getVariableResult } };
};

export const setVariables: Command = (fields, station) => {
  const setVariableResult = fields.objects('setVariableData').map((asked): JsonObject => {
    const found = lookUp(deviceModel(station), asked);
    if (typeof found === 'string') return { ...echo(asked), attributeStatus: found };
    const changed = found.change?.(asked.text('attributeValue')) ?? false;
    return { ...echo(asked), attributeStatus: changed ? 'Accepted' : 'Rejected' };
  });
  return { result: { setVariableResult } };
};

export const getBaseReport: Command = (fields, station) => {
  const requestId = fields.integer('requestId');
  const base = fields.text('reportBase');
  const wanted = deviceModel(station).filter((one) => {
    if (base === 'ConfigurationInventory') return one.change !== undefined;
    return base === 'FullInventory' || one.variable === 'AvailabilityState';
  });
  return { result: { status: 'Accepted' }, afterwards: () => void report(station, requestId, wanted) };
};

export const getReport: Command = (fields, station) => {
  const requestId = fields.integer('requestId');
  const wantedVariables = fields.optionalObjects('componentVariable');
  const criteria = fields.optionalTexts('componentCriteria');
  const model = deviceModel(station);
  const meets = (one: DeviceVariable) =>
    !criteria || model.some((other) => criteria.includes(other.variable) && other.value === 'true' && sameComponent(one, other));
  const found = model.filter((one) => meets(one) && (!wantedVariables || wantedVariables.some((wanted) => asksFor(wanted, one))));
  if (found.length === 0) return { result: { status: 'EmptyResultSet' } };
  return { result: { status: 'Accepted' }, afterwards: () => void report(station, requestId, found) };
};

const sameComponent = (one: DeviceVariable, other: DeviceVariable): boolean =>
  one.component === other.component && one.evseId === other.evseId && one.connectorId === other.connectorId;

/** A component without EVSE asks for it on every EVSE, one without variable for all its variables (OCPP 2.0.1 B08). */
function asksFor(wanted: Fields, one: DeviceVariable): boolean {
  const component = wanted.object('component');
  const variable = wanted.optionalObject('variable');
  const evse = component.optionalObject('evse');
  const connectorId = evse?.optionalInteger('connectorId');
  return (
    same(one.component, component.text('name')) &&
    (evse === undefined || one.evseId === evse.integer('id')) &&
    (connectorId === undefined || one.connectorId === connectorId) &&
    (variable === undefined || same(one.variable, variable.text('name')))
  );
}

/** In parts, each but the last marked `tbc`: to be continued. */
async function report(station: Station, requestId: number, variables: readonly DeviceVariable[]): Promise<void> {
  const generatedAt = instantOf(station.now());
  const parts = Math.max(1, Math.ceil(variables.length / VARIABLES_PER_REPORT));
  for (let seqNo = 0; seqNo < parts; seqNo += 1) {
    const part = variables.slice(seqNo * VARIABLES_PER_REPORT, (seqNo + 1) * VARIABLES_PER_REPORT);
    const tbc = seqNo < parts - 1;
    await station.tell('NotifyReport', { requestId, generatedAt, seqNo, tbc, reportData: part.map(reportOf) });
  }
}
