export { describeForAllRows } from './describe-for-all-rows.ts';
export type { NewPlace } from './describe-for-all-rows.ts';
export { logCutInto } from './log-cut.ts';
export { booted16, charges16, meterValues16, register2, sealedToken, transactionEvent } from './sessions.ts';
export type { ToldSession } from './sessions.ts';
export { STORY_BEGIN, StationStory } from './station-story.ts';
