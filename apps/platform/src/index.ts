export { startPlatform } from './platform.ts';
export type { Platform } from './platform.ts';
export { environment, readSettings } from './settings.ts';
export type { Settings } from './settings.ts';
