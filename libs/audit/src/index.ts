export { anchorLog, anchorsIn, isSigned } from './anchor.ts';
export type { Anchor } from './anchor.ts';
export { verifiable, verify } from './verify.ts';
export type { BrokenEvent, Flaw, VerifiableLog, Verification } from './verify.ts';
