import { randomUUID } from 'node:crypto';
import {
  blockAccount,
  changeAccount,
  claim,
  closeAccount,
  refuseDriver,
  release,
  setPassword,
  setPin,
  unblockAccount,
} from '@wattledger/charging';
import type { AccountDetails, AccountState, ClaimState, PlatformEvent } from '@wattledger/charging';
import type { Sealer } from '@wattledger/event-log';
import { isRefusal } from '@wattledger/kernel';
import type { Refusal } from '@wattledger/kernel';
import type { DriverKeys } from './driver-keys.ts';
import type { PasswordHasher } from './passwords.ts';
import type { AllDriverStreams, DriverStreams } from './streams.ts';

const USER_NAME = /^\P{Cc}{1,100}$/u;
const PIN = /^[A-Za-z0-9]{6,20}$/;

/** What is said of an account, in clear: it is sealed on its way into the log. */
export interface AccountRequest extends AccountDetails {
  readonly userName: string;
  readonly password?: string;
}

interface Claiming {
  readonly taken: Extract<PlatformEvent, { type: 'LoginNameTaken' | 'PinTaken' }>;
  /** Where another account has it. */
  readonly refusal: Refusal;
  /** Whether the account that has claimed it has it. */
  readonly isHeld: (account: AccountState) => boolean;
  readonly by: string;
}

/** The accounts of drivers. User names are one whatever their case, and belong to one account each. */
export class Accounts {
  private readonly streams: AllDriverStreams;
  private readonly sealer: Sealer;
  private readonly keys: DriverKeys;
  private readonly hasher: PasswordHasher;

  constructor(streams: AllDriverStreams, sealer: Sealer, keys: DriverKeys, hasher: PasswordHasher) {
    this.streams = streams;
    this.sealer = sealer;
    this.keys = keys;
    this.hasher = hasher;
  }

  get(accountId: string): Promise<AccountState | undefined> {
    return this.streams.accounts.get(accountId);
  }

  /** Names the stream of a user name. */
  loginSubject(userName: string): string {
    return this.sealer.subjectOf(normalName(userName));
  }

  /** The account that this user name belongs to now. */
  idOf(userName: string): Promise<string | undefined> {
    return this.holderOf(this.loginSubject(userName));
  }

  /** The account that a user name belongs to now, by the name of its stream. */
  async holderOf(loginSubject: string): Promise<string | undefined> {
    return (await this.streams.loginNames.get(loginSubject))?.accountId;
  }

  /** @returns its id, or a refusal `user-name-taken`, `user-name-invalid`, `account-password-weak` */
  async open({ userName, password, ...details }: AccountRequest, openedBy: string): Promise<{ accountId: string } | Refusal> {
    const name = normalName(userName);
    if (!USER_NAME.test(name)) return refuseDriver('user-name-invalid');
    const weak = password === undefined ? undefined : weakness(password, name);
    if (weak) return weak;
    const accountId = randomUUID();
    const loginSubject = this.loginSubject(name);
    const passwordHash = password === undefined ? undefined : await this.hasher.hash(password);
    const claimed = await this.claimName(accountId, loginSubject, openedBy);
    if (claimed) return claimed;
    const opened: PlatformEvent[] = [
      {
        type: 'AccountOpened',
        data: { accountId, userName: await this.sealer.seal(name), loginSubject, details: await this.sealed(details), openedBy },
      },
    ];
    if (passwordHash !== undefined) opened.push({ type: 'PasswordSet', data: { accountId, passwordHash, setBy: openedBy } });
    await this.streams.accounts.decide(accountId, () => opened, openedBy);
    return { accountId };
  }

  async change(accountId: string, changes: AccountDetails, changedBy: string): Promise<Refusal | undefined> {
    const sealed = await this.sealed(changes);
    return no(await this.streams.accounts.decide(accountId, changeAccount(sealed, changedBy), changedBy));
  }

  async block(accountId: string, reason: string | undefined, by: string): Promise<Refusal | undefined> {
    return no(await this.streams.accounts.decide(accountId, blockAccount(reason, by), by));
  }

  async unblock(accountId: string, by: string): Promise<Refusal | undefined> {
    return no(await this.streams.accounts.decide(accountId, unblockAccount(by), by));
  }

  /** Its user name and its PIN are free again. */
  async close(accountId: string, by: string): Promise<Refusal | undefined> {
    const before = await this.get(accountId);
    const refusal = no(await this.streams.accounts.decide(accountId, closeAccount(by), by));
    if (refusal || !before) return refusal;
    const released: PlatformEvent = { type: 'LoginNameReleased', data: { accountId } };
    await this.streams.loginNames.decide(before.loginSubject, release(accountId, released), by);
    await this.releasePin(accountId, before.pinId, by);
    return undefined;
  }

  /** Sets or resets the password. Every log-in of the account ends. */
  async setPassword(accountId: string, password: string, by: string): Promise<Refusal | undefined> {
    const account = await this.get(accountId);
    if (!account) return refuseDriver('account-unknown');
    const weak = weakness(password, (await this.sealer.unseal(account.userName)) ?? '');
    if (weak) return weak;
    return no(await this.streams.accounts.decide(accountId, setPassword(await this.hasher.hash(password), by), by));
  }

  /** A PIN tells by itself whose it is, so that no two accounts have the same. */
  async setPin(accountId: string, pin: string, by: string): Promise<Refusal | undefined> {
    if (!PIN.test(pin)) return refuseDriver('pin-invalid');
    const account = await this.get(accountId);
    if (!account) return refuseDriver('account-unknown');
    if (account.status === 'closed') return refuseDriver('account-closed');
    const pinId = this.keys.pinId(pin);
    const pinHash = await this.hasher.hash(pin.toUpperCase());
    const claimed = await this.claimPin(accountId, pinId, by);
    if (claimed) return claimed;
    const refusal = no(await this.streams.accounts.decide(accountId, setPin(pinId, pinHash, by), by));
    if (!refusal && account.pinId !== pinId) await this.releasePin(accountId, account.pinId, by);
    return refusal;
  }

  private async releasePin(accountId: string, pinId: string | undefined, by: string): Promise<void> {
    if (pinId === undefined) return;
    await this.streams.pins.decide(pinId, release(accountId, { type: 'PinReleased', data: { accountId } }), by);
  }

  private claimName(accountId: string, loginSubject: string, by: string): Promise<Refusal | undefined> {
    const taken = { type: 'LoginNameTaken', data: { accountId } } as const;
    const isHeld = ({ status }: AccountState) => status !== 'closed';
    return this.claim(this.streams.loginNames, loginSubject, { taken, refusal: refuseDriver('user-name-taken'), isHeld, by });
  }

  private claimPin(accountId: string, pinId: string, by: string): Promise<Refusal | undefined> {
    const taken = { type: 'PinTaken', data: { accountId } } as const;
    const isHeld = (account: AccountState) => account.pinId === pinId;
    return this.claim(this.streams.pins, pinId, { taken, refusal: refuseDriver('pin-unusable'), isHeld, by });
  }

  /**
   * A name or a PIN and the account that has it are in two streams, and the platform may die between the two: what an account has
   * claimed and does not have, or has no more, is free.
   */
  private async claim(
    claims: DriverStreams<ClaimState>,
    id: string,
    { taken, refusal, isHeld, by }: Claiming,
  ): Promise<Refusal | undefined> {
    const holder = (await claims.get(id))?.accountId;
    // Another process may have given it just now what it had claimed.
    const account = holder === undefined ? undefined : await this.streams.accounts.getAnew(holder);
    const orphan = account && isHeld(account) ? undefined : holder;
    return no(
      await claims.decide(
        id,
        (state) => claim(taken.data.accountId, taken, refusal)(state?.accountId === orphan ? undefined : state),
        by,
      ),
    );
  }

  private async sealed({ name, groupToken, ...others }: AccountDetails): Promise<AccountDetails> {
    const sealed = async (text: string | null | undefined) => (text ? this.sealer.seal(text) : text);
    return {
      ...others,
      ...(name !== undefined && { name: await sealed(name) }),
      ...(groupToken !== undefined && { groupToken: await sealed(groupToken) }),
    };
  }
}

export const normalName = (userName: string): string => userName.normalize('NFKC').trim();

function weakness(password: string, userName: string): Refusal | undefined {
  const tooShort = password.length < 10 || password.length > 128;
  return tooShort || password.toLowerCase() === userName.toLowerCase() ? refuseDriver('account-password-weak') : undefined;
}

export const no = (outcome: unknown): Refusal | undefined => (isRefusal(outcome) ? outcome : undefined);
