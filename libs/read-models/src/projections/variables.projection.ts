import { variablesTable } from '../tables/variables.ts';
import type { VariableRow } from '../tables/variables.ts';
import { readModel } from './read-model.ts';

/** The configuration of every station as it last reported it. */
export const variables = readModel<VariableRow>({
  name: 'variables',
  version: 1,
  table: variablesTable,
  key: (fact, { stationId }) => {
    if (fact.type !== 'VariableReported') return undefined;
    const { component, componentInstance = '', evseId = 0, connectorId = 0, variable, variableInstance = '', attribute } = fact;
    return [stationId, component, componentInstance, evseId, connectorId, variable, variableInstance, attribute];
  },
  on: {
    VariableReported: (row, fact, { stationId }) => ({
      stationId,
      component: fact.component,
      componentInstance: fact.componentInstance ?? '',
      evseId: fact.evseId ?? 0,
      connectorId: fact.connectorId ?? 0,
      variable: fact.variable,
      variableInstance: fact.variableInstance ?? '',
      attribute: fact.attribute,
      value: fact.value,
      mutability: fact.mutability ?? row?.mutability,
      at: fact.at,
    }),
  },
});
