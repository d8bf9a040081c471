export {
  sessionCostAnnounced,
  sessionEnded,
  sessionInterrupted,
  sessionMetered,
  sessionPriced,
  sessionResumed,
  sessionStarted,
  sessionUpdated,
} from './evolve-session.ts';
export { energyDeliveredWh, noteMeterStart, noteMeterStop, noteRegister } from './registers.ts';
export type { RegisterDraft, SessionRegisters } from './registers.ts';
export { interruptionCauses, sessionStates } from './session-state.ts';
export type { InterruptionCause, RegisterSource, SessionState, SessionStateName } from './session-state.ts';
export { reachedLimit, tightestLimits, unpricedLimit } from './limits.ts';
export type { ReachedLimit } from './limits.ts';
