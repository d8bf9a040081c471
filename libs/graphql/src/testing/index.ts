export { keepRowsInPostgres, openApi } from './open-api.ts';
export type { Answer, OpenedApi } from './open-api.ts';
export { beginCharging, bootStation, charge, meter } from './tell.ts';
