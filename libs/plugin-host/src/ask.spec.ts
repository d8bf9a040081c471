import { describe, expect, it } from '@jest/globals';
import { abstain, accept, admit, refuse } from '@wattledger/plugin-sdk';
import { askPlugins } from './ask.ts';
import { defaultPolicies } from './policies.ts';
import type { FailurePolicy } from './policies.ts';
import { shown, voter } from './testing/index.ts';
import { VoterAway } from './voter-away.ts';
import type { Voter } from './voter.ts';

function asking(voters: readonly Voter[], onFailure: FailurePolicy = 'open', clock = () => new Date('2026-05-01T12:00:00.000Z')) {
  const authorize = { budgetMs: 50, onFailure };
  return askPlugins({ voters: () => voters, policies: { ...defaultPolicies, authorize }, clock });
}

const yes = voter('yes', () => accept('known', { rule: 'known' }));
const no = voter('no', () => refuse('Blocked', 'stolen', { rule: 'stolen' }));
const silent = voter('silent', () => abstain('not mine'));
const broken = voter('broken', () => {
  throw new Error('broken');
});

describe('a question', () => {
  it('is answered by whoever has an answer, and keeps every vote', async () => {
    const decided = await asking([silent, yes])('authorize', shown('T'));
    expect(decided).toMatchObject({ answer: { status: 'Accepted' }, reason: 'known', rule: 'known' });
    expect(decided.votes).toMatchObject([
      { voter: 'silent@1.0.0', answer: 'abstained', reason: 'not mine' },
      { voter: 'yes@1.0.0', answer: 'Accepted', reason: 'known', rule: 'known' },
    ]);
  });

  it('is refused by one no among many yes', async () => {
    expect(await asking([yes, no])('authorize', shown('T'))).toMatchObject({ answer: { status: 'Blocked' }, rule: 'stolen' });
  });

  it('that nobody has an answer to has none', async () => {
    expect(await asking([silent])('authorize', shown('T'))).toMatchObject({ answer: undefined, reason: 'nobody had an answer' });
  });

  it('is put to nobody who does not take part', async () => {
    const ask = asking([yes]);
    expect(ask.concerns('authorize')).toBe(true);
    expect(ask.concerns('priceSession')).toBe(false);
  });

  it('names the configuration that a vote was given by', async () => {
    const configured = voter('configured', () => accept('known'), { configuration: 7 });
    expect((await asking([configured])('authorize', shown('T'))).votes).toMatchObject([{ configuration: 7 }]);
  });
});

describe('a voter in the shadow', () => {
  it('is asked and changes nothing, not even where it fails', async () => {
    const shadows = [voter('a', () => refuse('Invalid', 'no'), { shadow: true }), { ...broken, shadow: true }];
    const decided = await asking([...shadows, yes], 'closed')('authorize', shown('T'));
    expect(decided.answer).toEqual({ status: 'Accepted' });
    expect(decided.votes).toMatchObject([{ shadow: true, answer: 'Invalid' }, { shadow: true, failure: 'threw' }, {}]);
  });
});

describe('a voter that', () => {
  it.each([
    ['throws', () => Promise.reject(new Error('broken')), 'threw', 'it threw: broken'],
    ['throws what is no error', () => Promise.reject('broken' as never), 'threw', 'it threw: broken'],
    ['does not answer', () => new Promise(() => undefined), 'timed-out', 'it had not answered after 50 ms'],
    ['says nothing', () => undefined, 'nonsense', 'it said nothing'],
    ['answers what does not exist', () => ({ vote: 'answer', answer: { status: 'Maybe' }, reason: 'x' }), 'nonsense', 'status'],
    ['adds what does not exist', () => accept('x', { cheap: true } as object), 'nonsense', 'cheap'],
    ['gives no reason', () => accept(''), 'nonsense', 'reason'],
    ['answers in circles', () => Object.assign([], { toJSON: () => circle }), 'nonsense', 'circular'],
    ['answers with a trap', () => trap, 'nonsense', 'a trap'],
    [
      'answers with a thenable trap',
      () => ({
        get then(): never {
          throw new Error('a trap');
        },
      }),
      'threw',
      'a trap',
    ],
  ])('%s has failed, and says how', async (_, say, failure, reason) => {
    const { votes } = await asking([voter('odd', say)])('authorize', shown('T'));
    expect(votes).toMatchObject([{ answer: 'failed', failure, reason: expect.stringContaining(reason) }]);
  });

  it('is away is not waited for, and not blamed', async () => {
    let away = true;
    const restarting = voter('restarting', () => {
      if (away) throw new VoterAway('its thread is being started again');
      return accept('back');
    });
    const ask = asking([restarting]);
    for (let times = 0; times < 10; times += 1) {
      expect((await ask('authorize', shown('T'))).votes).toMatchObject([{ failure: 'suspended' }]);
    }
    away = false;
    expect((await ask('authorize', shown('T'))).answer).toEqual({ status: 'Accepted' });
  });

  it('is told when its time is over', async () => {
    let told: AbortSignal | undefined;
    const slow = voter('slow', (_, signal) => {
      told = signal;
      return new Promise(() => undefined);
    });
    await asking([slow])('authorize', shown('T'));
    expect(told?.aborted).toBe(true);
  });

  it('fails five times in a row is left alone for a second, then tried once, then for longer', async () => {
    let now = Date.parse('2026-05-01T12:00:00.000Z');
    let asked = 0;
    const failing = voter('failing', () => {
      asked += 1;
      throw new Error('broken');
    });
    const ask = asking([failing], 'open', () => new Date(now));
    for (let times = 0; times < 7; times += 1) await ask('authorize', shown('T'));
    expect(asked).toBe(5);
    now += 1_000;
    await ask('authorize', shown('T'));
    await ask('authorize', shown('T'));
    expect(asked).toBe(6);
    now += 1_999;
    await ask('authorize', shown('T'));
    expect(asked).toBe(6);
    now += 1;
    await ask('authorize', shown('T'));
    expect(asked).toBe(7);
  });

  it('fails for many at once is left alone for a second, not for longer', async () => {
    let now = Date.parse('2026-05-01T12:00:00.000Z');
    let well = false;
    const moody = voter('moody', async () => {
      if (!well) throw new Error('broken');
      return accept('back');
    });
    const ask = asking([moody], 'open', () => new Date(now));
    await Promise.all(Array.from({ length: 50 }, () => ask('authorize', shown('T'))));
    well = true;
    expect((await ask('authorize', shown('T'))).votes).toMatchObject([{ failure: 'suspended' }]);
    now += 1_000;
    expect((await ask('authorize', shown('T'))).answer).toEqual({ status: 'Accepted' });
  });

  it('is away when it is to be tried is tried by the next question', async () => {
    let now = Date.parse('2026-05-01T12:00:00.000Z');
    let say = (): unknown => {
      throw new Error('broken');
    };
    const ask = asking([voter('moody', () => say())], 'open', () => new Date(now));
    for (let times = 0; times < 5; times += 1) await ask('authorize', shown('T'));
    say = () => {
      throw new VoterAway('its thread is being started again');
    };
    now += 1_000;
    await ask('authorize', shown('T'));
    say = () => accept('back');
    expect((await ask('authorize', shown('T'))).answer).toEqual({ status: 'Accepted' });
  });

  it('hangs is given up by all who ask, at all its decisions, until it answers a try', async () => {
    let now = Date.parse('2026-05-01T12:00:00.000Z');
    const said: ((answer: unknown) => void)[] = [];
    const hanging = voter('hanging', () => new Promise((resolve) => said.push(resolve)), {
      points: new Set(['authorize', 'admitStation']),
    });
    const ask = asking([hanging], 'open', () => new Date(now));
    const { ocppVersion, station, at, stationId } = shown('T');
    const boot = { ocppVersion, station, at, stationId, vendor: 'Acme', model: 'One' };
    const failures = ({ votes }: Awaited<ReturnType<typeof ask>>) => votes[0]?.failure;

    const together = await Promise.all(Array.from({ length: 20 }, () => ask('authorize', shown('T'))));
    expect(together.map(failures)).toEqual(Array(20).fill('timed-out'));
    expect(together.at(-1)?.votes[0]?.reason).toBe(
      'it had not answered after 2 ms, nor had the questions before it been answered',
    );
    expect(failures(await ask('admitStation', boot))).toBe('suspended');

    now += 1_000;
    const next = ask('authorize', shown('T'));
    said.at(-1)?.(accept('in time'));
    expect(await next).toMatchObject({ answer: { status: 'Accepted' }, reason: 'in time' });
  });

  it('fails at one decision goes on at the others', async () => {
    const half: Voter = {
      ...broken,
      points: new Set(['authorize', 'admitStation']),
      vote: (point) => {
        if (point === 'authorize') throw new Error('broken');
        return admit('welcome');
      },
    };
    const ask = asking([half]);
    const { ocppVersion, station, at, stationId } = shown('T');
    for (let times = 0; times < 6; times += 1) await ask('authorize', shown('T'));
    const boot = { ocppVersion, station, at, stationId, vendor: 'Acme', model: 'One' };
    expect((await ask('admitStation', boot)).answer).toEqual({ outcome: 'accepted' });
  });
});

describe('where a plugin fails', () => {
  it('open: it counts as having abstained', async () => {
    expect((await asking([broken, yes], 'open')('authorize', shown('T'))).answer).toEqual({ status: 'Accepted' });
  });

  it('closed: the answer is no, and says why', async () => {
    expect(await asking([broken, yes], 'closed')('authorize', shown('T'))).toMatchObject({
      answer: { status: 'Invalid' },
      rule: 'failed-closed',
      reason: 'broken@1.0.0 failed (it threw: broken); without it the answer is no',
    });
  });

  it('a no of the others stays theirs', async () => {
    expect(await asking([broken, no], 'closed')('authorize', shown('T'))).toMatchObject({ rule: 'stolen' });
  });

  describe('cache: what was last decided', () => {
    let fails = false;
    const moody = (expiresAt?: string) =>
      voter('moody', () => {
        if (fails) throw new Error('broken');
        return accept('known', { expiresAt });
      });
    const thenFailing = async (first: ReturnType<typeof shown>, second: ReturnType<typeof shown>, expiresAt?: string) => {
      const ask = asking([moody(expiresAt)], 'cache');
      fails = false;
      await ask('authorize', first);
      fails = true;
      return (await ask('authorize', second)).answer?.status;
    };

    it.each([
      ['holds for the same token at the same station', shown('T'), shown('t'), 'Accepted'],
      ['says nothing of another token', shown('T'), shown('U'), 'Invalid'],
      ['says nothing of another station', shown('T'), shown('T', { stationId: 's2' }), 'Invalid'],
      ['says nothing of another kind of token', shown('T'), shown('T', { tokenType: 'eMAID' }), 'Invalid'],
      ['is forgotten after a day', shown('T'), shown('T', { at: '2026-05-02T12:00:00.001Z' }), 'Invalid'],
      [
        'lets a driver stop their own session',
        shown('T'),
        shown('T', { purpose: 'stop', stopping: { sameToken: true } }),
        'Accepted',
      ],
      ["lets nobody stop another's", shown('T'), shown('T', { purpose: 'stop', stopping: { sameToken: false } }), 'Invalid'],
      ['is not what was said to a stop', shown('T', { purpose: 'stop' }), shown('T'), 'Invalid'],
    ])('%s', async (_, first, second, status) => {
      expect(await thenFailing(first, second)).toBe(status);
    });

    it('holds no longer than it was to hold', async () => {
      const later = shown('T', { at: '2026-05-01T12:10:00.000Z' });
      expect(await thenFailing(shown('T'), later, '2026-05-01T12:10:00.000Z')).toBe('Invalid');
    });
  });
});

describe('a reason', () => {
  it('is stored in clear, so it holds no token', async () => {
    const chatty = voter('chatty', () => refuse('Blocked', 'driver tokenabc of group GROUP1 (TOKENABC) is blocked'));
    const question = shown('TOKENABC', {
      registered: { tokenId: 'x', status: 'blocked', type: 'Local', masterPass: false, groupToken: 'group1' },
    });
    const { reason, votes } = await asking([chatty])('authorize', question);
    expect(reason).toBe('driver [token] of group [token] ([token]) is blocked');
    expect(votes[0]?.reason).toBe(reason);
  });
});

const circle: { self?: object } = {};
circle.self = circle;
const trap = {
  vote: 'abstain',
  get reason(): string {
    throw new Error('a trap');
  },
};
