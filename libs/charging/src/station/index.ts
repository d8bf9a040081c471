export { callAnswered } from './calls.ts';
export { evolveStation } from './evolve-station.ts';
export type { StationEvolution } from './evolve-station.ts';
export type { FactSource, MessageHappening, StationHappening, StationPlatformEventType } from './happening.ts';
export { tokenSubjectOf } from './sealed-token.ts';
export type * from './station-facts.ts';
export { sessionNamed } from './open-sessions.ts';
export { newStation } from './station-state.ts';
export type { StationState } from './station-state.ts';
