export { startPlatform } from './platform.ts';
