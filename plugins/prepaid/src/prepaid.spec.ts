import { describe, expect, it } from '@jest/globals';
import type { KnownAccount, KnownWallet, PluginContext, Question } from '@wattledger/plugin-sdk';
import { describePlugin } from '@wattledger/plugin-sdk/testing';
import { prepaid } from './index.ts';

const context: PluginContext = { signal: new AbortController().signal, log: () => undefined };
const station = {
  stationId: 's1',
  ocppVersion: '1.6',
  at: '2026-05-01T12:00:00.000Z',
  station: { groups: [], timeZone: 'UTC' },
} as const;
const { authorize, startSession } = prepaid.decisions ?? {};
const configured = (config: object = {}) => prepaid.config.parse(config);

const account: KnownAccount = { accountId: 'a1', status: 'active', prepaid: true };
const wallet = (available?: string): KnownWallet => ({
  walletId: 'a1',
  openSessions: [],
  ...(available !== undefined && { available, currency: 'EUR' }),
});
type Driver = Pick<Question<'authorize'>, 'account' | 'wallet'>;
const shown = (driver: Driver, purpose: 'start' | 'stop' = 'start') =>
  authorize?.({ ...station, token: 'T', purpose, ...driver }, configured({ minimumCredit: '2.00' }), context);
const starting = (driver: Driver, config: object = {}) =>
  startSession?.({ ...station, transactionId: '1', startedAt: station.at, ...driver }, configured(config), context);

describe('a prepaid driver', () => {
  it('may not begin without credit', () => {
    expect(shown({ account, wallet: wallet('1.99') })).toMatchObject({ answer: { status: 'NoCredit' }, rule: 'credit-too-low' });
    expect(shown({ account })).toMatchObject({ answer: { status: 'NoCredit' } });
    expect(shown({ account, wallet: wallet('-0.30') })).toMatchObject({ answer: { status: 'NoCredit' } });
  });

  it('with enough of it is left to those who know the token', () => {
    expect(shown({ account, wallet: wallet('2.00') })).toMatchObject({ vote: 'abstain' });
  });

  it('may always stop', () => {
    expect(shown({ account, wallet: wallet('0.00') }, 'stop')).toMatchObject({ vote: 'abstain' });
  });

  it('has all credit reserved, and the session limited to it', () => {
    const money = { amount: '12.57', currency: 'EUR' };
    expect(starting({ account, wallet: wallet('12.57') })).toMatchObject({
      answer: { outcome: 'charge', limits: money, reserve: money },
    });
  });

  it.each([
    [{ reserve: '5.00' }, '5.00'],
    [{ reserve: '50.00' }, '12.57'],
    [{ maximumReserve: '10' }, '10.00'],
    [{ reserve: '8', maximumReserve: '10' }, '8.00'],
  ])('has as much reserved as is set: %j', (config, amount) => {
    expect(starting({ account, wallet: wallet('12.57') }, config)).toMatchObject({ answer: { reserve: { amount } } });
  });

  it('whose credit is gone by then may not start', () => {
    expect(starting({ account, wallet: wallet('0.00') }, { minimumCredit: '0' })).toMatchObject({ answer: { outcome: 'stop' } });
  });
});

describe('a driver who pays later', () => {
  it('is somebody else’s to decide on, with credit or without', () => {
    for (const driver of [{}, { wallet: wallet() }, { account: { ...account, prepaid: false }, wallet: wallet('0.00') }]) {
      expect(shown(driver)).toMatchObject({ vote: 'abstain' });
      expect(starting(driver)).toMatchObject({ vote: 'abstain' });
    }
  });
});

describe('a token without an account', () => {
  it('pays ahead where credit was paid in for it', () => {
    expect(shown({ wallet: wallet('0.50') })).toMatchObject({ answer: { status: 'NoCredit' } });
  });
});

describePlugin(prepaid, {
  configs: [{ minimumCredit: '2.00', reserve: '5.00', maximumReserve: '10' }],
  questions: {
    authorize: [{ account, wallet: wallet('1.99') }],
    startSession: [{ account, wallet: wallet('12.57') }],
  },
});
