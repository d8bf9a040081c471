import { describe, expect, it } from '@jest/globals';
import { unknownList } from '@wattledger/charging';
import type { StationList } from '@wattledger/charging';
import { defaultSyncPolicy } from '../settings/sync-policy.ts';
import { nextListStep } from './list-step.ts';
import type { ListSituation } from './list-step.ts';

const at = '2026-05-01T12:00:00.000Z';
const later = '2026-05-01T13:00:00.000Z';
const entry = (tokenId: string) => ({ tokenId, type: 'ISO14443' });
const record = (...ids: string[]) => Object.fromEntries(ids.map((id) => [id, entry(id)]));
const situation: ListSituation = {
  wish: 'w',
  desired: ['a', 'b', 'c'].map(entry),
  bootedAt: at,
  perMessage: 2,
  mustBeFull: false,
  nowMs: Date.parse(at),
};
const list = (more: Partial<StationList>): StationList => ({ ...unknownList, wish: 'w', at, checkedAt: at, version: 4, ...more });
const next = (of: Partial<StationList>, more: Partial<ListSituation> = {}) =>
  nextListStep(list(of), { ...situation, ...more }, defaultSyncPolicy);

describe('a station that is to have a local list', () => {
  it('is asked for its version first, and once more when it has booted', () => {
    expect(next({ status: 'unknown' })).toEqual({ step: 'ask', because: 'wanted' });
    expect(next({ status: 'unknown' }, { wish: undefined })).toEqual({ step: 'nothing' });
    expect(next({ status: 'known', entries: record('a', 'b', 'c') }, { bootedAt: later })).toEqual({
      step: 'ask',
      because: 'booted',
    });
  });

  it('says its version in the words of 1.6 and 2.x, or that it keeps no list', () => {
    const answered = (answer: { listVersion?: number; versionNumber?: number }) =>
      next({ status: 'asked' }, { command: { status: 'accepted', answer } });
    expect(answered({ listVersion: 3 })).toEqual({ step: 'note-version', listVersion: 3 });
    expect(answered({ versionNumber: 5 })).toEqual({ step: 'note-version', listVersion: 5 });
    expect(answered({ listVersion: -1 })).toMatchObject({ step: 'refuse', code: 'local-list-not-supported', isFinal: true });
  });

  it('gets a full list where nobody knows what it has, as much as one message holds, and the rest as a differential one', () => {
    const [a, b, c] = situation.desired;
    expect(next({ status: 'known' })).toEqual({ step: 'send', update: 'Full', listVersion: 5, put: [a, b], removed: [] });
    expect(next({ status: 'known', entries: record('a', 'b') })).toEqual({
      step: 'send',
      update: 'Differential',
      listVersion: 5,
      put: [c],
      removed: [],
    });
    expect(next({ status: 'known', entries: record('a', 'b', 'c') })).toEqual({ step: 'nothing' });
  });

  it('that has no list yet gets a full one, and none where there is nothing in it', () => {
    const none = { status: 'known', version: 0, reported: 0, entries: {} } as const;
    expect(next(none, { perMessage: 3 })).toMatchObject({ update: 'Full', listVersion: 1, put: situation.desired });
    expect(next(none, { desired: [] })).toEqual({ step: 'nothing' });
  });

  it('is told first of what is no longer good', () => {
    expect(next({ status: 'known', entries: record('x', 'y', 'z') })).toMatchObject({
      update: 'Differential',
      put: [],
      removed: ['x', 'y'],
    });
  });

  it('gets a full list where that is shorter, or where a token cannot be named any more', () => {
    const desired = [entry('a')];
    expect(next({ status: 'known', entries: record('x', 'y', 'z') }, { desired })).toMatchObject({
      update: 'Full',
      put: desired,
    });
    const mustBeFull = { desired, mustBeFull: true };
    expect(next({ status: 'known', entries: record('a', 'x') }, mustBeFull)).toMatchObject({ update: 'Full', put: desired });
  });

  it('gets an empty one when nobody wants a list any more, and is then left alone', () => {
    const unwanted = { wish: undefined, desired: [], bootedAt: later };
    const had = next({ status: 'known', entries: record('a') }, { ...unwanted, bootedAt: at });
    expect(had).toMatchObject({ update: 'Differential', removed: ['a'] });
    expect(next({ status: 'known', entries: {} }, unwanted)).toEqual({ step: 'nothing' });
  });

  it('has the list when it accepts it', () => {
    expect(next({ status: 'sent' })).toEqual({ step: 'request' });
    expect(next({ status: 'sent' }, { command: { status: 'sent' } })).toEqual({ step: 'nothing' });
    expect(next({ status: 'sent' }, { command: { status: 'accepted' } })).toEqual({ step: 'confirm' });
  });

  it.each([
    [{ status: 'rejected', says: 'VersionMismatch' }, 'local-list-version-mismatch', false],
    [{ status: 'rejected', says: 'Failed' }, 'local-list-refused', false],
    [{ status: 'rejected', says: 'NotSupported' }, 'local-list-not-supported', true],
    [{ status: 'failed', errorCode: 'NotImplemented' }, 'local-list-not-supported', true],
    [{ status: 'failed', errorCode: 'InternalError' }, 'local-list-refused', false],
    [{ status: 'unanswered' }, 'local-list-unanswered', false],
    [{ status: 'refused' }, 'local-list-not-sent', true],
  ] as const)('that answers %j has refused it', (command, code, isFinal) => {
    expect(next({ status: 'sent' }, { command })).toMatchObject({ step: 'refuse', code, isFinal });
  });

  it('is asked again after a pause that grows, and not for ever', () => {
    const refused = { status: 'refused', code: 'local-list-refused' } as const;
    const pauseMs = defaultSyncPolicy.pauseSeconds * 1_000;
    const nowMs = situation.nowMs + 2 * pauseMs;
    expect(next({ ...refused, attempts: 2 }, { nowMs: nowMs - 1 })).toEqual({ step: 'wait', until: nowMs });
    expect(next({ ...refused, attempts: 2 }, { nowMs })).toEqual({ step: 'ask', because: 'again' });
    const given = { ...refused, attempts: defaultSyncPolicy.mostAttempts };
    expect(next(given, { nowMs: Number.MAX_SAFE_INTEGER })).toEqual({ step: 'nothing' });
    expect(next(given, { wish: 'another' })).toEqual({ step: 'ask', because: 'wanted' });
    expect(next({ ...given, isFinal: true }, { bootedAt: later })).toEqual({ step: 'ask', because: 'booted' });
  });

  it('whose version is another one is asked for it at once', () => {
    const mismatch = { status: 'refused', code: 'local-list-version-mismatch', attempts: 1 } as const;
    expect(next(mismatch)).toEqual({ step: 'ask', because: 'again' });
  });
});
