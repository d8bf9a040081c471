import type { Instant, Refusal } from '@wattledger/kernel';
import type { Basis } from './decisions.ts';
import type { KnownDriver, StationLogIn } from './drivers/known-driver.ts';
import type { KnownTariff, TariffVersion } from './pricing/tariff.ts';
import type { StationProfile } from './stations/station-profile.ts';

/** What the platform knows beside what a station says, looked up before a question is put. */
export interface Directory {
  station(stationId: string): StationProfile | Promise<StationProfile>;
  /** Whoever shows this token at this place, and the events that say so. Checks a PIN where the token is one. */
  driver(shown: ShownToken): Promise<Known<KnownDriver>>;
  /** A tariff as it was in that version. */
  tariff(version: TariffVersion): Promise<Known<KnownTariff | undefined>>;
  /** What a session that starts then pays; `undefined` where nothing is assigned to it. */
  tariffFor(session: SessionToPrice): Promise<Known<KnownTariff | undefined>>;
}

/** What decides which tariff a session is under. */
export interface SessionToPrice {
  readonly stationId: string;
  readonly station: StationProfile;
  readonly startedAt: Instant;
  readonly accountId?: string;
  readonly groupToken?: string;
  /** Named by whoever authorized the driver: comes before every assignment. */
  readonly tariffId?: string;
}

export interface ShownToken {
  readonly stationId: string;
  readonly token: string;
  readonly tokenType?: string;
}

/** Something that is known, and the events it is known from. */
export interface Known<Value> {
  readonly value: Value;
  readonly basis: readonly Basis[];
}

/** Where drivers show who they are. */
export interface DriverDesk {
  /** Checks what a station has collected. Nothing of it is kept. */
  logInAtStation(shown: {
    readonly stationId: string;
    readonly userName: string;
    readonly password: string;
  }): Promise<StationLogIn>;
  /**
   * Notes the session that is started with a grant. The same session may come again.
   *
   * @returns a refusal `grant-used` where another session was quicker
   */
  useGrant(grantId: string, sessionId: string): Promise<Refusal | undefined>;
}

/** The wallets that sessions run on. */
export interface Wallets {
  /**
   * Notes that a session runs, and takes what is reserved for it. The same session opened again changes nothing.
   *
   * @returns a refusal `too-many-sessions` or `credit-too-low` where other sessions were quicker, `wallet-unreachable` where the log is
   */
  openSession(walletId: string, session: WalletSession): Promise<Refusal | undefined>;
}

export interface WalletSession {
  readonly sessionId: string;
  readonly stationId: string;
  readonly openedAt: Instant;
  /** How many sessions may run on the wallet at once, this one included. */
  readonly concurrentSessions?: number;
  readonly reserve?: { readonly amount: string; readonly currency: string };
}
