export { openApi } from './open-api.ts';
export type { OpenedApi } from './open-api.ts';
