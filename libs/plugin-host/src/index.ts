export { askPlugins } from './ask.ts';
export type { AskServices } from './ask.ts';
export { inlineVoter } from './inline-voter.ts';
export { defaultPolicies } from './policies.ts';
export type { DecisionPolicies, DecisionPolicy, FailurePolicy } from './policies.ts';
export type { Voter } from './voter.ts';
