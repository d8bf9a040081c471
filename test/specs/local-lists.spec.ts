import { describe, expect, it } from '@jest/globals';
import { simulate } from '@wattledger/station-simulator';
import { driverPlugins } from '../support/driver-plugins.ts';
import { placesWith } from '../support/places-with.ts';
import { ListingStation } from '../support/listing-station.ts';
import { accountWith, blockToken, issueToken, listIs, localListOf, wantList, withdrawList } from '../support/local-lists.ts';
import { station } from '../support/settings.ts';
import { until } from '../support/until.ts';
import { usePlatform } from '../support/use-platform.ts';

const platform = usePlatform({ WATTLEDGER_MASTER_KEY: 'the-master-key-of-this-spec-is-long-enough' }, driverPlugins);
const everyVersion = ['1.6', '2.0.1', '2.1'] as const;

const comes = async (
  id: string,
  version: (typeof everyVersion)[number],
  can: Record<string, string> = {},
  before?: ListingStation,
) => ListingStation.boot(await platform.connect(id, `ocpp${version}`), version, can, before);

const ofAccount = (...ids: string[]) => ({ tokens: 'ACCOUNTS', ids });

describe.each(everyVersion)('a station of OCPP %s', (version) => {
  const name = (what: string) => `${what}${version.replaceAll('.', '')}`;

  it('is told whom to let charge by heart, and of what changes', async () => {
    const id = name('list-');
    const [ana, bob, cleo] = [name('CARDANA'), name('CARDBOB'), name('CARDCLEO')];
    const account = await accountWith(platform, name('list'), ana, bob);
    const one = await comes(id, version);
    expect(await wantList(platform, station(id), ofAccount(account))).toEqual({ scope: `station-${id}`, repeated: false });
    const list = await one.accept();
    expect(list).toMatchObject({ update: 'Full', version: 1, removed: [] });
    expect([...list.put].sort()).toEqual([ana, bob]);
    await listIs(platform, id, { status: 'KNOWN', confirmedVersion: 1, sentVersion: null, desiredCount: 2, entryCount: 2 });

    await blockToken(platform, bob);
    expect(await one.accept()).toMatchObject({ update: 'Differential', version: 2, put: [], removed: [bob] });
    await issueToken(platform, cleo, { accountId: account, expiresAt: '2099-01-01T00:00:00.000Z', groupToken: 'CREW' });
    const added = await one.accept();
    expect(added).toMatchObject({ update: 'Differential', version: 3, put: [cleo], removed: [] });
    expect(added.payload).toMatchObject({
      localAuthorizationList: [
        version === '1.6'
          ? { idTag: cleo, idTagInfo: { status: 'Accepted', expiryDate: '2099-01-01T00:00:00.000Z', parentIdTag: 'CREW' } }
          : {
              idToken: { idToken: cleo, type: 'ISO14443' },
              idTokenInfo: {
                status: 'Accepted',
                cacheExpiryDateTime: '2099-01-01T00:00:00.000Z',
                groupIdToken: { idToken: 'CREW', type: 'Central' },
              },
            },
      ],
    });
    const { entries } = await listIs(platform, id, { status: 'KNOWN', confirmedVersion: 3, entryCount: 2 });
    const subjects = [ana, cleo].map((token) => platform.store.sealer.subjectOf(token)).sort();
    expect(entries.map(({ tokenId }) => tokenId)).toEqual(subjects);

    expect(await withdrawList(platform, station(id))).toEqual({ scope: `station-${id}` });
    const emptied = await one.accept();
    expect(emptied).toMatchObject({ update: 'Differential', version: 4, put: [] });
    expect([...emptied.removed].sort()).toEqual([ana, cleo]);
    expect(one.tokens.size).toBe(0);
    await listIs(platform, id, { status: 'KNOWN', wish: null, desiredCount: null, entryCount: 0 });
    for (const token of [ana, bob, cleo]) expect(await placesWith(platform, token)).toEqual([]);
  });

  it('that has lost its list says so, and gets a full one', async () => {
    const id = name('lost-');
    const [dan, eve] = [name('CARDDAN'), name('CARDEVE')];
    const account = await accountWith(platform, name('lost'), dan);
    const one = await comes(id, version);
    await wantList(platform, station(id), ofAccount(account));
    await one.accept();
    await listIs(platform, id, { status: 'KNOWN', confirmedVersion: 1 });
    one.version = 0;
    await issueToken(platform, eve, { accountId: account });
    expect(await one.decline('VersionMismatch')).toMatchObject({ update: 'Differential', put: [eve] });
    const full = await one.accept();
    expect(full.update).toBe('Full');
    expect([...full.put].sort()).toEqual([dan, eve]);
    await listIs(platform, id, { status: 'KNOWN', confirmedVersion: full.version, attempts: 0, refusedCode: null });
  });

  it('that fails to take its list is not told for ever, but again when it has booted', async () => {
    const id = name('fails-');
    const account = await accountWith(platform, name('fails'), name('CARDFINN'));
    const one = await comes(id, version);
    await wantList(platform, station(id), ofAccount(account));
    await one.decline('Failed');
    await listIs(platform, id, {
      status: 'REFUSED',
      refusedCode: 'local-list-refused',
      refusedWhy: 'SendLocalList: Failed',
      attempts: 1,
    });
    await issueToken(platform, name('CARDGUS'), { accountId: account });
    await listIs(platform, id, { status: 'REFUSED', sendings: 1, desiredCount: 2 });
    await one.raw.close();
    const back = await comes(id, version, {}, one);
    expect((await back.accept()).update).toBe('Full');
    expect(back.tokens.size).toBe(2);
    await listIs(platform, id, { status: 'KNOWN', attempts: 0, refusedCode: null });
  });

  it('that was away is asked for its version when it is back, and told of what it has missed', async () => {
    const id = name('away-');
    const [hal, ida] = [name('CARDHAL'), name('CARDIDA')];
    const account = await accountWith(platform, name('away'), hal);
    const one = await comes(id, version);
    await wantList(platform, station(id), ofAccount(account));
    await one.accept();
    await listIs(platform, id, { status: 'KNOWN', confirmedVersion: 1 });
    await one.raw.close();
    await blockToken(platform, hal);
    await issueToken(platform, ida, { accountId: account });
    await platform.restart();
    const back = await comes(id, version, {}, one);
    expect(await back.accept()).toMatchObject({ update: 'Differential', version: 2, put: [ida], removed: [hal] });
    expect([...back.tokens]).toEqual([ida]);
  });

  it('gets a list in as many messages as it takes', async () => {
    const id = name('long-');
    const tokens = ['A', 'B', 'C', 'D', 'E'].map((letter) => name(`LONG${letter}`));
    const account = await accountWith(platform, name('long'), ...tokens);
    const can: Record<string, string> =
      version === '1.6'
        ? { SendLocalListMaxLength: '2', LocalAuthListMaxLength: '4' }
        : { 'LocalAuthListCtrlr/ItemsPerMessage': '40', 'LocalAuthListCtrlr/BytesPerMessage': '800' };
    const one = await comes(id, version, can);
    await wantList(platform, station(id), ofAccount(account));
    expect(await one.accept()).toMatchObject({ update: 'Full', version: 1 });
    const next = await one.accept();
    expect(next).toMatchObject({ update: 'Differential', version: 2 });
    expect(next.put).toHaveLength(2);
    expect(JSON.stringify(next.payload).length).toBeLessThan(800);
    // 1.6 says how many entries it has room for.
    const held = version === '1.6' ? 4 : 5;
    if (held > 4) expect((await one.accept()).put).toHaveLength(1);
    await listIs(platform, id, { status: 'KNOWN', desiredCount: held, entryCount: held });
    expect(one.tokens.size).toBe(held);
  });
});

describe('a station', () => {
  it('that keeps no list is left alone', async () => {
    const account = await accountWith(platform, 'none', 'CARDNONE');
    const one = await comes('none', '1.6');
    one.version = -1;
    const listening = one.nextList().catch(() => undefined);
    await wantList(platform, station('none'), ofAccount(account));
    await listIs(platform, 'none', { status: 'REFUSED', refusedCode: 'local-list-not-supported', sendings: 0, desiredCount: 1 });
    await one.raw.close();
    await platform.caughtUp();
    expect((await localListOf(platform, 'none'))?.sendings).toBe(0);
    void listening;
  });

  it('has the list of the narrowest scope, and never a master pass or anybody who pays beforehand', async () => {
    const prepaid = await accountWith(platform, 'prepaid', 'CARDPREPAID');
    await platform.graphql('mutation ($id: ID!) { changeAccount(accountId: $id, changes: { prepaid: true }) { __typename } }', {
      id: prepaid,
    });
    const account = await accountWith(platform, 'scopes', 'CARDSCOPES');
    await issueToken(platform, 'CARDMASTER', { accountId: account, masterPass: true, groupToken: 'MASTERS' });
    await platform.graphql('mutation { placeStation(stationId: "scoped", siteId: "harbour") { __typename } }');
    const harbour = { kind: 'SITE', id: 'harbour' };
    expect(await wantList(platform, harbour, ofAccount(prepaid, account))).toEqual({ scope: 'site-harbour', repeated: false });
    expect(await wantList(platform, harbour, ofAccount(prepaid, account))).toMatchObject({ repeated: true });
    const one = await comes('scoped', '2.0.1');
    expect((await one.accept()).put).toEqual(['CARDSCOPES']);
    const other = await issueToken(platform, 'CARDOTHER');
    await wantList(platform, station('scoped'), { tokens: 'TOKENS', ids: [other] });
    expect(await one.accept()).toMatchObject({ put: ['CARDOTHER'], removed: ['CARDSCOPES'] });
    expect((await localListOf(platform, 'scoped'))?.wish).toEqual({ scope: 'station-scoped', tokens: 'TOKENS' });
    await withdrawList(platform, station('scoped'));
    expect(await one.accept()).toMatchObject({ put: ['CARDSCOPES'], removed: ['CARDOTHER'] });
    await listIs(platform, 'scoped', { status: 'KNOWN', entryCount: 1 });
  });

  it('is told when a token has expired, although nothing else happens then', async () => {
    const account = await accountWith(platform, 'soon', 'CARDSTAYS', 'CARDSOON');
    const one = await comes('soon', '1.6');
    await wantList(platform, station('soon'), ofAccount(account));
    await one.accept();
    await platform.graphql(
      'mutation ($id: ID!, $at: DateTime!) { changeToken(tokenId: $id, changes: { expiresAt: $at }) { __typename } }',
      { id: platform.store.sealer.subjectOf('CARDSOON'), at: new Date(Date.now() + 1_500).toISOString() },
    );
    while (one.tokens.has('CARDSOON')) await one.accept();
    expect([...one.tokens]).toEqual(['CARDSTAYS']);
    await listIs(platform, 'soon', { status: 'KNOWN', desiredCount: 1, entryCount: 1 });
  });

  it('whose token was erased gets a full list without it', async () => {
    const account = await accountWith(platform, 'erased', 'CARDKEEP', 'CARDERASE');
    const one = await comes('erased', '2.1');
    await wantList(platform, station('erased'), ofAccount(account));
    await one.accept();
    await listIs(platform, 'erased', { status: 'KNOWN', entryCount: 2 });
    await platform.store.sealer.erase('CARDERASE');
    await blockToken(platform, 'CARDERASE');
    expect(await one.accept()).toMatchObject({ update: 'Full', put: ['CARDKEEP'] });
  });
});

describe('a station that knows the protocol and nothing of ours', () => {
  it.each(['1.6', '2.0.1'] as const)('of OCPP %s confirms its list, and what changes', async (version) => {
    const over = new AbortController();
    const idPrefix = `sim-${version}-`;
    const running = simulate({ url: platform.ocppUrl, stations: 1, version, minutes: 2, idPrefix, signal: over.signal });
    const stationId = `${idPrefix}0001`;
    await until('the station to have booted', async () => (await platform.station(stationId))?.bootedAt);
    const [one, other] = [`SIMONE${version}`, `SIMOTHER${version}`];
    const account = await accountWith(platform, stationId, one, other);
    await wantList(platform, station(stationId), ofAccount(account));
    await listIs(platform, stationId, { status: 'KNOWN', confirmedVersion: 1, entryCount: 2 });
    await blockToken(platform, other);
    await listIs(platform, stationId, { status: 'KNOWN', confirmedVersion: 2, entryCount: 1, attempts: 0 });
    over.abort();
    expect((await running).errors).toBe(0);
  });
});

describe('a wish for local lists', () => {
  it('that cannot be meant is refused', async () => {
    const all = { kind: 'ALL' };
    for (const wish of [{ limit: 0 }, { tokens: 'TOKENS' }, { tokens: 'TOKENS', ids: [] }, { tokens: 'ACTIVE', ids: ['x'] }])
      expect((await wantList(platform, all, wish)).code).toMatch(/^(local-list-out-of-bounds|input-invalid)$/);
    expect(await wantList(platform, station('nobody'), {})).toEqual({ code: 'station-unknown' });
    expect(await withdrawList(platform, all)).toEqual({ code: 'local-list-not-desired' });
    expect(await localListOf(platform, 'nobody')).toBeUndefined();
  });
});
