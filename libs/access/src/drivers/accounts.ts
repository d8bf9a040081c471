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
import type { AccountDetails, AccountState, PlatformEvent } from '@wattledger/charging';
import type { Sealer } from '@wattledger/event-log';
import { isRefusal } from '@wattledger/kernel';
import type { Refusal } from '@wattledger/kernel';
import type { DriverKeys } from './driver-keys.ts';
import type { PasswordHasher } from './passwords.ts';
import type { AllDriverStreams } from './streams.ts';

const USER_NAME = /^\P{Cc}{1,100}$/u;
const PIN = /^[A-Za-z0-9]{6,20}$/;

/** What is said of an account, in clear: it is sealed on its way into the log. */
export interface AccountRequest extends AccountDetails {
  readonly userName: string;
  readonly password?: string;
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
    const claimed = await this.claimName(accountId, loginSubject, openedBy);
    if (claimed) return claimed;
    const opened: PlatformEvent[] = [
      {
        type: 'AccountOpened',
        data: { accountId, userName: await this.sealer.seal(name), loginSubject, details: await this.sealed(details), openedBy },
      },
    ];
    if (password !== undefined) {
      opened.push({ type: 'PasswordSet', data: { accountId, passwordHash: await this.hasher.hash(password), setBy: openedBy } });
    }
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
    const taken: PlatformEvent = { type: 'PinTaken', data: { accountId } };
    const claimed = await this.streams.pins.decide(pinId, claim(accountId, taken, refuseDriver('pin-unusable')), by);
    if (isRefusal(claimed)) return claimed;
    const refusal = no(
      await this.streams.accounts.decide(accountId, setPin(pinId, await this.hasher.hash(pin.toUpperCase()), by), by),
    );
    if (!refusal && account.pinId !== pinId) await this.releasePin(accountId, account.pinId, by);
    return refusal;
  }

  private async releasePin(accountId: string, pinId: string | undefined, by: string): Promise<void> {
    if (pinId === undefined) return;
    await this.streams.pins.decide(pinId, release(accountId, { type: 'PinReleased', data: { accountId } }), by);
  }

  /** A name that was claimed by an account which then was not opened, because the platform died in between, is free. */
  private async claimName(accountId: string, loginSubject: string, by: string): Promise<Refusal | undefined> {
    const holder = await this.holderOf(loginSubject);
    const orphan = holder !== undefined && (await this.get(holder)) === undefined ? holder : undefined;
    const taken: PlatformEvent = { type: 'LoginNameTaken', data: { accountId } };
    return no(
      await this.streams.loginNames.decide(
        loginSubject,
        (state) => claim(accountId, taken, refuseDriver('user-name-taken'))(state?.accountId === orphan ? undefined : state),
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
