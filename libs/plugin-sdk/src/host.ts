/** For whoever asks plugins. No part of what plugins build on: it may change with every version. */
export { briefly, readVote } from './answers.ts';
export { configMembers } from './config-members.ts';
export type { ConfigMember } from './config-members.ts';
export { replay } from './replay/replay.ts';
export type { Difference, Replay, ReplayedVote } from './replay/replay.ts';
export { readRecording } from './replay/recording.ts';
export type { RecordedLine } from './replay/recording.ts';
export type { Lookups } from './replay/asked-questions.ts';
