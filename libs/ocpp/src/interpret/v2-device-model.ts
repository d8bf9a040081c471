import type { Instant, JsonObject } from '@wattledger/kernel';
import type { Fact, StationTime, VariablesReported } from '../facts.ts';
import { takenOver } from './common.ts';
import { flag, object, objects, text, time, transactionId } from './read.ts';
import { placeOfEvse } from './v2-transactions.ts';

type Variable = VariablesReported['variables'][number];

const DEFAULT_ATTRIBUTE = 'Actual';

/** Component and variable of a 2.x report, result or event; `undefined` when either has no name. */
function variableOf(entry: JsonObject): Omit<Variable, 'attribute' | 'value' | 'mutability'> | undefined {
  const component = object(entry['component']);
  const variable = object(entry['variable']);
  const names = { component: text(component['name']), variable: text(variable['name']) };
  if (names.component === undefined || names.variable === undefined) return undefined;
  return {
    component: names.component,
    componentInstance: text(component['instance']),
    ...placeOfEvse(component['evse']),
    variable: names.variable,
    variableInstance: text(variable['instance']),
  };
}

const reported = (variables: readonly Variable[], when: StationTime): Fact[] =>
  variables.length === 0 ? [] : [{ type: 'VariablesReported', ...when, variables }];

/** `NotifyReportRequest` */
export function reportNotified(payload: JsonObject, receivedAt: Instant): Fact[] {
  const variables = objects(payload['reportData']).flatMap((entry) => {
    const variable = variableOf(entry);
    if (variable === undefined) return [];
    return objects(entry['variableAttribute']).map((attribute) => ({
      ...variable,
      attribute: text(attribute['type']) ?? DEFAULT_ATTRIBUTE,
      value: text(attribute['value']),
      mutability: text(attribute['mutability']),
    }));
  });
  return reported(variables, time(payload['generatedAt'], receivedAt));
}

/** `GetVariablesResponse` */
export function variablesGot(answer: JsonObject, receivedAt: Instant): Fact[] {
  const variables = objects(answer['getVariableResult']).flatMap((entry) => {
    const variable = variableOf(entry);
    if (variable === undefined || entry['attributeStatus'] !== 'Accepted') return [];
    return [{ ...variable, attribute: text(entry['attributeType']) ?? DEFAULT_ATTRIBUTE, value: text(entry['attributeValue']) }];
  });
  return reported(variables, { at: receivedAt });
}

const keyOf = (entry: JsonObject): string =>
  JSON.stringify([variableOf(entry), text(entry['attributeType']) ?? DEFAULT_ATTRIBUTE]);

/** `SetVariablesResponse`: says which were taken over; their values are in our call. */
export function variablesSet(answer: JsonObject, receivedAt: Instant, call: JsonObject): Fact[] {
  const wanted = new Map(objects(call['setVariableData']).map((entry) => [keyOf(entry), entry['attributeValue']]));
  const variables = objects(answer['setVariableResult']).flatMap((entry) => {
    const variable = variableOf(entry);
    if (variable === undefined || !takenOver(entry['attributeStatus'])) return [];
    return [{ ...variable, attribute: text(entry['attributeType']) ?? DEFAULT_ATTRIBUTE, value: text(wanted.get(keyOf(entry))) }];
  });
  return reported(variables, { at: receivedAt });
}

/** `NotifyEventRequest`. Stations may report a connector's status this way instead of by StatusNotification. */
export const eventsNotified = (payload: JsonObject, receivedAt: Instant): Fact[] =>
  objects(payload['eventData']).flatMap((event): Fact[] => {
    const variable = variableOf(event);
    if (variable === undefined) return [];
    const when = time(event['timestamp'], receivedAt);
    const actualValue = text(event['actualValue']) ?? '';
    const { component, evseId, connectorId } = variable;
    const fact: Fact = {
      type: 'StationEventReported',
      ...when,
      evseId,
      connectorId,
      transactionId: transactionId(event['transactionId']),
      component,
      variable: variable.variable,
      trigger: text(event['trigger']) ?? '',
      actualValue,
      cleared: flag(event['cleared']),
      techCode: text(event['techCode']),
      techInfo: text(event['techInfo']),
    };
    const isStatus = component === 'Connector' && variable.variable === 'AvailabilityState' && actualValue !== '';
    if (!isStatus || evseId === undefined || connectorId === undefined) return [fact];
    return [fact, { type: 'ConnectorStatusReported', ...when, evseId, connectorId, status: actualValue }];
  });
