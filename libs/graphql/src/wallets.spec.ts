import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StreamWallets } from '@wattledger/access';
import { openApi } from './testing/index.ts';
import type { OpenedApi } from './testing/index.ts';

let api: OpenedApi;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

const change = (mutation: 'addCredit' | 'withdrawCredit', variables: object, key?: string) =>
  api.ask<Record<string, object>>(
    `mutation ($walletId: ID!, $amount: String!, $currency: String!, $reference: String!) {
      ${mutation}(walletId: $walletId, amount: $amount, currency: $currency, reference: $reference) {
        __typename ... on CreditChanged { walletId available currency } ... on UserError { code }
      }
    }`,
    { walletId: 'ana', amount: '20', currency: 'EUR', reference: 'invoice 1', ...variables },
    key,
  );

const wallet = async (id: string, args = '') => {
  await api.project();
  const fields = 'kind amount currency by reference sessionId charged because revision position';
  const { data } = await api.ask<{ wallet: object | null }>(
    `query ($id: ID!) { wallet(id: $id) {
      id currency available credited withdrawn reserved spent openSessions { sessionId stationId reserved }
      movements${args} { totalCount nodes { ${fields} } pageInfo { hasNextPage } }
    } }`,
    { id },
  );
  return data.wallet;
};

describe('the wallet of an account', () => {
  it('is nothing while it was never moved', async () => {
    expect(await wallet('nobody')).toBeNull();
  });

  it('shows what was paid in and back, what is reserved and what was spent', async () => {
    const wallets = new StreamWallets(api.ledger);
    const session = { sessionId: 's:1', stationId: 's', openedAt: '2026-05-01T12:00:00.000Z' };
    await change('addCredit', {});
    await change('withdrawCredit', { amount: '2.50', reference: 'refund 1' });
    await wallets.openSession('ana', { ...session, reserve: { amount: '10', currency: 'EUR' } });
    expect(await wallet('ana')).toMatchObject({ available: '7.50', reserved: '10.00', openSessions: [{ sessionId: 's:1' }] });
    const price = { amount: '3.33', currency: 'EUR' };
    await wallets.settle('ana', { sessionId: 's:1', price, because: 'priced' });
    expect(await wallet('ana', '(first: 2)')).toMatchObject({
      id: 'ana',
      currency: 'EUR',
      available: '14.17',
      credited: '20.00',
      withdrawn: '2.50',
      reserved: '0.00',
      spent: '3.33',
      openSessions: [],
      movements: {
        totalCount: 4,
        nodes: [
          { kind: 'SESSION_SETTLED', amount: '3.33', charged: '3.33', because: 'PRICED', sessionId: 's:1' },
          { kind: 'SESSION_OPENED', amount: '10.00', currency: 'EUR', sessionId: 's:1' },
        ],
        pageInfo: { hasNextPage: true },
      },
    });
    expect(await wallet('ana', '(kinds: [CREDIT_WITHDRAWN])')).toMatchObject({
      movements: { nodes: [{ amount: '2.50', reference: 'refund 1' }] },
    });
  });
});

describe('a session that its station never ends', () => {
  const release = (sessionId: string, key?: string) =>
    api.ask(
      `mutation ($sessionId: ID!) {
        releaseWalletSession(walletId: "eve", sessionId: $sessionId) {
          __typename ... on WalletSessionReleased { sessionId available currency } ... on UserError { code }
        }
      }`,
      { sessionId },
      key,
    );

  it('is released by an operator, once, and charged should its price come after all', async () => {
    const wallets = new StreamWallets(api.ledger);
    await change('addCredit', { walletId: 'eve' });
    const session = { sessionId: 's:9', stationId: 's', openedAt: '2026-05-01T12:00:00.000Z' };
    await wallets.openSession('eve', { ...session, reserve: { amount: '15', currency: 'EUR' } });

    expect((await release('s:9', api.keys.operator)).data).toEqual({
      releaseWalletSession: { __typename: 'WalletSessionReleased', sessionId: 's:9', available: '20.00', currency: 'EUR' },
    });
    expect((await release('s:9')).data).toEqual({
      releaseWalletSession: { __typename: 'SessionNotActive', code: 'session-not-open' },
    });
    await wallets.settle('eve', { sessionId: 's:9', price: { amount: '3.33', currency: 'EUR' }, because: 'priced' });
    expect(await wallet('eve')).toMatchObject({
      available: '16.67',
      movements: { nodes: [{ because: 'PRICED' }, { because: 'RELEASED' }, {}, {}] },
    });
    for (const key of [api.keys.auditor, api.keys.integrator]) expect((await release('s:9', key)).errors).toHaveLength(1);
  });
});

describe('credit', () => {
  it.each([
    ['addCredit', { amount: '1', currency: 'SEK', reference: 'x' }, 'CurrencyMismatch', 'currency-mismatch'],
    ['addCredit', { amount: '1', reference: 'invoice 1' }, 'ReferenceReused', 'reference-reused'],
    ['addCredit', { amount: 'much', reference: 'x' }, 'InvalidInput', 'amount-invalid'],
    ['addCredit', { reference: ' ' }, 'InvalidInput', 'reference-invalid'],
    ['addCredit', { walletId: '../x', reference: 'x' }, 'InvalidInput', 'input-invalid'],
    ['withdrawCredit', { amount: '1000', reference: 'x' }, 'CreditTooLow', 'credit-too-low'],
  ] as const)('%s of %j is a %s', async (mutation, variables, type, code) => {
    expect((await change(mutation, variables)).data).toEqual({ [mutation]: { __typename: type, code } });
  });

  it('is moved by operators and administrators alone', async () => {
    expect((await change('addCredit', { walletId: 'bo' }, api.keys.operator)).data).toMatchObject({
      addCredit: { __typename: 'CreditChanged', walletId: 'bo', available: '20.00' },
    });
    for (const key of [api.keys.auditor, api.keys.integrator]) {
      expect((await change('addCredit', { walletId: 'bo', reference: 'y' }, key)).errors).toMatchObject([
        { extensions: { code: 'FORBIDDEN' } },
      ]);
    }
  });
});
