import type { TokenDetails } from '@wattledger/charging';
import { tokensTable } from '../tables/tokens.ts';
import type { TokenRow } from '../tables/tokens.ts';
import { readModel } from './read-model.ts';

/** `null` takes back what was said. */
function described(row: TokenRow, details: TokenDetails): TokenRow {
  const { masterPass, ...others } = details;
  const said = Object.entries(others).map(([name, value]) => [name, value ?? undefined] as const);
  return { ...row, ...Object.fromEntries(said), ...(masterPass !== undefined && { masterPass }) };
}

/** Tokens as they are now, revoked ones included. */
export const tokens = readModel<TokenRow>({
  name: 'tokens',
  version: 1,
  table: tokensTable,
  key: (fact) => ('ofToken' in fact ? fact.tokenId : undefined),
  on: {
    TokenIssued: (_row, { tokenId, token, tokenType, details, issuedBy }, { receivedAt }) =>
      described(
        {
          tokenId,
          token,
          type: tokenType,
          status: 'active',
          masterPass: false,
          issuedBy,
          issuedAt: receivedAt,
          updatedAt: receivedAt,
        },
        details,
      ),
    TokenChanged: (row, { changes }, { receivedAt }) => row && { ...described(row, changes), updatedAt: receivedAt },
    TokenBlocked: (row, _fact, { receivedAt }) => row && { ...row, status: 'blocked', updatedAt: receivedAt },
    TokenUnblocked: (row, _fact, { receivedAt }) => row && { ...row, status: 'active', updatedAt: receivedAt },
    TokenRevoked: (row, _fact, { receivedAt }) => row && { ...row, status: 'revoked', updatedAt: receivedAt },
  },
});
