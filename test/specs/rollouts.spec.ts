import { describe, expect, it } from '@jest/globals';
import { settingIs, want } from '../support/settings.ts';
import { SettableStation } from '../support/settable-station.ts';
import { until } from '../support/until.ts';
import { usePlatform } from '../support/use-platform.ts';

const platform = usePlatform();

interface Rollout {
  readonly status: string;
  readonly reached: number;
  readonly batches: number;
  readonly stationCount: number;
  readonly why: string | null;
  readonly progress: { readonly [Standing in 'waiting' | 'pending' | 'sent' | 'confirmed' | 'refused' | 'offline']: number };
}

async function rollout(id: string): Promise<Rollout | undefined> {
  const query = `query ($id: ID!) { rollout(id: $id) {
    status reached batches stationCount why progress { waiting pending sent confirmed refused offline } } }`;
  return (await platform.graphql<{ rollout: Rollout | null }>(query, { id })).rollout ?? undefined;
}

const rolloutIs = (id: string, status: string): Promise<Rollout> =>
  until(`the roll-out to be ${status}`, async () => {
    const now = await rollout(id);
    return now?.status === status ? now : undefined;
  });

const tell = (mutation: string) => platform.graphql(`mutation { ${mutation} { __typename ... on UserError { code } } }`);

/** So many stations at a site, each saying yes or no to whatever it is told. */
async function site(name: string, says: readonly ('accept' | 'reject')[]): Promise<void> {
  const ids = says.map((_, index) => `${name}-${String(index).padStart(2, '0')}`);
  for (const [index, id] of ids.entries()) {
    const station = await SettableStation.boot(await platform.connect(id), '1.6');
    await tell(`placeStation(stationId: "${id}", siteId: "${name}")`);
    const answer = says[index] ?? 'accept';
    const obey = async () => {
      for (;;) await station[answer]();
    };
    void obey().catch(() => undefined);
  }
  await platform.caughtUp();
}

const current = { maximumCurrent: { amperes: 16 } };
const saying = (count: number, refusing: readonly number[]) =>
  Array.from({ length: count }, (_, index) => (refusing.includes(index) ? 'reject' : 'accept') as 'accept' | 'reject');

describe('a roll-out over twenty stations', () => {
  it('comes to all of them, batch by batch, and counts what each has said', async () => {
    await site('north', saying(20, [3, 12]));
    const taken = await want(platform, { kind: 'SITE', id: 'north' }, current, { batchSize: 8, maximumRefusedShare: 0.2 });
    expect(taken).toMatchObject({ stations: 20, repeated: false });
    expect(await rolloutIs(taken.rolloutId ?? '', 'FINISHED')).toMatchObject({
      reached: 20,
      batches: 3,
      stationCount: 20,
      progress: { waiting: 0, pending: 0, sent: 0, confirmed: 18, refused: 2, offline: 0 },
    });
    expect(await want(platform, { kind: 'SITE', id: 'north' }, current)).toMatchObject({ repeated: true });
  });

  it('stops on too many refusals, so that the others keep what they have, and goes on when it is told to', async () => {
    await site('south', saying(20, [0, 1, 2]));
    const before = await want(platform, { kind: 'SITE', id: 'south' }, { chargingTimeMinutes: 60 }, { maximumRefusedShare: 1 });
    await rolloutIs(before.rolloutId ?? '', 'FINISHED');

    const { rolloutId = '' } = await want(platform, { kind: 'SITE', id: 'south' }, current, {
      batchSize: 5,
      maximumRefusedShare: 0.2,
    });
    // Two are too many already; whether the third has answered by then is its own affair.
    expect(await rolloutIs(rolloutId, 'STOPPED')).toMatchObject({
      reached: 5,
      why: expect.stringMatching(/^[23] of 5 stations have refused, at most 20 % may$/),
    });
    const settled = await until('the stations of the batch to have answered', async () => {
      const now = await rollout(rolloutId);
      return now?.progress.refused === 3 && now.progress.confirmed === 2 ? now : undefined;
    });
    expect(settled).toMatchObject({ status: 'STOPPED', reached: 5, progress: { waiting: 15 } });
    expect(await tell(`stopRollout(id: "${rolloutId}")`)).toEqual({
      stopRollout: { __typename: 'RolloutOver', code: 'rollout-over' },
    });
    await tell(`resumeRollout(id: "${rolloutId}", maximumRefusedShare: 0.7)`);
    expect(await rolloutIs(rolloutId, 'FINISHED')).toMatchObject({ reached: 20, progress: { confirmed: 17, refused: 3 } });
    const refused = `query ($id: ID!) { rollout(id: $id) { stations(filter: { statuses: [REFUSED] }) { nodes { stationId refusedWhy } } } }`;
    expect(await platform.graphql(refused, { id: rolloutId })).toEqual({
      rollout: {
        stations: {
          nodes: ['south-00', 'south-01', 'south-02'].map((stationId) => ({
            stationId,
            refusedWhy: 'SetChargingProfile: Rejected',
          })),
        },
      },
    });
  });

  it('does not wait for who is away, and holds for them when they are back', async () => {
    await site('east', saying(3, []));
    const away = await SettableStation.boot(await platform.connect('east-away'), '1.6');
    await tell('placeStation(stationId: "east-away", siteId: "east")');
    await away.raw.close();
    await platform.recorded('east-away', 'StationDisconnected');
    await platform.caughtUp();
    const { rolloutId = '' } = await want(platform, { kind: 'SITE', id: 'east' }, current, { batchSize: 2 });
    expect(await rolloutIs(rolloutId, 'FINISHED')).toMatchObject({ progress: { confirmed: 3, offline: 1 } });
    const back = await SettableStation.boot(await platform.connect('east-away'), '1.6');
    await back.accept();
    await settingIs(platform, 'east-away', 'MAXIMUM_CURRENT', { status: 'CONFIRMED', scopeKind: 'SITE' });
  });

  it('that is aborted is over', async () => {
    expect(await tell('abortRollout(id: "none")')).toEqual({
      abortRollout: { __typename: 'RolloutNotFound', code: 'rollout-unknown' },
    });
  });
});
