import type { FactSource } from '@wattledger/charging';
import { projection } from '@wattledger/projections';
import type { AnyProjection, Projection } from '@wattledger/projections';
import type { ReadModelFact } from '../facts.ts';

export type ReadModelProjection = AnyProjection<ReadModelFact, FactSource>;

/** A projection of the platform's own facts. */
export const readModel = <Row extends object>(definition: Projection<Row, ReadModelFact, FactSource>): ReadModelProjection =>
  projection(definition);
