import { evolveAccount, evolveClaim, evolveGrant, evolveLockOut, evolveToken } from '@wattledger/charging';
import type { AccountState, ClaimState, GrantState, LockOutState, PlatformEvent, TokenState } from '@wattledger/charging';
import { FoldedStreams, newEvent } from '@wattledger/event-log';
import type { Basis } from '@wattledger/charging';
import type { Folded, Ledger, NewEvent, RecordedEvent } from '@wattledger/event-log';
import { isRefusal } from '@wattledger/kernel';
import type { Refusal } from '@wattledger/kernel';

type Evolve<State> = (state: State | undefined, event: PlatformEvent) => State | undefined;

/** One kind of the drivers' streams, written by the domain's deciders. */
export class DriverStreams<State> {
  private readonly streams: FoldedStreams<State>;

  constructor(ledger: Ledger, category: string, evolve: Evolve<State>) {
    this.streams = new FoldedStreams(ledger, { category, evolve: (state, event) => evolve(state, eventOf(event)) });
  }

  get(id: string): Promise<State | undefined> {
    return this.streams.get(id);
  }

  /** As the log has it now, whatever was read before. */
  getAnew(id: string): Promise<State | undefined> {
    return this.streams.getAnew(id);
  }

  /** The state, and what it is known from; nothing where there is no such stream. */
  async known(id: string): Promise<{ state: State | undefined; basis: readonly Basis[] }> {
    const { state, head } = await this.streams.folded(id);
    return { state, basis: head.revision < 0 ? [] : [{ stream: head.stream, revision: head.revision }] };
  }

  async decide(
    id: string,
    decide: (state: State | undefined) => readonly PlatformEvent[] | Refusal,
    actor: string,
  ): Promise<Folded<State> | Refusal> {
    return this.streams.decide(id, (state): readonly NewEvent[] | Refusal => {
      const decided = decide(state);
      return isRefusal(decided) ? decided : decided.map(({ type, data }) => newEvent(type, data, { actor }));
    });
  }

  forget(stream: string): void {
    this.streams.forget(stream);
  }
}

/** Types and data of the drivers' streams are this platform's own. */
const eventOf = ({ type, data }: RecordedEvent): PlatformEvent => ({ type, data }) as PlatformEvent;

/** Every kind of stream that drivers are known from. */
export class AllDriverStreams {
  readonly accounts: DriverStreams<AccountState>;
  readonly tokens: DriverStreams<TokenState>;
  readonly grants: DriverStreams<GrantState>;
  readonly loginNames: DriverStreams<ClaimState>;
  readonly pins: DriverStreams<ClaimState>;
  readonly lockOuts: DriverStreams<LockOutState>;

  constructor(ledger: Ledger) {
    this.accounts = new DriverStreams(ledger, 'account', evolveAccount);
    this.tokens = new DriverStreams(ledger, 'token', evolveToken);
    this.grants = new DriverStreams(ledger, 'grant', evolveGrant);
    this.loginNames = new DriverStreams(ledger, 'login', evolveClaim);
    this.pins = new DriverStreams(ledger, 'pin', evolveClaim);
    this.lockOuts = new DriverStreams(ledger, 'lockout', evolveLockOut);
  }

  forget(stream: string): void {
    const { accounts, tokens, grants, loginNames, pins, lockOuts } = this;
    for (const streams of [accounts, tokens, grants, loginNames, pins, lockOuts]) streams.forget(stream);
  }
}

/** What a follower of the log must ask for to forget what others change. */
export const driverStreamPrefixes = ['account-', 'token-', 'grant-', 'login-', 'pin-', 'lockout-'] as const;
