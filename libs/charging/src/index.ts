export type { Command, CommandName, VariableName } from './commands.ts';
export type { Answer, Ask, AuthorizationDecision, Decided, DecisionPoint, DecisionPoints, Question, Vote } from './decisions.ts';
export {
  ANCHOR_STREAM,
  apiKeyStream,
  apiRoles,
  commandStream,
  credentialStream,
  idInStream,
  platformData,
  sessionIdOf,
  stationStream,
} from './platform-events.ts';
export type { ApiRole, PlatformEvents, PlatformEventType } from './platform-events.ts';
export { builtInRules } from './rules/built-in-rules.ts';
export type { RuleSettings } from './rules/built-in-rules.ts';
export * from './battery/index.ts';
export * from './session/index.ts';
export * from './station/index.ts';
export { eventCatalogue } from './event-catalogue.ts';
export type { EventEntry } from './event-catalogue.ts';
