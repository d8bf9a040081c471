export { Fault, faultsOf, isRefusal, refusalsOf } from './errors.ts';
export type { ErrorCatalogue, ErrorEntry, Refusal } from './errors.ts';
export { isJsonObject, parseJson, stringifyJson } from './json.ts';
export type { Json, JsonObject } from './json.ts';
export { clientAddress, forwardedScheme, isNetwork, networksOf, plainAddress } from './networks.ts';
export type { Networks } from './networks.ts';
export { instantOf, millisecondsBetween, parseInstant, systemClock } from './time.ts';
export type { Clock, Instant } from './time.ts';
export type { Span, SpanAttributes, SpanStart, Tracer } from './tracing.ts';
