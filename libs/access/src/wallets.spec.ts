import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ledger, SqliteEventLog } from '@wattledger/event-log';
import type { ReadStreamOptions, RecordedEvent } from '@wattledger/event-log';
import { isRefusal, systemClock } from '@wattledger/kernel';
import { StreamWallets } from './wallets.ts';

let folder: string;
let log: SqliteEventLog;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wattledger-wallets-'));
  log = await SqliteEventLog.open(folder);
});
afterAll(async () => {
  await log.close();
  await rm(folder, { recursive: true });
});

const opened = () => new StreamWallets(new Ledger(log, systemClock));
const euros = (walletId: string, amount: string, reference = 'payment 1') => ({
  walletId,
  amount,
  currency: 'EUR',
  by: 'operator:ana',
  reference,
});
/** Tells from where on streams were read. */
class WatchedLedger extends Ledger {
  readonly readFrom: (number | undefined)[] = [];

  override read(stream: string, options?: ReadStreamOptions): AsyncGenerator<RecordedEvent> {
    this.readFrom.push(options?.from);
    return super.read(stream, options);
  }
}
const session = (sessionId: string, amount: string) => ({
  sessionId,
  stationId: 'oak-street-1',
  openedAt: '2026-05-01T12:00:00.000Z',
  reserve: { amount, currency: 'EUR' },
});
const priced = (sessionId: string, amount: string) =>
  ({ sessionId, price: { amount, currency: 'EUR' }, because: 'priced' }) as const;

describe('the wallets in the log', () => {
  it('are unknown until something happens to them', async () => {
    expect(await opened().known('nobody')).toEqual({ value: undefined, basis: [] });
  });

  it('tell what they are known from', async () => {
    const wallets = opened();
    await wallets.addCredit(euros('w-basis', '20'));
    expect(await wallets.known('w-basis')).toMatchObject({
      value: { available: '20.00', currency: 'EUR' },
      basis: [{ stream: 'wallet-w-basis', revision: 0 }],
    });
  });

  it('are never overspent, though many stations start at once and through several gateways', async () => {
    const gateways = [opened(), opened(), opened()];
    await gateways[0]?.addCredit(euros('w-race', '50'));
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, index) => gateways[index % 3]?.openSession('w-race', session(`s${index}`, '10'))),
    );
    expect(outcomes.filter((refusal) => refusal === undefined)).toHaveLength(5);
    expect(outcomes.filter((refusal) => isRefusal(refusal) && refusal.code === 'credit-too-low')).toHaveLength(7);
    expect((await opened().known('w-race')).value).toMatchObject({ available: '0.00' });
  });

  it('settle a session once, though several are told of it at once', async () => {
    const wallets = [opened(), opened()];
    await wallets[0]?.addCredit(euros('w-once', '20'));
    await wallets[0]?.openSession('w-once', session('s1', '15'));
    await Promise.all([0, 1, 0, 1].map((index) => wallets[index]?.settle('w-once', priced('s1', '7.43'))));
    expect((await opened().known('w-once')).value).toMatchObject({ available: '12.57', openSessions: [] });
  });

  it('see what others did', async () => {
    const [here, elsewhere] = [opened(), opened()];
    const stopping = new AbortController();
    const following = here.follow(stopping.signal);
    expect((await here.known('w-follow')).value).toBeUndefined();
    await elsewhere.addCredit(euros('w-follow', '5'));
    let seen = await here.known('w-follow');
    while (!seen.value) {
      await sleep(5);
      seen = await here.known('w-follow');
    }
    expect(seen.value.available).toBe('5.00');
    stopping.abort();
    await following;
  });

  it('recognise an old payment and an old session after hundreds of others', async () => {
    const wallets = opened();
    for (let index = 0; index < 260; index += 1) await wallets.addCredit(euros('w-old', '1', `payment ${index}`));
    for (let index = 0; index < 260; index += 1) await wallets.settle('w-old', priced(`s${index}`, '0.50'));
    await wallets.addCredit(euros('w-old', '1', 'payment 0'));
    await wallets.settle('w-old', priced('s0', '0.50'));
    await wallets.settle('w-old', priced('s1', '0.75'));
    expect((await opened().known('w-old')).value?.available).toBe('129.75');
    expect(await wallets.addCredit(euros('w-old', '2', 'payment 0'))).toMatchObject({ code: 'reference-reused' });
  });

  it('know every session and payment of a fleet, and read their long stream once for all of them', async () => {
    const ledger = new WatchedLedger(log, systemClock);
    const wallets = new StreamWallets(ledger);
    for (let number = 0; number < 260; number += 1) {
      await wallets.addCredit(euros('w-fleet', '10', `payment ${number}`));
      await wallets.settle('w-fleet', priced(`session-${number}`, '1'));
    }
    const { revision } = await ledger.head('wallet-w-fleet');
    ledger.readFrom.length = 0;
    expect(await wallets.addCredit(euros('w-fleet', '10', 'payment 0'))).toMatchObject({ available: '2340.00' });
    await wallets.settle('w-fleet', priced('session-0', '1'));
    await wallets.settle('w-fleet', priced('session-1', '3'));
    await wallets.settle('w-fleet', priced('session-1', '3'));
    await wallets.settle('w-fleet', priced('session-260', '1'));
    expect(await wallets.known('w-fleet')).toMatchObject({ value: { available: '2337.00' } });
    expect(ledger.readFrom.filter((from = 0) => from < revision)).toEqual([]);
  });
});
