import { describe, expect, it } from '@jest/globals';
import type { WalletSessionRow } from '../tables/wallet-sessions.ts';
import { walletSessions } from './wallet-sessions.projection.ts';

const about = { walletId: 'w1', sessionId: 's:1' };
const opened = { type: 'WalletSessionOpened', ...about, stationId: 's', openedAt: '2026-05-01T12:00:00.000Z' };
const started = { type: 'SessionStarted', sessionId: 's:1' };
const ended = { type: 'SessionEnded', sessionId: 's:1' };
const interrupted = { type: 'SessionInterrupted', sessionId: 's:1' };
const resumed = { type: 'SessionResumed', sessionId: 's:1' };
const priced = (amount: string) => ({ type: 'SessionPriced', ...about, amount, currency: 'EUR' });
const settled = (charged?: string) => ({
  type: 'WalletSessionSettled',
  ...about,
  ...(charged !== undefined && { charged, currency: 'EUR' }),
  because: 'priced',
});

/** The row after these facts, one a minute. */
const row = (...facts: readonly { type: string }[]) =>
  facts.reduce<object | undefined>((state, fact, minute) => {
    const receivedAt = `2026-05-01T12:0${minute}:00.000Z`;
    const source = { stationId: 's', eventId: 'e', position: minute, revision: minute, receivedAt };
    const folded = walletSessions.folds.get(fact.type)?.(state, fact as never, source);
    return folded === 'delete' ? undefined : folded;
  }, undefined) as WalletSessionRow | undefined;

describe('what is to be settled', () => {
  it('is a session as long as it runs on a wallet', () => {
    expect(row(opened)).toMatchObject({ unsettled: true, begun: false, openedAt: '2026-05-01T12:00:00.000Z' });
    expect(row(opened, started)).toMatchObject({ unsettled: true, begun: true });
    expect(row(opened, started, ended)).toMatchObject({ unsettled: true, endedAt: '2026-05-01T12:02:00.000Z' });
    expect(row(opened, started, ended, settled())).toMatchObject({ unsettled: false });
  });

  it('is a price that was not charged yet, whatever zeros it is written with', () => {
    expect(row(opened, started, ended, priced('7.4'))).toMatchObject({ unsettled: true, price: { amount: '7.4' } });
    expect(row(opened, started, ended, priced('7.4'), settled('7.40'))).toMatchObject({ unsettled: false });
  });

  it('is a corrected price, and one that came after the session was let go', () => {
    expect(row(opened, ended, priced('7'), settled('7.00'), priced('6'))).toMatchObject({ unsettled: true });
    expect(row(opened, ended, settled(), priced('7'))).toMatchObject({ unsettled: true });
  });

  it('is no session that runs on no wallet', () => {
    expect(row(started, ended)).toBeUndefined();
    expect(row({ type: 'SessionPriced', sessionId: 's:1', amount: '7', currency: 'EUR' } as { type: string })).toBeUndefined();
  });

  it('tells since when a session is interrupted, until it is resumed', () => {
    expect(row(opened, started, interrupted)).toMatchObject({ interruptedAt: '2026-05-01T12:02:00.000Z' });
    expect(row(opened, started, interrupted, resumed)).toMatchObject({ interruptedAt: undefined, unsettled: true });
  });
});
