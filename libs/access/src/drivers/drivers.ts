import type { DriverDesk, StationLogIn } from '@wattledger/charging';
import type { Ledger, Sealer } from '@wattledger/event-log';
import type { Clock, Refusal } from '@wattledger/kernel';
import { Accounts } from './accounts.ts';
import { DriverKeys } from './driver-keys.ts';
import { Grants } from './grants.ts';
import { LogIns } from './log-ins.ts';
import { PasswordHasher } from './passwords.ts';
import { AllDriverStreams, driverStreamPrefixes } from './streams.ts';
import { Tokens } from './tokens.ts';

export interface DriversOptions {
  readonly ledger: Ledger;
  readonly sealer: Sealer;
  /** Derived from the master key, see `MasterKey.hashingKey`. */
  readonly key: Buffer;
  readonly clock: Clock;
}

/**
 * Who drives: accounts, tokens, PINs, grants and log-ins. All are short event streams that hold pseudonyms, sealed texts and hashes.
 *
 * Call {@link follow} once, so that what is changed anywhere holds everywhere.
 */
export class Drivers implements DriverDesk {
  readonly accounts: Accounts;
  readonly tokens: Tokens;
  readonly grants: Grants;
  readonly logIns: LogIns;
  readonly streams: AllDriverStreams;
  private readonly ledger: Ledger;

  constructor({ ledger, sealer, key, clock }: DriversOptions) {
    const keys = new DriverKeys(key);
    const hasher = new PasswordHasher(keys.pepper);
    const streams = new AllDriverStreams(ledger);
    this.ledger = ledger;
    this.streams = streams;
    this.accounts = new Accounts(streams, sealer, keys, hasher);
    this.tokens = new Tokens(streams, sealer);
    this.grants = new Grants(streams, sealer, keys, clock);
    const { accounts, grants } = this;
    this.logIns = new LogIns({ streams, accounts, grants, sealer, keys, hasher, clock });
  }

  /** Forgets what others change, until the signal. */
  async follow(signal: AbortSignal): Promise<void> {
    const after = await this.ledger.log.head();
    const filter = { streamPrefixes: [...driverStreamPrefixes] };
    for await (const { events } of this.ledger.log.subscribe({ after, filter, signal })) {
      for (const { stream } of events) this.streams.forget(stream);
    }
  }

  logInAtStation(shown: { stationId: string; userName: string; password: string }): Promise<StationLogIn> {
    return this.logIns.logInAtStation(shown);
  }

  useGrant(grantId: string, sessionId: string): Promise<Refusal | undefined> {
    return this.grants.use(grantId, sessionId);
  }
}
