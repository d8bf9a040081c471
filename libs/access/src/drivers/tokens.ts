import { blockToken, changeToken, contractIdOf, issueToken, refuseDriver, revokeToken, unblockToken } from '@wattledger/charging';
import type { TokenDetails, TokenState, TokenType } from '@wattledger/charging';
import type { Sealer } from '@wattledger/event-log';
import type { Refusal } from '@wattledger/kernel';
import { no } from './accounts.ts';
import { isToken } from './driver-keys.ts';
import type { AllDriverStreams } from './streams.ts';

export interface TokenRequest extends TokenDetails {
  readonly token: string;
  readonly tokenType: TokenType;
}

/** Tokens: cards, fobs, contracts. Upper and lower case are one, as in OCPP 1.6 `CiString`. */
export class Tokens {
  private readonly streams: AllDriverStreams;
  private readonly sealer: Sealer;

  constructor(streams: AllDriverStreams, sealer: Sealer) {
    this.streams = streams;
    this.sealer = sealer;
  }

  get(tokenId: string): Promise<TokenState | undefined> {
    return this.streams.tokens.get(tokenId);
  }

  /** A contract is one however it is spelled. */
  tokenIdOf(token: string, tokenType: string): string {
    return this.sealer.subjectOf(tokenType === 'eMAID' ? (contractIdOf(token) ?? token) : token);
  }

  /** @returns its id, or a refusal `token-exists`, `token-invalid`, `account-unknown` */
  async issue({ token, tokenType, ...details }: TokenRequest, issuedBy: string): Promise<{ tokenId: string } | Refusal> {
    if (!isToken(token)) return refuseDriver('token-invalid');
    const contract = tokenType === 'eMAID' ? contractIdOf(token) : token;
    if (contract === undefined) return refuseDriver('token-invalid', 'This is no contract id (ISO 15118-2, Annex H).');
    const stranger = await this.stranger(details.accountId);
    if (stranger) return stranger;
    const tokenId = this.tokenIdOf(token, tokenType);
    const issue = { tokenId, token: await this.sealer.seal(contract), tokenType, details: await this.sealed(details), issuedBy };
    return no(await this.streams.tokens.decide(tokenId, issueToken(issue), issuedBy)) ?? { tokenId };
  }

  async change(tokenId: string, changes: TokenDetails, by: string): Promise<Refusal | undefined> {
    const stranger = await this.stranger(changes.accountId);
    if (stranger) return stranger;
    const sealed = await this.sealed(changes);
    return no(await this.streams.tokens.decide(tokenId, changeToken(sealed, by), by));
  }

  async block(tokenId: string, reason: string | undefined, by: string): Promise<Refusal | undefined> {
    return no(await this.streams.tokens.decide(tokenId, blockToken(reason, by), by));
  }

  async unblock(tokenId: string, by: string): Promise<Refusal | undefined> {
    return no(await this.streams.tokens.decide(tokenId, unblockToken(by), by));
  }

  async revoke(tokenId: string, by: string): Promise<Refusal | undefined> {
    return no(await this.streams.tokens.decide(tokenId, revokeToken(by), by));
  }

  private async stranger(accountId: string | null | undefined): Promise<Refusal | undefined> {
    if (!accountId || (await this.streams.accounts.get(accountId))) return undefined;
    return refuseDriver('account-unknown', `There is no account ${accountId}.`);
  }

  private async sealed({ groupToken, ...others }: TokenDetails): Promise<TokenDetails> {
    if (groupToken === undefined) return others;
    return { ...others, groupToken: groupToken && (await this.sealer.seal(groupToken)) };
  }
}
