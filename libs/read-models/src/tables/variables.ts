import type { Instant } from '@wattledger/kernel';
import { table } from '@wattledger/projections';

/** A configuration variable as the station last reported it. A 1.6 key is a variable of the component `Station`. */
export interface VariableRow {
  readonly stationId: string;
  readonly component: string;
  readonly variable: string;
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
    variable: 'text',
    attribute: 'text',
    value: 'text?',
    mutability: 'text?',
    at: 'text',
  },
  key: ['stationId', 'component', 'variable', 'attribute'],
});
