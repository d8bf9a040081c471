/** For whoever asks plugins. No part of what plugins build on: it may change with every version. */
export { briefly, readVote } from './answers.ts';
export { configMembers } from './config-members.ts';
export type { ConfigMember } from './config-members.ts';
