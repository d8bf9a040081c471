import { afterAll, describe, expect, it } from '@jest/globals';
import type { Vote } from '@wattledger/charging';
import { isJsonObject } from '@wattledger/kernel';
import type { Json } from '@wattledger/kernel';
import { PluginFolder } from '@wattledger/plugin-host/testing';
import { boot16, secondsFromNow, start16, stop16 } from '../support/frames.ts';
import { until } from '../support/until.ts';
import { usePlatform } from '../support/use-platform.ts';

const place = new PluginFolder();
afterAll(() => place.remove());

/** Behaves until it is shown the token that is named like it. */
const badAt = (id: string, deed: string) =>
  place.plugin(
    id,
    `authorize({ token }) {
       if (token !== '${id}') return abstain('nothing to say');
       ${deed}
     }`,
  );

const bad = [
  badAt('sync-loop', `while (true);`),
  place.plugin(
    'microtasks',
    `async authorize({ token }) {
       if (token !== 'microtasks') return abstain('nothing to say');
       while (true) await null;
     }`,
  ),
  place.plugin(
    'never-answers',
    `authorize: ({ token }) => (token === 'never-answers' ? new Promise(() => undefined) : abstain('nothing to say')),
     answerDataTransfer: () => answer({ status: 'Accepted' }, 'well here')`,
  ),
  badAt('leaks', `const kept = []; for (;;) kept.push(Array.from({ length: 10_000 }, (_, at) => ({ at })));`),
  badAt('exits', `process.exit(1);`),
  badAt('rejects-unhandled', `void Promise.reject(new Error('nobody looks')); throw new Error('somebody looks');`),
  place.plugin('throws', `authorize() { throw new Error('always'); }, priceSession() { throw new Error('always'); }`),
  place.plugin('nonsense', `authorize: () => ({ vote: 'answer', answer: { status: 'Perhaps' }, reason: 'who knows' })`),
];
place.write({
  plugins: ['@wattledger/quick-start', ...bad].map((use) => ({ use })),
  decisions: { authorize: { budgetMs: 300, onFailure: 'open' } },
});

const platform = usePlatform({ WATTLEDGER_PLUGINS: place.file });

async function votesOn(stationId: string, times = 1): Promise<Vote[]> {
  const { data } = await platform.recorded(stationId, 'AuthorizationDecided', times);
  return isJsonObject(data) && Array.isArray(data['votes']) ? (data['votes'] as object[] as Vote[]) : [];
}
const voteOf = (votes: readonly Vote[], id: string) => votes.find(({ voter }) => voter === `${id}@1.0.0`);
const status = ({ idTagInfo }: { [key: string]: Json }) => (isJsonObject(idTagInfo) ? idTagInfo['status'] : undefined);

describe('a plugin that', () => {
  it.each([
    ['sync-loop', 'timed-out'],
    ['microtasks', 'timed-out'],
    ['never-answers', 'timed-out'],
    ['leaks', /timed-out|threw/],
    ['exits', 'threw'],
    ['rejects-unhandled', 'threw'],
  ])('%s costs nobody else the answer, and its vote says what became of it', async (id, failure) => {
    const [victim, other] = await Promise.all([platform.connect(`${id}-1`), platform.connect(`${id}-2`)]);
    const answers = await Promise.all([
      victim.get('Authorize', { idTag: id }),
      ...Array.from({ length: 5 }, () => other.get('Authorize', { idTag: 'GOOD' })),
    ]);
    expect(answers.map(status)).toEqual(Array(6).fill('Accepted'));
    expect(voteOf(await votesOn(`${id}-1`), id)).toMatchObject({ answer: 'failed', failure: expect.stringMatching(failure) });
    expect(voteOf(await votesOn(`${id}-2`), 'quick-start')).toMatchObject({ answer: 'Accepted', rule: 'any-token' });
  });

  it('never answers many stations is left alone by all of them, at every decision, and answers again once it can', async () => {
    const stations = await Promise.all(Array.from({ length: 8 }, (_, at) => platform.connect(`all-${at}`)));
    const asked = stations.map((station) => station.get('Authorize', { idTag: 'never-answers' }));
    expect((await Promise.all(asked)).map(status)).toEqual(Array(8).fill('Accepted'));
    const told = await stations[0]?.get('DataTransfer', { vendorId: 'com.acme' });
    expect(told).toEqual({ status: 'UnknownVendorId' });
    await until('it to answer again', async () => {
      const answered = await stations[0]?.get('DataTransfer', { vendorId: 'com.acme' });
      return answered?.['status'] === 'Accepted';
    });
  });

  it.each(['sync-loop', 'microtasks', 'leaks', 'exits'])('%s is started again, and votes again', async (id) => {
    const station = await platform.connect(`${id}-3`);
    let asked = 0;
    await until(`${id} to vote again`, async () => {
      asked += 1;
      await station.get('Authorize', { idTag: 'GOOD' });
      return voteOf(await votesOn(`${id}-3`, asked), id)?.answer === 'abstained';
    });
  });

  it('throws in every decision is left alone after a while; sessions run, and are settled without it', async () => {
    const station = await platform.connect('throws-1');
    await station.get('BootNotification', boot16);
    for (let times = 0; times < 6; times += 1) await station.get('Authorize', { idTag: 'GOOD' });
    expect(voteOf(await votesOn('throws-1', 6), 'throws')).toMatchObject({ answer: 'failed', failure: 'suspended' });
    const { transactionId } = await station.get('StartTransaction', start16('GOOD', 0, secondsFromNow(0)));
    await station.get('StopTransaction', stop16(transactionId, 1_000, secondsFromNow(60)));
    expect((await platform.recorded('throws-1', 'SessionPriced')).data).toMatchObject({ amount: '0.00', currency: 'EUR' });
  });

  it('answers nonsense is not heard', async () => {
    const station = await platform.connect('nonsense-1');
    expect(status(await station.get('Authorize', { idTag: 'GOOD' }))).toBe('Accepted');
    expect(voteOf(await votesOn('nonsense-1'), 'nonsense')?.failure).toMatch(/nonsense|suspended/);
  });
});
