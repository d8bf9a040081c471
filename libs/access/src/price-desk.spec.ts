import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sessionPriceStream, stationStream } from '@wattledger/charging';
import type { Ask, Directory, KnownTariff } from '@wattledger/charging';
import { Ledger, newEvent, SqliteEventLog } from '@wattledger/event-log';
import { systemClock } from '@wattledger/kernel';
import type { JsonObject } from '@wattledger/kernel';
import { PriceDesk } from './price-desk.ts';
import type { Correction, PricedSession } from './price-desk.ts';

let folder: string;
let log: SqliteEventLog;
let ledger: Ledger;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wattledger-prices-'));
  log = await SqliteEventLog.open(folder);
  ledger = new Ledger(log, systemClock);
});
afterAll(async () => {
  await log.close();
  await rm(folder, { recursive: true });
});

const AT = '2026-05-01T12:00:00.000Z';
const night: KnownTariff = {
  tariffId: 'night',
  version: 2,
  plugin: 'flat-tariff',
  name: 'Night',
  currency: 'EUR',
  terms: { perKwh: '0.20' },
  validFrom: AT,
};
const nobody: Awaited<ReturnType<Directory['driver']>> = { value: {}, basis: [] };
const directory: Directory = {
  station: () => ({ groups: [], timeZone: 'UTC' }),
  driver: async () => nobody,
  tariff: async ({ tariffId, version }) =>
    tariffId === night.tariffId && version === night.version
      ? { value: night, basis: [{ stream: 'tariff-night', revision: 1 }] }
      : { value: undefined, basis: [] },
  tariffFor: async () => ({ value: undefined, basis: [] }),
};

/** Answers with what was asked about: a kWh in whole euros; nobody prices more than 100 kWh. */
const asked: JsonObject[] = [];
const ask = Object.assign(
  async (_point: string, question: { readonly energyWh?: number }) => {
    asked.push(JSON.parse(JSON.stringify(question)) as JsonObject);
    const { energyWh = 0 } = question;
    return energyWh > 100_000
      ? {
          answer: undefined,
          reason: 'nobody answered',
          votes: [{ voter: 'flat', answer: 'failed', reason: 'too much', milliseconds: 1 }],
        }
      : { answer: { amount: String(energyWh / 1_000), currency: 'EUR' }, reason: 'counted', rule: 'flat', votes: [] };
  },
  { concerns: () => true },
) as Ask;

const desk = () => new PriceDesk({ ledger, ask, directory });

/** Records what came of pricing a session. */
async function priced(stationId: string, type: string, more: JsonObject = {}): Promise<PricedSession> {
  const data = { transactionId: 'tx', energyWh: 7_000, startedAt: AT, endedAt: AT, periods: [], terms: {}, votes: [], ...more };
  await ledger.recordAtEnd(stationStream(stationId), [newEvent(type, data)]);
  return { sessionId: `${stationId}:tx`, stationId, revision: 0 };
}

const underNight: Correction = { how: 'tariff', tariff: { tariffId: 'night', version: 2 } };
const why = { reason: 'the wrong tariff', by: 'ana' };

async function corrections(sessionId: string): Promise<JsonObject[]> {
  const found: JsonObject[] = [];
  for await (const { data } of ledger.read(sessionPriceStream(sessionId))) found.push(data as JsonObject);
  return found;
}

describe('a session', () => {
  it('can be looked at under another tariff: the very question of its end, with that tariff in it', async () => {
    const session = await priced('looked-at', 'SessionPriced', { amount: '2.94', currency: 'EUR', timeZone: 'Europe/Madrid' });
    expect(await desk().preview(session, night)).toMatchObject({ answer: { amount: '7' } });
    expect(asked.at(-1)).toMatchObject({
      transactionId: 'tx',
      startedAt: AT,
      energyWh: 7_000,
      station: { timeZone: 'Europe/Madrid' },
      tariff: { tariffId: 'night', version: 2 },
    });
    expect(await corrections(session.sessionId)).toEqual([]);
  });

  it('is corrected by an event of its own that says what was before, who, why and from what', async () => {
    const session = await priced('corrected', 'SessionPriced', { amount: '2.94', currency: 'EUR' });
    const before = { amount: '2.94', currency: 'EUR' };
    await desk().correct({ ...session, price: before }, underNight, why);
    await desk().correct({ ...session, price: before }, { how: 'amount', amount: '5.00', currency: 'EUR' }, why);
    const basis = [
      { stream: stationStream('corrected'), revision: 0 },
      { stream: 'tariff-night', revision: 1 },
    ];
    expect(await corrections(session.sessionId)).toMatchObject([
      { how: 'tariff', amount: '7', before, ...why, basis },
      { how: 'amount', amount: '5.00', before, rule: 'set-by-hand' },
    ]);
  });

  it('whose pricing failed is priced for the first time: there is nothing before it', async () => {
    const session = await priced('failed', 'SessionPricingFailed');
    expect(await desk().correct(session, underNight, why)).not.toHaveProperty('before');
    expect(await corrections(session.sessionId)).toMatchObject([{ amount: '7' }]);
  });

  it.each([
    ['no reason', underNight, { ...why, reason: ' ' }, 'price-reason-missing'],
    ['a reason without an end', underNight, { ...why, reason: 'x'.repeat(501) }, 'price-reason-missing'],
    ['less than nothing', { how: 'amount', amount: '-1', currency: 'EUR' }, why, 'price-amount-invalid'],
    ['no currency', { how: 'amount', amount: '1', currency: 'euro' }, why, 'price-amount-invalid'],
    ['an unknown tariff', { how: 'tariff', tariff: { tariffId: 'night', version: 9 } }, why, 'tariff-unknown'],
  ] as const)('is not corrected with %s', async (_, correction, about, code) => {
    const session = await priced(`kept-${code}-${about.reason.length}-${correction.how}`, 'SessionPriced');
    expect(await desk().correct(session, correction, about)).toMatchObject({ code });
    expect(await corrections(session.sessionId)).toEqual([]);
  });

  it('that was never put to pricing has no question to put again, and can be priced by hand', async () => {
    const session = { sessionId: 'unpriced:tx', stationId: 'unpriced' };
    expect(await desk().preview(session, night)).toMatchObject({ code: 'price-unknown' });
    expect(await desk().correct(session, underNight, why)).toMatchObject({ code: 'price-unknown' });
    expect(await desk().correct(session, { how: 'amount', amount: '5.00', currency: 'EUR' }, why)).toMatchObject({ basis: [] });
  });

  it('that nobody prices under the tariff stays as it is, and it is said why', async () => {
    const session = await priced('endless', 'SessionPriced', { energyWh: 200_000 });
    expect(await desk().correct(session, underNight, why)).toMatchObject({
      code: 'price-not-given',
      message: 'nobody answered; flat: too much',
    });
  });
});
