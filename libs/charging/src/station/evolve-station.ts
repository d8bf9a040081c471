import type { Instant } from '@wattledger/kernel';
import type { Fact } from '@wattledger/ocpp';
import { callAnswered, withCalls } from './calls.ts';
import { withAnswer, withCallSent, withCallUnanswered, withoutCallsInFlight, withReadingTaken } from './command-context.ts';
import type { FactSource, MessageHappening, StationHappening } from './happening.ts';
import { endedSession, hearingKey, openSession, saidTime, sessionNamed } from './open-sessions.ts';
import { withReadings, withStatus } from './place-context.ts';
import { withEnd, withRestart, withStart, withStopNamed, withUpdate } from './session-context.ts';
import { withReservation } from './reservation-context.ts';
import { withDriver, withExpectedDrivers } from './driver-context.ts';
import { withTimestamp } from './station-clock.ts';
import type { StationFact } from './station-facts.ts';
import type { StationState } from './station-state.ts';

export interface StationEvolution {
  readonly state: StationState;
  readonly facts: readonly StationFact[];
}

/**
 * Puts the next happening of a station's stream in the context of what came before.
 *
 * Pure: the same stream gives the same facts, however it is cut. Calls are paired with their answers, readings find their
 * session, what is repeated is told once, what is late does not turn the present back, and lost ends are noticed.
 */
export function evolveStation(state: StationState, happening: StationHappening, source: FactSource): StationEvolution {
  const facts: StationFact[] = [];
  const next =
    happening.kind === 'message' ? withMessage(state, happening, source, facts) : withPlatform(state, happening, source, facts);
  return { state: next, facts };
}

function withPlatform(
  state: StationState,
  happening: Exclude<StationHappening, MessageHappening>,
  source: FactSource,
  facts: StationFact[],
): StationState {
  switch (happening.type) {
    case 'StationConnected': {
      const next = withoutCallsInFlight(state, facts);
      facts.push({ type: 'StationConnected', connection: happening.data });
      return { ...next, connected: true, connectionEpoch: source.connectionEpoch };
    }
    case 'StationDisconnected': {
      // The end of a connection that a newer one has replaced is no news.
      if ((source.connectionEpoch ?? 0) < (state.connectionEpoch ?? 0)) return state;
      facts.push({ type: 'StationDisconnected', cause: happening.data.cause });
      return { ...state, connected: false };
    }
    case 'SessionPriced': {
      const { transactionId, amount, currency, terms } = happening.data;
      const walletId = terms?.walletId;
      const sessionId = sessionNamed(state, transactionId);
      facts.push({
        type: 'SessionPriced',
        sessionId,
        amount,
        currency,
        price: happening.data,
        ...(walletId !== undefined && { walletId }),
      });
      return state;
    }
    case 'SessionPricingFailed': {
      const sessionId = sessionNamed(state, happening.data.transactionId);
      facts.push({ type: 'SessionPricingFailed', sessionId, failed: happening.data });
      return state;
    }
    case 'AuthorizationDecided':
      return withDriver(state, happening.data, facts);
    case 'CallUnanswered':
      return withCallUnanswered(state, happening.data.cause, source, facts);
  }
}

function withMessage(state: StationState, happening: MessageHappening, source: FactSource, facts: StationFact[]): StationState {
  const { message } = happening;
  const { version, action, direction, kind } = message;
  facts.push({ type: 'MessageExchanged', version, action, direction, kind, deviates: message.deviations.length > 0 });
  const call = callAnswered(state, message);
  let next = withCalls(state, happening, source);
  if (direction === 'toStation' && kind === 'call') next = withCallSent(next, message, source, facts);
  if (direction === 'fromStation' && (kind === 'result' || kind === 'error'))
    next = withAnswer(next, message, call, source, facts);
  if (happening.facts.length === 0) return next;
  const stop = withStopNamed(next, happening.facts);
  if (isRepetition(stop.state, stop.facts)) return next;
  next = stop.state;
  for (const fact of stop.facts) next = withFact(withStationTime(next, fact, source, facts), fact, source, facts);
  return withExpectedDrivers(next, facts);
}

/** The same TransactionEvent or StopTransaction once more, because our answer to it was lost. */
function isRepetition(state: StationState, facts: readonly Fact[]): boolean {
  for (const fact of facts) {
    if (fact.type === 'SessionEnded') {
      return !openSession(state, fact.transactionId) && endedSession(state, fact.transactionId) !== undefined;
    }
    if (fact.type !== 'SessionStarted' && fact.type !== 'SessionUpdated') continue;
    const key = hearingKey(fact);
    return key !== undefined && openSession(state, fact.transactionId)?.heard.includes(key) === true;
  }
  return false;
}

/** Learns from the times that stations put on what they report as it happens. */
function withStationTime(state: StationState, fact: Fact, source: FactSource, facts: StationFact[]): StationState {
  const said = liveTimeOf(fact);
  if (said === undefined) return state;
  const clock = withTimestamp(state.clock, said, source.receivedAt);
  if (clock === state.clock) return state;
  if (clock.skewMs !== undefined && clock.skewMs !== state.clock.skewMs) {
    facts.push({ type: 'ClockSkewEstimated', skewMs: clock.skewMs });
  }
  return { ...state, clock };
}

function liveTimeOf(fact: Fact): Instant | undefined {
  switch (fact.type) {
    case 'ConnectorStatusReported':
    case 'MetersRead':
    case 'StationEventReported':
      return saidTime(fact);
    case 'SessionStarted':
    case 'SessionUpdated':
      return fact.offline ? undefined : saidTime(fact);
    default:
      return undefined;
  }
}

function withFact(state: StationState, fact: Fact, source: FactSource, facts: StationFact[]): StationState {
  switch (fact.type) {
    case 'StationBooted': {
      facts.push(fact);
      const asked = state.bootAsked === true || fact.reason === 'Triggered';
      const next = state.bootAsked ? { ...state, bootAsked: undefined } : state;
      return asked ? next : withRestart(next, fact.at, facts);
    }
    case 'ConnectorStatusReported':
      return withStatus(state, fact, source, facts);
    case 'SessionStarted':
      return withStart(state, fact, facts);
    case 'SessionUpdated':
      return withUpdate(state, fact, facts);
    case 'SessionEnded':
      return withEnd(state, fact, facts);
    case 'MetersRead': {
      const next = withReadings(state, fact, source, facts);
      const told = facts.at(-1);
      return told?.type === 'MetersRead' ? withReadingTaken(next, told, source, facts) : next;
    }
    case 'CostAnnounced':
      facts.push({ ...fact, sessionId: sessionNamed(state, fact.transactionId) });
      return state;
    case 'ReservationChanged':
      return withReservation(state, fact, facts);
    case 'VariablesReported':
      for (const variable of fact.variables) facts.push({ type: 'VariableReported', at: fact.at, ...variable });
      return state;
    case 'BatterySwapped':
      for (const battery of fact.batteries) {
        facts.push({ type: 'BatterySwappedInOrOut', at: fact.at, direction: fact.direction, ...battery });
      }
      return state;
    default:
      facts.push(fact);
      return state;
  }
}
