import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SessionToPrice } from '@wattledger/charging';
import { Ledger, SqliteEventLog } from '@wattledger/event-log';
import { isRefusal, systemClock } from '@wattledger/kernel';
import type { JsonObject } from '@wattledger/kernel';
import { Tariffs } from './tariffs.ts';
import type { NewTariffVersion } from './tariffs.ts';

let folder: string;
let log: SqliteEventLog;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wattledger-tariffs-'));
  log = await SqliteEventLog.open(folder);
});
afterAll(async () => {
  await log.close();
  await rm(folder, { recursive: true });
});

/** One plugin prices here, and wants a price. */
const readTerms = async (plugin: string, terms: JsonObject) => {
  if (plugin !== 'flat-tariff') return undefined;
  return typeof terms['perKwh'] === 'string' ? { terms: { ...terms, perMinute: '0' } } : { problem: 'perKwh is missing' };
};

const opened = () =>
  new Tariffs({
    ledger: new Ledger(log, systemClock),
    plugins: { readTerms },
    subjectOf: (token) => `subject of ${token.toLowerCase()}`,
    clock: systemClock,
  });

const flat = (tariffId: string, more: Partial<NewTariffVersion> = {}): NewTariffVersion => ({
  tariffId,
  plugin: 'flat-tariff',
  name: 'Flat',
  currency: 'EUR',
  terms: { perKwh: '0.42' },
  validFrom: '2026-01-01T00:00:00.000Z',
  ...more,
});

const at = (stationId: string, more: Partial<SessionToPrice> = {}): SessionToPrice => ({
  stationId,
  station: { groups: [], timeZone: 'UTC' },
  startedAt: '2026-05-01T12:00:00.000Z',
  ...more,
});

const paid = async (session: SessionToPrice) => {
  const { value } = await opened().forSession(session);
  return value && `${value.tariffId} v${value.version}`;
};

describe('a tariff', () => {
  it('has its versions in their order, each with the defaults of its plugin', async () => {
    await opened().addVersion(flat('versions'), 'ana');
    expect(await opened().addVersion(flat('versions', { terms: { perKwh: '0.50' } }), 'ana')).toMatchObject({
      version: 2,
      terms: { perKwh: '0.50', perMinute: '0' },
    });
    expect(await opened().version({ tariffId: 'versions', version: 1 })).toMatchObject({
      value: { terms: { perKwh: '0.42' } },
      basis: [{ stream: 'tariff-versions', revision: 1 }],
    });
    expect((await opened().version({ tariffId: 'versions', version: 3 })).value).toBeUndefined();
  });

  it.each([
    [{ tariffId: 'a tariff' }, 'tariff-id-invalid'],
    [{ tariffId: 'x'.repeat(61) }, 'tariff-id-invalid'],
    [{ name: ' ' }, 'tariff-name-invalid'],
    [{ name: 'x'.repeat(101) }, 'tariff-name-invalid'],
    [{ currency: 'euro' }, 'tariff-currency-invalid'],
    [{ plugin: 'nobody' }, 'tariff-plugin-unknown'],
    [{ terms: {} }, 'tariff-terms-invalid'],
  ])('of %j is refused as %s', async (more, code) => {
    expect(await opened().addVersion(flat('odd', more), 'ana')).toMatchObject({ code });
    expect((await opened().version({ tariffId: 'odd', version: 1 })).value).toBeUndefined();
  });

  it('keeps its currency', async () => {
    await opened().addVersion(flat('euros'), 'ana');
    expect(await opened().addVersion(flat('euros', { currency: 'SEK' }), 'ana')).toMatchObject({
      code: 'tariff-currency-invalid',
    });
  });

  it('gets one version after the other, however many are added at once', async () => {
    const added = await Promise.all([1, 2, 3].map(() => opened().addVersion(flat('busy'), 'ana')));
    expect(added.map((each) => (isRefusal(each) ? each.code : each.version)).sort()).toEqual([1, 2, 3]);
  });

  it('that is retired is retired once, is assigned no more, and leaves its place to the next scope', async () => {
    await opened().addVersion(flat('old'), 'ana');
    await opened().addVersion(flat('new'), 'ana');
    await opened().assign({ kind: 'station', id: 's-old' }, 'old', 'ana');
    await opened().assign({ kind: 'site', id: 'site-old' }, 'new', 'ana');
    const station = { siteId: 'site-old', groups: [], timeZone: 'UTC' };
    const now = new Date(Date.now() + 1_000).toISOString();
    expect(await paid(at('s-old', { station, startedAt: now }))).toBe('old v1');
    expect(await opened().retire('old', 'ana')).toBeUndefined();
    expect(await paid(at('s-old', { station, startedAt: now }))).toBe('new v1');
    expect(await paid(at('s-old', { station }))).toBe('old v1');
    expect(await opened().retire('old', 'ana')).toMatchObject({ code: 'tariff-retired' });
    expect(await opened().assign({ kind: 'everybody' }, 'old', 'ana')).toMatchObject({ code: 'tariff-retired' });
    expect(await opened().retire('nowhere', 'ana')).toMatchObject({ code: 'tariff-unknown' });
  });
});

describe('what a session pays', () => {
  it('is the newest version that is valid when it starts; before the first one, what the next scope says', async () => {
    await opened().addVersion(flat('timed', { validFrom: '2026-03-01T00:00:00.000Z' }), 'ana');
    await opened().addVersion(flat('timed', { validFrom: '2026-04-01T00:00:00.000Z' }), 'ana');
    await opened().assign({ kind: 'station', id: 's-timed' }, 'timed', 'ana');
    expect(await paid(at('s-timed', { startedAt: '2026-02-28T23:59:59.999Z' }))).toBeUndefined();
    expect(await paid(at('s-timed', { startedAt: '2026-03-01T00:00:00.000Z' }))).toBe('timed v1');
    expect(await paid(at('s-timed', { startedAt: '2026-04-01T00:00:00.000Z' }))).toBe('timed v2');
  });

  it('is the tariff that whoever authorized the driver names, before every assignment', async () => {
    await opened().addVersion(flat('named'), 'ana');
    await opened().addVersion(flat('placed'), 'ana');
    await opened().assign({ kind: 'station', id: 's-named' }, 'placed', 'ana');
    expect(await paid(at('s-named', { tariffId: 'named' }))).toBe('named v1');
    expect(await paid(at('s-named', { tariffId: 'nowhere' }))).toBe('placed v1');
  });

  it('is that of the driver’s group, which is known by its pseudonym alone', async () => {
    await opened().addVersion(flat('fleet'), 'ana');
    await opened().assign({ kind: 'driver-group', id: 'FLEET-7' }, 'fleet', 'ana');
    expect(await paid(at('s-fleet', { groupToken: 'fleet-7' }))).toBe('fleet v1');
    expect(await paid(at('s-fleet'))).toBeUndefined();
    const { basis } = await opened().forSession(at('s-fleet', { groupToken: 'FLEET-7' }));
    expect(basis.map(({ stream }) => stream)).toEqual(['tariffassignment-driver-group-subject of fleet-7', 'tariff-fleet']);
  });

  it('is assigned once however often that is said, and taken away once', async () => {
    await opened().addVersion(flat('once'), 'ana');
    const scope = { kind: 'station', id: 's-once' } as const;
    for (const tariffs of [opened(), opened()]) expect(await tariffs.assign(scope, 'once', 'ana')).toBeUndefined();
    expect((await opened().forSession(at('s-once'))).basis).toContainEqual({
      stream: 'tariffassignment-station-s-once',
      revision: 0,
    });
    expect(await opened().unassign(scope, 'ana')).toBeUndefined();
    expect(await paid(at('s-once'))).toBeUndefined();
    expect(await opened().unassign(scope, 'ana')).toMatchObject({ code: 'tariff-not-assigned' });
    expect(await opened().assign(scope, 'nowhere', 'ana')).toMatchObject({ code: 'tariff-unknown' });
  });
});
