import type { Instant } from '@wattledger/kernel';
import { table } from '@wattledger/projections';

/** A configuration variable as the station last reported it. A 1.6 key is a variable of the component `Station`. */
export interface VariableRow {
  readonly stationId: string;
  readonly component: string;
  /** Tells components of one name apart, as do `evseId` and `connectorId`; empty where there is but one. */
  readonly componentInstance: string;
  /** 0: of the whole station. */
  readonly evseId: number;
  /** 0: of the whole EVSE. */
  readonly connectorId: number;
  readonly variable: string;
  /** Empty where there is but one. */
  readonly variableInstance: string;
  /** `Actual`, `Target`, `MinSet` or `MaxSet`. */
  readonly attribute: string;
  readonly value?: string;
  /** `ReadOnly`, `WriteOnly` or `ReadWrite`, where the station said so. */
  readonly mutability?: string;
  readonly at: Instant;
}

export const variablesTable = table<VariableRow>({
  name: 'variables',
  columns: {
    stationId: 'text',
    component: 'text',
    componentInstance: 'text',
    evseId: 'integer',
    connectorId: 'integer',
    variable: 'text',
    variableInstance: 'text',
    attribute: 'text',
    value: 'text?',
    mutability: 'text?',
    at: 'text',
  },
  key: ['stationId', 'component', 'componentInstance', 'evseId', 'connectorId', 'variable', 'variableInstance', 'attribute'],
});
