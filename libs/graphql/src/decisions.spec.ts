import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bootStation, openApi } from './testing/index.ts';
import type { OpenedApi } from './testing/index.ts';

let api: OpenedApi;
beforeAll(async () => {
  api = await openApi();
  const oak = await bootStation(api, 'oak-1');
  const decide = async (hours: number, reason: string, votes: object[] = []) => {
    const decided = { status: 'Accepted', purpose: 'start', reason, votes };
    oak.after(hours * 3_600).calls('Authorize', { idTag: 'CARD' }, {}, [['AuthorizationDecided', decided]]);
    await oak.record(api.ledger);
  };
  const failed = { voter: 'webhook@1.0.0', answer: 'failed', reason: 'away', milliseconds: 1, failure: 'threw' };
  await decide(1, 'at one');
  await decide(0.5, 'at half past one', [failed]);
  await decide(0.5, 'at two');
  // The clock of another process is a little late.
  await decide(-0.01, 'just before two');
  await decide(8.01, 'at ten');
  await api.project();
});
afterAll(() => api.close());

const reasons = async (filter: string, order = 'OLDEST_FIRST') => {
  const { data } = await api.ask<{ decisions: { nodes: { reason: string }[]; totalCount: number } }>(
    `{ decisions(filter: { points: [AUTHORIZE], ${filter} }, orderBy: ${order}) { nodes { reason } totalCount } }`,
  );
  expect(data.decisions.totalCount).toBe(data.decisions.nodes.length);
  return data.decisions.nodes.map(({ reason }) => reason);
};
const everything = ['at one', 'at half past one', 'at two', 'just before two', 'at ten'];

describe('decisions', () => {
  it('are found by when they were made, in the order in which they were recorded', async () => {
    expect(await reasons('from: "2026-05-01T14:00:00Z"')).toEqual(['at two', 'at ten']);
    expect(await reasons('from: "2026-05-01T13:30:00Z"', 'NEWEST_FIRST')).toEqual([...everything.slice(1)].reverse());
    expect(await reasons('before: "2026-05-01T14:00:00Z"')).toEqual(['at one', 'at half past one', 'just before two']);
    expect(await reasons('before: "2026-05-01T13:00:00Z"')).toEqual([]);
    expect(await reasons('from: "2026-05-01T13:15:00Z", before: "2026-05-01T14:00:00Z"')).toEqual([
      'at half past one',
      'just before two',
    ]);
  });

  it('are all found between the beginning and the end of time', async () => {
    expect(await reasons('from: "0001-01-01T00:00:00Z"')).toEqual(everything);
    expect(await reasons('before: "9999-12-31T23:59:59Z"')).toEqual(everything);
    expect(await reasons('from: "9999-12-31T23:59:59Z"')).toEqual([]);
    expect(await reasons('before: "0001-01-01T00:00:00Z"')).toEqual([]);
  });

  it('are found by the plugin that failed', async () => {
    expect(await reasons('failedPlugin: "webhook"')).toEqual(['at half past one']);
    expect(await reasons('failedPlugin: "web"')).toEqual([]);
  });
});
