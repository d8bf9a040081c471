import { contractIdOf, knownAccount, knownToken } from '@wattledger/charging';
import type { Known, KnownAccount, KnownDriver, KnownGrant, KnownWallet, ShownToken } from '@wattledger/charging';
import type { Sealer } from '@wattledger/event-log';
import type { Drivers } from './drivers.ts';

/** Where wallets are looked up: by the account, or by the token where it has none. */
export interface WalletDirectory {
  known(walletId: string): Promise<Known<KnownWallet | undefined>>;
}

type Found = Omit<KnownDriver, 'account' | 'wallet'> & { readonly accountId?: string };

/** Looks up whoever shows a token: the token itself, a grant, or a PIN; then the account, then the wallet. */
export class DriverDirectory {
  private readonly drivers: Drivers;
  private readonly sealer: Sealer;
  private readonly wallets: WalletDirectory;

  constructor(drivers: Drivers, sealer: Sealer, wallets: WalletDirectory) {
    this.drivers = drivers;
    this.sealer = sealer;
    this.wallets = wallets;
  }

  async driver(shown: ShownToken): Promise<Known<KnownDriver>> {
    const found = shown.tokenType === 'KeyCode' ? await this.byPin(shown) : await this.byToken(shown);
    const { accountId, ...driver } = found.value;
    const account = accountId === undefined ? undefined : await this.account(accountId);
    const walletId = accountId ?? driver.registered?.tokenId;
    const wallet = walletId === undefined ? undefined : await this.walletOf(walletId);
    return {
      value: { ...driver, ...(account?.value && { account: account.value }), ...(wallet?.value && { wallet: wallet.value }) },
      basis: [...found.basis, ...(account?.basis ?? []), ...(wallet?.basis ?? [])],
    };
  }

  /** Whoever is known has a wallet, if an empty one: their sessions are counted in it. */
  private async walletOf(walletId: string): Promise<Known<KnownWallet>> {
    const { value, basis } = await this.wallets.known(walletId);
    return { value: value ?? { walletId, openSessions: [] }, basis };
  }

  private async byPin({ token, stationId }: ShownToken): Promise<Known<Found>> {
    return { value: await this.drivers.logIns.checkPin(token, stationId), basis: [] };
  }

  private async byToken({ token, tokenType }: ShownToken): Promise<Known<Found>> {
    const { streams } = this.drivers;
    const subject = this.sealer.subjectOf(token);
    const [plain, grant, contract] = await Promise.all([
      streams.tokens.known(subject),
      streams.grants.known(subject),
      this.byContract(token, tokenType),
    ]);
    const { state, basis } = plain.state ? plain : (contract ?? plain);
    const registered = state && (await this.opened(knownToken(state)));
    const accountId = registered?.accountId ?? grant.state?.accountId;
    return {
      value: {
        ...(registered && { registered }),
        ...(grant.state && { grant: shownGrant(grant.state) }),
        ...(accountId !== undefined && { accountId }),
      },
      basis: [...basis, ...grant.basis],
    };
  }

  /** A contract is found however it is spelled. OCPP 1.6 does not say that a token is one. */
  private async byContract(token: string, tokenType: string | undefined) {
    const contract = tokenType === undefined || tokenType === 'eMAID' ? contractIdOf(token) : undefined;
    if (contract === undefined) return undefined;
    const known = await this.drivers.streams.tokens.known(this.sealer.subjectOf(contract));
    return known.state?.type === 'eMAID' ? known : undefined;
  }

  private async account(accountId: string): Promise<Known<KnownAccount | undefined>> {
    const { state, basis } = await this.drivers.streams.accounts.known(accountId);
    return { value: state && (await this.opened(knownAccount(state))), basis };
  }

  /** Stations need to know the group in clear; once it was erased there is none. */
  private async opened<Value extends { readonly groupToken?: string }>({ groupToken, ...others }: Value) {
    const group = groupToken === undefined ? undefined : await this.sealer.unseal(groupToken);
    return { ...others, ...(group !== undefined && { groupToken: group }) };
  }
}

const shownGrant = ({ redeemed: _, ...grant }: KnownGrant & { readonly redeemed: boolean }): KnownGrant => grant;
