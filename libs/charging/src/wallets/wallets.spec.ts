import { describe, expect, it } from '@jest/globals';
import { isRefusal } from '@wattledger/kernel';
import Big from 'big.js';
import fc from 'fast-check';
import {
  addCredit,
  availableIn,
  evolveWallet,
  knownWallet,
  newWallet,
  openWalletSession,
  reservedIn,
  settleWalletSession,
  walletBeside,
  withdrawCredit,
} from './index.ts';
import type { WalletDecision, WalletState } from './index.ts';

const AT = '2026-05-01T12:00:00.000Z';
const euros = (amount: string, reference = `payment ${amount}`, currency = 'EUR') =>
  ({ walletId: 'w1', amount, currency, by: 'operator:ana', reference }) as const;
const session = (sessionId: string, reserve?: string, concurrentSessions?: number) => ({
  sessionId,
  stationId: 'oak-street-1',
  openedAt: AT,
  concurrentSessions,
  ...(reserve !== undefined && { reserve: { amount: reserve, currency: 'EUR' } }),
});
const priced = (sessionId: string, amount: string, currency = 'EUR') =>
  ({ sessionId, price: { amount, currency }, because: 'priced' }) as const;

type Step = (wallet: WalletState) => WalletDecision;
const pays =
  (amount: string, reference?: string): Step =>
  (wallet) =>
    addCredit(wallet, euros(amount, reference));
const takesBack =
  (amount: string, reference?: string): Step =>
  (wallet) =>
    withdrawCredit(wallet, euros(amount, reference));
const opens =
  (...about: Parameters<typeof session>): Step =>
  (wallet) =>
    openWalletSession(wallet, 'w1', session(...about));
const costs =
  (...about: Parameters<typeof priced>): Step =>
  (wallet) =>
    settleWalletSession(wallet, 'w1', priced(...about));
const isReleased =
  (sessionId: string): Step =>
  (wallet) =>
    settleWalletSession(wallet, 'w1', { sessionId, because: 'not-priced' });

const applied = (wallet: WalletState, decided: WalletDecision): WalletState =>
  isRefusal(decided) ? wallet : (decided as Exclude<WalletDecision, { refused: true }>).reduce<WalletState>(evolveWallet, wallet);
const after = (...steps: readonly Step[]): WalletState =>
  steps.reduce((wallet, step) => applied(wallet, step(wallet)), newWallet);

describe('credit', () => {
  it('is what was paid in, to the cent and beyond', () => {
    expect(knownWallet('w1', after(pays('0.10'), pays('0.2'), pays('10.005')))).toEqual({
      walletId: 'w1',
      available: '10.305',
      currency: 'EUR',
      openSessions: [],
    });
  });

  it('that is paid in twice under one reference counts once, and another amount under it is a mistake', () => {
    const wallet = after(pays('20', 'invoice 7'), pays('20.00', 'invoice 7'));
    expect(knownWallet('w1', wallet).available).toBe('20.00');
    expect(pays('21', 'invoice 7')(wallet)).toMatchObject({ code: 'reference-reused' });
    expect(takesBack('20', 'invoice 7')(wallet)).toMatchObject({ code: 'reference-reused' });
  });

  it.each(['0', '-1', '1e3', '1.', '', '1234567890123'])('cannot be %j', (amount) => {
    expect(pays(amount)(newWallet)).toMatchObject({ code: 'amount-invalid' });
  });

  it('is of one currency', () => {
    expect(addCredit(after(pays('20')), euros('20', 'other', 'SEK'))).toMatchObject({ code: 'currency-mismatch' });
  });

  it('can be taken back as far as nobody has reserved it', () => {
    const wallet = after(pays('20'), opens('s1', '15'));
    expect(takesBack('5.01')(wallet)).toMatchObject({ code: 'credit-too-low' });
    expect(knownWallet('w1', applied(wallet, takesBack('5')(wallet))).available).toBe('0.00');
  });
});

describe('a session on a wallet', () => {
  it('has its credit reserved while it runs, and pays what it costs', () => {
    const running = after(pays('20'), opens('s1', '15'));
    expect(knownWallet('w1', running)).toMatchObject({
      available: '5.00',
      openSessions: [{ sessionId: 's1', reserved: '15.00' }],
    });
    expect(knownWallet('w1', applied(running, costs('s1', '7.43')(running)))).toMatchObject({
      available: '12.57',
      openSessions: [],
    });
  });

  it('is opened once and settled once', () => {
    const wallet = after(pays('20'), opens('s1', '15'), opens('s1', '15'), costs('s1', '7.43'), costs('s1', '7.43'));
    expect(knownWallet('w1', wallet).available).toBe('12.57');
    expect(opens('s1', '5')(wallet)).toEqual([]);
  });

  it('is refused where others were quicker', () => {
    expect(opens('s2', '6')(after(pays('20'), opens('s1', '15')))).toMatchObject({ code: 'credit-too-low' });
    expect(opens('s2', undefined, 1)(after(opens('s1')))).toMatchObject({ code: 'too-many-sessions' });
    expect(opens('s1', '1')(newWallet)).toMatchObject({ code: 'credit-too-low' });
  });

  it('that is priced anew is charged the difference, or given it back', () => {
    expect(knownWallet('w1', after(pays('20'), opens('s1', '15'), costs('s1', '7'), costs('s1', '9.50'))).available).toBe(
      '10.50',
    );
    expect(knownWallet('w1', after(pays('20'), opens('s1', '15'), costs('s1', '7'), costs('s1', '2'))).available).toBe('18.00');
  });

  it('that ended without a price frees what it had reserved, and is charged when it gets a price after all', () => {
    const released = after(pays('20'), opens('s1', '15'), isReleased('s1'));
    expect(knownWallet('w1', released)).toMatchObject({ available: '20.00', openSessions: [] });
    expect(isReleased('s1')(released)).toEqual([]);
    expect(knownWallet('w1', applied(released, costs('s1', '3')(released))).available).toBe('17.00');
  });

  it('that was released because nothing was heard of it can be opened again', () => {
    expect(knownWallet('w1', after(pays('20'), opens('s1', '15'), isReleased('s1'), opens('s1', '15'))).available).toBe('5.00');
  });

  it('is not in its own way when it is asked about again', () => {
    const known = knownWallet('w1', after(pays('20'), opens('s1', '15'), opens('s2', '5')));
    expect(walletBeside(known, 's1')).toMatchObject({ available: '15.00', openSessions: [{ sessionId: 's2' }] });
    expect(walletBeside(known, 's3')).toBe(known);
  });

  it('costs what it costs, also where that is more than was reserved', () => {
    expect(knownWallet('w1', after(pays('5'), opens('s1', '5'), costs('s1', '5.30'))).available).toBe('-0.30');
  });

  it('in another currency takes nothing, and says so', () => {
    const wallet = after(pays('20'), opens('s1', '15'));
    const settled = settleWalletSession(wallet, 'w1', priced('s1', '70', 'SEK'));
    expect(settled).toMatchObject([{ data: { because: 'currency-mismatch', charged: '70.00', currency: 'SEK' } }]);
    expect(knownWallet('w1', applied(wallet, settled)).available).toBe('20.00');
  });

  it('without credit is counted and its cost left to others, also when it is corrected after credit came', () => {
    const wallet = after(opens('s1'), costs('s1', '9'), pays('20'), costs('s1', '10'));
    expect(knownWallet('w1', wallet).available).toBe('20.00');
  });
});

describe('a wallet, whatever happens to it', () => {
  const amount = fc.integer({ min: 1, max: 5_000 }).map((cents) => new Big(cents).div(100).toFixed(2));
  const id = fc.constantFrom('s1', 's2', 's3', 's4');
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.tuple(amount, fc.nat(20)).map(([paid, reference]) => pays(paid, `in ${reference}`)),
    fc.tuple(amount, fc.nat(20)).map(([paid, reference]) => takesBack(paid, `out ${reference}`)),
    fc.tuple(id, fc.option(amount, { nil: undefined })).map(([sessionId, reserve]) => opens(sessionId, reserve, 3)),
    fc.tuple(id, amount).map(([sessionId, cost]) => costs(sessionId, cost)),
    id.map(isReleased),
  );

  it('holds what was paid in: available, reserved, spent and withdrawn add up', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { balance } = after(...steps);
        const parts = availableIn(balance).plus(reservedIn(balance)).plus(balance.spent).plus(balance.withdrawn);
        expect(parts.eq(balance.credited)).toBe(true);
        expect(balance.openSessions.length).toBeLessThanOrEqual(3);
      }),
    );
  });

  it('settles a session the same however often it is told', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), id, amount, (steps, sessionId, cost) => {
        const wallet = after(...steps);
        const settle = costs(sessionId, cost);
        const once = applied(wallet, settle(wallet));
        expect(settle(once)).toEqual([]);
      }),
    );
  });

  it('is never overspent by what is reserved', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), id, amount, (steps, sessionId, reserve) => {
        const wallet = after(...steps);
        const opened = opens(sessionId, reserve)(wallet);
        if (isRefusal(opened) || opened.length === 0) return;
        expect(availableIn(applied(wallet, opened).balance).gte(0)).toBe(true);
      }),
    );
  });
});
