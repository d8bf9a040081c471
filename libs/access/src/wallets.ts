import { setTimeout as sleep } from 'node:timers/promises';
import {
  addCredit,
  evolveWallet,
  knownWallet,
  movementOf,
  openWalletSession,
  refuseWallet,
  releaseWalletSession,
  settledAfter,
  settleWalletSession,
  walletEventTypes,
  walletStream,
  withdrawCredit,
} from '@wattledger/charging';
import type {
  CreditChange,
  CreditMovement,
  Known,
  KnownWallet,
  SettledSession,
  Settlement,
  WalletDecision,
  WalletErrorCode,
  WalletEvent,
  Wallets,
  WalletSession,
  WalletState,
} from '@wattledger/charging';
import { FoldedStreams, newEvent } from '@wattledger/event-log';
import type { Ledger, NewEvent, RecordedEvent } from '@wattledger/event-log';
import { Fault, isRefusal } from '@wattledger/kernel';
import type { Refusal } from '@wattledger/kernel';

export type WalletRefusal = Refusal<WalletErrorCode>;

/** How often, and after which pauses, a log that is away is tried again while a station waits for its answer. */
const PAUSES_MS = [50, 150, 400];

/** What settles sessions: the platform itself. */
const SETTLER = 'platform';

/**
 * The wallets as streams of the log, `wallet-<id>`.
 *
 * Whoever is quicker has the credit: every movement names the revision it was decided on, and is decided anew where another came in
 * between. Call {@link follow} once, or {@link forget} from a follower of `wallet-` streams, so that what others write is seen here.
 */
export class StreamWallets implements Wallets {
  private readonly ledger: Ledger;
  private readonly wallets: FoldedStreams<WalletState>;
  private readonly histories: FoldedStreams<WalletHistory>;

  constructor(ledger: Ledger) {
    this.ledger = ledger;
    this.wallets = new FoldedStreams(ledger, { category: 'wallet', evolve });
    this.histories = new FoldedStreams(ledger, { category: 'wallet', evolve: withEvent }, HISTORIES);
  }

  /** Forgets what others change, until the signal. */
  async follow(signal: AbortSignal): Promise<void> {
    const after = await this.ledger.log.head();
    const filter = { streamPrefixes: [walletStream('')] };
    for await (const { events } of this.ledger.log.subscribe({ after, filter, signal })) {
      for (const { stream } of events) this.forget(stream);
    }
  }

  /** The stream was written to, here or elsewhere. Of other streams it does not care. */
  forget(stream: string): void {
    this.wallets.forget(stream);
  }

  /** A wallet as it stands, and the events that say so; `undefined` where nothing was ever paid in and no session ran. */
  async known(walletId: string): Promise<Known<KnownWallet | undefined>> {
    const { state, head } = await this.wallets.folded(walletId);
    if (!state) return { value: undefined, basis: [] };
    return { value: knownWallet(walletId, state), basis: [{ stream: head.stream, revision: head.revision }] };
  }

  /** Pays in. The same reference with the same amount counts once. */
  async addCredit(change: CreditChange): Promise<KnownWallet | WalletRefusal> {
    const earlier = await this.earlierMovement(change);
    return this.decide(change.walletId, change.by, (wallet) => addCredit(wallet, change, earlier));
  }

  /** Pays back what nobody has reserved. The same reference with the same amount counts once. */
  async withdraw(change: CreditChange): Promise<KnownWallet | WalletRefusal> {
    const earlier = await this.earlierMovement(change);
    return this.decide(change.walletId, change.by, (wallet) => withdrawCredit(wallet, change, earlier));
  }

  async openSession(walletId: string, session: WalletSession): Promise<WalletRefusal | undefined> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const opened = await this.decide(walletId, session.stationId, (wallet) => openWalletSession(wallet, walletId, session));
        return isRefusal(opened) ? (opened as WalletRefusal) : undefined;
      } catch (error) {
        if (!(error instanceof Fault && error.retryable)) throw error;
        const pause = PAUSES_MS[attempt];
        if (pause === undefined) return refuseWallet('wallet-unreachable');
        await sleep(pause);
      }
    }
  }

  /** Settles a session; told again, or after a crash, it changes nothing. A new price charges the difference. */
  async settle(walletId: string, settlement: Settlement): Promise<void> {
    const earlier = await this.earlierSettlement(walletId, settlement.sessionId);
    await this.decide(walletId, SETTLER, (wallet) => settleWalletSession(wallet, walletId, settlement, earlier));
  }

  /** Frees what a session has reserved, because somebody says that it is over. A price that comes after all is charged then. */
  async release(walletId: string, sessionId: string, by: string): Promise<KnownWallet | WalletRefusal> {
    return this.decide(walletId, by, (wallet) => releaseWalletSession(wallet, walletId, sessionId));
  }

  private async decide(
    walletId: string,
    actor: string,
    decide: (wallet: WalletState | undefined) => WalletDecision,
  ): Promise<KnownWallet | WalletRefusal> {
    const decided = await this.wallets.decide<WalletRefusal>(walletId, (wallet) => {
      const events = decide(wallet);
      return isRefusal(events)
        ? (events as WalletRefusal)
        : (events as readonly WalletEvent[]).map((event) => noted(event, actor));
    });
    if ('refused' in decided) return decided;
    return decided.state ? knownWallet(walletId, decided.state) : { walletId, openSessions: [] };
  }

  /** A wallet that was moved often remembers the newest movements; the older ones are in its stream. */
  private async earlierMovement({ walletId, reference }: CreditChange): Promise<CreditMovement | undefined> {
    const wallet = await this.wallets.get(walletId);
    if (!wallet?.forgets || wallet.movements.some((movement) => movement.reference === reference)) return undefined;
    return (await this.history(walletId)).movements.get(reference);
  }

  private async earlierSettlement(walletId: string, sessionId: string): Promise<SettledSession | undefined> {
    const wallet = await this.wallets.get(walletId);
    if (!wallet?.forgets || wallet.settled.some((session) => session.sessionId === sessionId)) return undefined;
    return (await this.history(walletId)).settled.get(sessionId);
  }

  private async history(walletId: string): Promise<WalletHistory> {
    return (await this.histories.getAnew(walletId)) ?? newHistory();
  }
}

/** Everything that was ever settled on a wallet, and paid in or back. */
interface WalletHistory {
  /** What is behind this revision is not in it. */
  upTo: number;
  readonly settled: Map<string, SettledSession>;
  readonly movements: Map<string, CreditMovement>;
}

/** Of the wallet of a fleet, which hundreds of sessions a day run on, a history is long: those in use are kept. */
const HISTORIES = 32;

const newHistory = (): WalletHistory => ({ upTo: -1, settled: new Map(), movements: new Map() });

/** Grows in place: a copy for every event would cost the square of them. */
function withEvent(history: WalletHistory = newHistory(), event: RecordedEvent): WalletHistory {
  // A reading that broke off half way is begun again where it had begun.
  if (event.revision <= history.upTo) return history;
  history.upTo = event.revision;
  const known = walletEvent(event);
  if (known?.type === 'WalletSessionSettled') {
    const { sessionId } = known.data;
    history.settled.set(sessionId, settledAfter(history.settled.get(sessionId), known));
  } else if (known?.type === 'CreditAdded' || known?.type === 'CreditWithdrawn') {
    const movement = movementOf(known);
    if (!history.movements.has(movement.reference)) history.movements.set(movement.reference, movement);
  }
  return history;
}

const types: ReadonlySet<string> = new Set(walletEventTypes);

const walletEvent = ({ type, data }: Pick<RecordedEvent, 'type' | 'data'>): WalletEvent | undefined =>
  types.has(type) ? ({ type, data } as WalletEvent) : undefined;

function evolve(state: WalletState | undefined, event: RecordedEvent): WalletState | undefined {
  const known = walletEvent(event);
  return known ? evolveWallet(state, known) : state;
}

const noted = ({ type, data }: WalletEvent, actor: string): NewEvent => newEvent(type, data, { actor });
