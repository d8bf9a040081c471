export { linesOf, verify } from './verify.ts';
export type { BrokenEvent, Flaw, Verification } from './verify.ts';
