import { describe, expect, it } from '@jest/globals';
import { changesOf, chosenTokens, desiredList, evolveList, unknownList } from './index.ts';
import type { ListableToken, ListEvent, ListingStation, LocalListWish, StationList } from './index.ts';

const at = '2026-05-01T12:00:00.000Z';
const oak: ListingStation = { stationId: 'oak', profile: { groups: ['fast'], timeZone: 'UTC' }, ocppVersion: '1.6' };
const token = (tokenId: string, more: Partial<ListableToken> = {}): ListableToken => ({
  tokenId,
  type: 'ISO14443',
  length: 8,
  isGood: true,
  isPrepaid: false,
  masterPass: false,
  ...more,
});
const all: LocalListWish = { scope: { kind: 'all' }, tokens: { kind: 'active' } };
const ids = (tokens: readonly ListableToken[], wish = all, station = oak) =>
  desiredList(wish, chosenTokens(wish.tokens, tokens), station, at).map(({ tokenId }) => tokenId);

describe('the list that a station is to have', () => {
  it('holds what is good there and has not expired', () => {
    const tokens = [
      token('good', { expiresAt: '2026-06-01T00:00:00.000Z', groupToken: 'sealed' }),
      token('blocked', { isGood: false }),
      token('expired', { expiresAt: at }),
      token('elsewhere', { allowedAt: { stationIds: ['elm'] } }),
      token('here', { allowedAt: { groups: ['fast'] } }),
    ];
    expect(ids(tokens)).toEqual(['here', 'good']);
    expect(desiredList(all, chosenTokens(all.tokens, tokens), oak, at)[1]).toEqual({
      tokenId: 'good',
      type: 'ISO14443',
      expiresAt: '2026-06-01T00:00:00.000Z',
      groupToken: 'sealed',
    });
  });

  it('holds no master pass, and nobody who pays beforehand', () => {
    expect(ids([token('master', { masterPass: true }), token('prepaid', { isPrepaid: true })])).toEqual([]);
  });

  it('holds what the version can carry', () => {
    const tokens = [token('a', { length: 20 }), token('b', { length: 21 }), token('c', { type: 'VIN', length: 17 })];
    expect(ids(tokens)).toEqual(['a', 'c']);
    expect(ids(tokens, all, { ...oak, ocppVersion: '2.0.1' })).toEqual(['a', 'b']);
    expect(ids(tokens, all, { ...oak, ocppVersion: '2.1' })).toEqual(['a', 'b', 'c']);
  });

  it('holds those that were chosen, and no more than there is room for, restricted ones first', () => {
    const tokens = [token('a', { accountId: 'ana' }), token('b'), token('c', { allowedAt: { stationIds: ['oak'] } })];
    expect(ids(tokens, { ...all, tokens: { kind: 'accounts', ids: ['ana'] } })).toEqual(['a']);
    expect(ids(tokens, { ...all, tokens: { kind: 'tokens', ids: ['b', 'x'] } })).toEqual(['b']);
    expect(ids(tokens, { ...all, tokens: { kind: 'restricted' } })).toEqual(['c']);
    expect(ids(tokens, { ...all, limit: 2 })).toEqual(['c', 'a']);
    expect(ids(tokens, { ...all, limit: 2 }, { ...oak, room: 1 })).toEqual(['c']);
  });
});

const entry = (tokenId: string, expiresAt?: string) => ({ tokenId, type: 'ISO14443', ...(expiresAt && { expiresAt }) });
const asked: ListEvent = {
  type: 'LocalListVersionAsked',
  data: { stationId: 'oak', commandId: 'q', wish: 'w', because: 'wanted' },
};
const reported = (listVersion: number): ListEvent => ({
  type: 'LocalListVersionReported',
  data: { stationId: 'oak', listVersion },
});
const sent = (update: 'Full' | 'Differential', listVersion: number, put: string[], removed: string[] = []): ListEvent => ({
  type: 'LocalListSent',
  data: { stationId: 'oak', commandId: 'c', update, listVersion, put: put.map((id) => entry(id)), removed },
});
const confirmed = (listVersion: number): ListEvent => ({ type: 'LocalListConfirmed', data: { stationId: 'oak', listVersion } });
const refused: ListEvent = { type: 'LocalListRefused', data: { stationId: 'oak', code: 'no', why: 'no', isFinal: false } };
const after = (...events: ListEvent[]): StationList =>
  events.reduce<StationList>((list, event) => evolveList(list, event, at), unknownList);

describe('the list that a station has', () => {
  it('is what it has confirmed, a full list and what changed since', () => {
    const list = after(asked, reported(0), sent('Full', 1, ['a', 'b']), confirmed(1), sent('Differential', 2, ['c'], ['a']));
    expect(Object.keys(list.entries ?? {})).toEqual(['a', 'b']);
    const now = evolveList(list, confirmed(2), at);
    expect(now).toMatchObject({ status: 'known', version: 2, reported: 2, sendings: 2 });
    expect(Object.keys(now.entries ?? {})).toEqual(['b', 'c']);
    expect(evolveList(now, sent('Full', 3, []), at).entries).toEqual(now.entries);
    expect(after(asked, reported(0), sent('Full', 1, ['a']), confirmed(1), sent('Full', 2, []), confirmed(2)).entries).toEqual(
      {},
    );
  });

  it('is known to nobody where the station reports another version than it has confirmed', () => {
    expect(after(asked, reported(0)).entries).toEqual({});
    expect(after(asked, reported(7))).toMatchObject({ version: 7, reported: 7 });
    expect(after(asked, reported(7)).entries).toBeUndefined();
    const list = after(asked, reported(0), sent('Full', 1, ['a']), confirmed(1), asked);
    expect(evolveList(list, reported(1), at).entries).toEqual({ a: entry('a') });
    expect(evolveList(list, reported(0), at)).toMatchObject({ version: 1, reported: 0 });
    expect(evolveList(list, reported(0), at).entries).toBeUndefined();
  });

  it('is known to nobody after a refusal, and its version is not used again', () => {
    const list = after(asked, reported(3), sent('Full', 4, ['a']), refused);
    expect(list).toMatchObject({ status: 'refused', version: 4, attempts: 1, code: 'no' });
    expect(list.entries).toBeUndefined();
    expect(evolveList(list, asked, at)).toMatchObject({ status: 'asked', attempts: 0 });
    expect(evolveList(list, asked, at).code).toBeUndefined();
  });

  it('lacks what is new or changed, and has too much what nobody wants in it', () => {
    const entries = { a: entry('a'), b: entry('b'), c: entry('c') };
    expect(changesOf(entries, [entry('a'), entry('b', at), entry('d')])).toEqual({
      put: [entry('b', at), entry('d')],
      removed: ['c'],
    });
    expect(changesOf(entries, Object.values(entries))).toEqual({ put: [], removed: [] });
  });
});
