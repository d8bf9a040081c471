import type { Page, PageVariables } from './document.ts';
import { mutation, operation, PAGE_INFO } from './document.ts';

export type WalletMovementKind = 'CREDIT_ADDED' | 'CREDIT_WITHDRAWN' | 'SESSION_OPENED' | 'SESSION_SETTLED';

export interface WalletMovement {
  readonly revision: number;
  readonly kind: WalletMovementKind;
  readonly amount: string | null;
  readonly currency: string | null;
  readonly charged: string | null;
  readonly because: string | null;
  readonly by: string | null;
  readonly reference: string | null;
  readonly sessionId: string | null;
  readonly at: string;
}

/** The credit of an account, or of a token without one. Amounts are decimal text. */
export interface Wallet {
  readonly id: string;
  readonly currency: string | null;
  readonly available: string | null;
  readonly reserved: string;
  readonly credited: string;
  readonly withdrawn: string;
  readonly spent: string;
  readonly openSessions: readonly {
    readonly sessionId: string;
    readonly stationId: string;
    readonly openedAt: string;
    readonly reserved: string | null;
  }[];
  readonly movements: Page<WalletMovement> & { readonly totalCount: number };
}

export const walletDetails = operation<{ wallet: Wallet | null }, PageVariables & { id: string }>(/* GraphQL */ `
  query WalletDetails($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
    wallet(id: $id) {
      id
      currency
      available
      reserved
      credited
      withdrawn
      spent
      openSessions {
        sessionId
        stationId
        openedAt
        reserved
      }
      movements(first: $first, after: $after, last: $last, before: $before) {
        totalCount
        nodes {
          revision
          kind
          amount
          currency
          charged
          because
          by
          reference
          sessionId
          at
        }
        ${PAGE_INFO}
      }
    }
  }
`);

export interface CreditChanged {
  readonly walletId: string;
}

interface CreditRequest {
  readonly walletId: string;
  readonly amount: string;
  readonly currency: string;
  readonly reference: string;
}

const creditMutation = (name: string, field: string) =>
  mutation<CreditChanged, CreditRequest>(
    name,
    '$walletId: ID!, $amount: String!, $currency: String!, $reference: String!',
    `${field}(walletId: $walletId, amount: $amount, currency: $currency, reference: $reference)`,
    '... on CreditChanged { walletId }',
  );

export const addCredit = creditMutation('AddCredit', 'addCredit');
export const withdrawCredit = creditMutation('WithdrawCredit', 'withdrawCredit');
