export { readRow } from '@wattledger/projections';
export { readModelsErrors } from './errors.ts';
export { openReadModels, readModelsFile } from './open-read-models.ts';
export * from './tables/index.ts';
