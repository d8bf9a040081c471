export { deviationsOf } from './official-schemas.ts';
export { TestPlatform } from './test-platform.ts';
export type { ReceivedCall, TestAnswer } from './test-platform.ts';
