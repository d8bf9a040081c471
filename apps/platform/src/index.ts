export { platformErrors } from './errors.ts';
export { startPlatform } from './platform.ts';
export type { Platform } from './platform.ts';
export { environment, readSettings } from './settings.ts';
export type { Settings } from './settings.ts';
export { openStore } from './store.ts';
export type { Store } from './store.ts';
