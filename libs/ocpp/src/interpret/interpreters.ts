import type { Instant, JsonObject } from '@wattledger/kernel';
import type { Fact } from '../facts.ts';

/** What a payload means by itself. */
export type Interpreter = (payload: JsonObject, receivedAt: Instant) => Fact[];

/** What an answer means, given the payload of the call it answers. */
export type AnswerInterpreter = (answer: JsonObject, receivedAt: Instant, call: JsonObject) => Fact[];

/** The actions of a version that mean something, by who said what. */
export interface Interpreters {
  /** The station's calls and sends. */
  readonly received: ReadonlyMap<string, Interpreter>;
  /** Our calls. */
  readonly sent: ReadonlyMap<string, Interpreter>;
  /** Our results that speak for themselves. */
  readonly answered: ReadonlyMap<string, Interpreter>;
  /** Our results that need the station's call. */
  readonly answeredCall: ReadonlyMap<string, AnswerInterpreter>;
  /** The station's results that speak for themselves. */
  readonly confirmed: ReadonlyMap<string, Interpreter>;
  /** The station's results that need our call. */
  readonly confirmedCall: ReadonlyMap<string, AnswerInterpreter>;
}

export const byAction = <Entry>(table: Readonly<Record<string, Entry>>): ReadonlyMap<string, Entry> =>
  new Map(Object.entries(table));
