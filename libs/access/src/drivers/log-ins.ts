import { randomUUID } from 'node:crypto';
import { failed, forgiven, isLocked, refuseDriver } from '@wattledger/charging';
import type { AccountState, KnownSecret, LockOutKind, StationLogIn } from '@wattledger/charging';
import type { Sealer } from '@wattledger/event-log';
import { instantOf } from '@wattledger/kernel';
import type { Clock, Instant, Refusal } from '@wattledger/kernel';
import { jwtVerify, SignJWT } from 'jose';
import { normalName } from './accounts.ts';
import type { Accounts } from './accounts.ts';
import type { DriverKeys } from './driver-keys.ts';
import type { Grants } from './grants.ts';
import type { PasswordHasher } from './passwords.ts';
import type { AllDriverStreams } from './streams.ts';

const LOG_IN_SECONDS = 3_600;
const ISSUER = 'wattledger';
const AUDIENCE = 'wattledger:driver';
/** Nothing longer is hashed. */
const LONGEST_SECRET = 128;

/** A driver who has logged in. */
export interface DriverCaller {
  readonly role: 'driver';
  readonly accountId: string;
  readonly logInId: string;
  readonly expiresAt: Instant;
}

export interface LoggedIn {
  readonly accessToken: string;
  readonly expiresAt: Instant;
  readonly accountId: string;
}

/** A door at which guesses are counted. */
interface Door {
  readonly kind: LockOutKind;
  readonly key: string;
}

interface Parts {
  readonly streams: AllDriverStreams;
  readonly accounts: Accounts;
  readonly grants: Grants;
  readonly sealer: Sealer;
  readonly keys: DriverKeys;
  readonly hasher: PasswordHasher;
  readonly clock: Clock;
}

type Checked = { readonly outcome: 'verified'; readonly account: AccountState } | { readonly outcome: 'wrong' | 'locked' };

/**
 * Lets drivers show who they are. A user name that nobody has behaves as one that somebody has: the same work, the same locks, the
 * same answer.
 */
export class LogIns {
  private readonly parts: Parts;

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** @param address of whoever asks; guesses from there are counted, too */
  async logIn(userName: string, password: string, address: string): Promise<LoggedIn | Refusal> {
    if (this.parts.hasher.isBusy) return refuseDriver('log-in-busy');
    const checked = await this.checkPassword(userName, password, { kind: 'address', key: this.subjectOfAddress(address) });
    if (checked.outcome === 'locked') return refuseDriver('log-in-locked');
    if (checked.outcome !== 'verified') return refuseDriver('log-in-refused');
    const { accountId } = checked.account;
    const logInId = randomUUID();
    const expiresAt = instantOf(new Date(this.parts.clock().getTime() + LOG_IN_SECONDS * 1_000));
    await this.note(accountId, { accountId, by: 'password', logInId, expiresAt });
    const accessToken = await new SignJWT()
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(accountId)
      .setJti(logInId)
      .setExpirationTime(new Date(expiresAt))
      .sign(this.parts.keys.signing);
    return { accessToken, expiresAt, accountId };
  }

  async logOut({ accountId, logInId }: DriverCaller): Promise<void> {
    const loggedOut = { type: 'LoggedOut', data: { accountId, logInId } } as const;
    await this.parts.streams.accounts.decide(accountId, () => [loggedOut], `account:${accountId}`);
  }

  /** Whose log-in this is; `undefined` for one that has expired or ended, or is not even one. */
  async callerOf(jwt: string): Promise<DriverCaller | undefined> {
    const named = await this.namedIn(jwt);
    const account = named && (await this.parts.accounts.get(named.accountId));
    if (!named || account?.status !== 'active') return undefined;
    const open = account.logIns.find(({ logInId }) => logInId === named.logInId);
    return open && { role: 'driver', accountId: named.accountId, ...open };
  }

  /** A user name and a password that a station has collected; whoever is right gets a grant for that station. */
  async logInAtStation(shown: { stationId: string; userName: string; password: string }): Promise<StationLogIn> {
    const { stationId, userName, password } = shown;
    if (this.parts.hasher.isBusy) return { secret: { kind: 'password', outcome: 'locked' } };
    const checked = await this.checkPassword(userName, password, { kind: 'station', key: stationId });
    const secret: KnownSecret = { kind: 'password', outcome: checked.outcome };
    if (checked.outcome !== 'verified') return { secret };
    const { accountId } = checked.account;
    await this.note(accountId, { accountId, by: 'password', stationId });
    const { token, expiresAt } = await this.parts.grants.issue({ accountId, stationId, by: 'password' });
    return { secret, accountId, grant: { token, expiresAt } };
  }

  /** A PIN that was typed at a station. It tells whose it is by itself, so guesses are counted for the station. */
  async checkPin(pin: string, stationId: string): Promise<{ secret: KnownSecret; accountId?: string }> {
    const { streams, keys, accounts, hasher } = this.parts;
    const door: Door = { kind: 'station', key: stationId };
    const locked = { secret: { kind: 'pin', outcome: 'locked' } } as const;
    if (hasher.isBusy || (await this.anyLocked([door]))) return locked;
    const accountId = (await streams.pins.get(keys.pinId(pin)))?.accountId;
    const account = accountId === undefined ? undefined : await accounts.get(accountId);
    const right = await hasher.verify(pin.toUpperCase().slice(0, LONGEST_SECRET), account?.pinHash);
    if (!right || !account) {
      await this.fail([door]);
      return { secret: { kind: 'pin', outcome: 'wrong' } };
    }
    // As with passwords: a right one does not make up for guesses at the same station.
    return { secret: { kind: 'pin', outcome: 'verified' }, accountId: account.accountId };
  }

  private async checkPassword(userName: string, password: string, from: Door): Promise<Checked> {
    const { accounts, streams, hasher } = this.parts;
    const loginSubject = accounts.loginSubject(normalName(userName).slice(0, LONGEST_SECRET));
    const own: Door = { kind: 'account', key: loginSubject };
    if (await this.anyLocked([own, from])) return { outcome: 'locked' };
    const accountId = await accounts.holderOf(loginSubject);
    const account = accountId === undefined ? undefined : await accounts.get(accountId);
    const tooLong = password.length > LONGEST_SECRET;
    const right = await hasher.verify(password.slice(0, LONGEST_SECRET), account?.passwordHash);
    // Guesses that were made at the same time count against each other.
    if (await this.anyLocked([own, from])) return { outcome: 'locked' };
    if (!right || tooLong || account?.status !== 'active') {
      await this.fail([own, from]);
      return { outcome: 'wrong' };
    }
    // Whoever knows one password may not wash an address clean with it to go on guessing others.
    const { lockOuts } = streams;
    await lockOuts.decide(streamId(own), forgiven(own.kind, own.key), 'platform');
    return { outcome: 'verified', account };
  }

  private async anyLocked(doors: readonly Door[]): Promise<boolean> {
    const at = instantOf(this.parts.clock());
    const states = await Promise.all(doors.map((door) => this.parts.streams.lockOuts.get(streamId(door))));
    return states.some((state) => isLocked(state, at));
  }

  private async fail(doors: readonly Door[]): Promise<void> {
    const at = instantOf(this.parts.clock());
    const { lockOuts } = this.parts.streams;
    await Promise.all(doors.map((door) => lockOuts.decide(streamId(door), failed(door.kind, door.key, at), 'platform')));
  }

  private async note(
    accountId: string,
    data: { accountId: string; by: 'password'; stationId?: string; logInId?: string; expiresAt?: Instant },
  ): Promise<void> {
    await this.parts.streams.accounts.decide(accountId, () => [{ type: 'LogInSucceeded', data }], `account:${accountId}`);
  }

  private subjectOfAddress(address: string): string {
    return this.parts.sealer.subjectOf(`address ${address}`);
  }

  private async namedIn(jwt: string): Promise<{ accountId: string; logInId: string } | undefined> {
    try {
      const { payload } = await jwtVerify(jwt, this.parts.keys.signing, {
        algorithms: ['HS256'],
        issuer: ISSUER,
        audience: AUDIENCE,
        currentDate: this.parts.clock(),
      });
      const { sub, jti } = payload;
      return sub === undefined || jti === undefined ? undefined : { accountId: sub, logInId: jti };
    } catch {
      return undefined;
    }
  }
}

const streamId = ({ kind, key }: Door): string => `${kind}-${key}`;
