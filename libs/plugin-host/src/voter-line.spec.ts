import { describe, expect, it } from '@jest/globals';
import { CircuitBreaker } from './circuit-breaker.ts';
import { VoterLine } from './voter-line.ts';

/** A voter with a budget of a second at two decisions, and a clock that a spec moves. */
function place() {
  let now = 0;
  const ofVoter = new CircuitBreaker();
  const newLine = () => new VoterLine({ budgetMs: 1_000, ofVoter, clock: () => now, stopwatch: () => now });
  const lines = [newLine(), newLine()] as const;
  return {
    lines,
    /** Moves the clock on, millisecond by millisecond. */
    wait(milliseconds: number) {
      for (const end = now + milliseconds; now < end;) {
        now += 1;
        for (const line of lines) line.look();
      }
    },
    /** Puts a question, if it may be put, and keeps what becomes of it. */
    put(line: VoterLine) {
      if (!line.mayAsk()) return undefined;
      const putAt = now;
      const asked = {
        waited: undefined as number | undefined,
        cancelled: false,
        answer: () => {
          const isWaitedFor = line.came(owed);
          if (isWaitedFor) line.answered();
          else line.answeredLate(owed);
          return isWaitedFor;
        },
      };
      const owed = line.put({
        giveUp: () => {
          asked.waited = now - putAt;
        },
        cancel: () => {
          asked.cancelled = true;
        },
      });
      return asked;
    },
  };
}

type Place = ReturnType<typeof place>;

/** So many stations ask, one a millisecond. */
function putMany({ lines: [line], put, wait }: Place, count: number) {
  return Array.from({ length: count }, () => {
    wait(1);
    return put(line);
  });
}

describe('a voter that hangs', () => {
  it('holds those who asked together for one budget at most, and then nobody', () => {
    const at = place();
    const asked = putMany(at, 200);
    at.wait(801);
    const stillWaiting = asked.filter((question) => question?.waited === undefined);
    expect(stillWaiting).toEqual([]);
    expect(at.put(at.lines[0])).toBeUndefined();
  });

  it('is left alone at its other decisions too', () => {
    const at = place();
    putMany(at, 5);
    at.wait(1_000);
    expect(at.put(at.lines[1])).toBeUndefined();
  });

  it('at one decision goes on at those where it answers', () => {
    const at = place();
    const [hanging, well] = at.lines;
    putMany(at, 5);
    at.put(well)?.answer();
    at.wait(1_000);
    expect(at.put(hanging)).toBeUndefined();
    expect(at.put(well)?.answer()).toBe(true);
  });

  it('costs one station that asks again and again less than two budgets in all', () => {
    const at = place();
    let waited = 0;
    for (let asked = at.put(at.lines[0]); asked; asked = at.put(at.lines[0])) {
      while (asked.waited === undefined) at.wait(1);
      waited += asked.waited;
    }
    expect(waited).toBeGreaterThan(1_000);
    expect(waited).toBeLessThan(2_000);
  });

  it('is tried after a pause, by one station that hardly waits, and by the next one after a longer pause', () => {
    const at = place();
    const [line] = at.lines;
    putMany(at, 200);
    at.wait(1_801);
    const tries = at.put(line);
    expect(at.put(line)).toBeUndefined();
    at.wait(32);
    expect(tries?.waited).toBe(32);
    at.wait(1_000);
    expect(tries?.cancelled).toBe(true);
    expect(at.put(line)).toBeUndefined();
    at.wait(1_000);
    expect(at.put(line)).toBeDefined();
  });

  it('and comes back is asked again as soon as it has answered, however late', () => {
    const at = place();
    const [line] = at.lines;
    putMany(at, 200);
    at.wait(1_801);
    const tries = at.put(line);
    at.wait(200);
    expect(tries?.answer()).toBe(false);
    const next = at.put(line);
    at.wait(999);
    expect(next?.answer()).toBe(true);
  });

  it('is tried again where the question that was to try it found it away', () => {
    const at = place();
    const [line] = at.lines;
    putMany(at, 5);
    at.wait(2_000);
    expect(line.mayAsk()).toBe(true);
    line.wasAway();
    expect(line.mayAsk()).toBe(true);
  });
});

describe('a voter that is slow and well', () => {
  it('is asked by as many as there are', () => {
    const at = place();
    const asked = putMany(at, 500);
    at.wait(200);
    expect(asked.map((question) => question?.answer())).toEqual(Array(500).fill(true));
  });

  it('and loses one question costs nobody else theirs', () => {
    const at = place();
    const [line] = at.lines;
    const lost = at.put(line);
    for (let times = 0; times < 10; times += 1) {
      const other = at.put(line);
      at.wait(200);
      expect(other?.answer()).toBe(true);
    }
    expect(lost).toMatchObject({ waited: 1_000, cancelled: true });
  });

  it('and loses one question where nobody else asks is waited for half as long by those who ask next', () => {
    const at = place();
    const [line] = at.lines;
    const lost = at.put(line);
    at.wait(900);
    const meanwhile = at.put(line);
    at.wait(200);
    expect(lost?.waited).toBe(1_000);
    expect(meanwhile?.waited).toBeUndefined();
    at.wait(299);
    expect(meanwhile?.answer()).toBe(true);
    const next = at.put(line);
    at.wait(999);
    expect(next?.answer()).toBe(true);
  });

  it('is asked again at once where all its answers came just too late', () => {
    const at = place();
    const asked = putMany(at, 200);
    at.wait(900);
    expect(at.put(at.lines[0])).toBeUndefined();
    expect(asked.at(-1)?.answer()).toBe(false);
    expect(at.put(at.lines[0])).toBeDefined();
  });
});

describe('a voter that answers, and always too late', () => {
  it('is left alone after some questions, and tried with the whole budget', () => {
    const at = place();
    const [line] = at.lines;
    const lateAnswer = () => {
      const asked = at.put(line);
      at.wait(1_200);
      asked?.answer();
      return asked;
    };
    for (let times = 0; times < 4; times += 1) expect(lateAnswer()?.waited).toBe(1_000);
    const last = at.put(line);
    at.wait(1_200);
    last?.answer();
    expect(at.put(line)).toBeUndefined();
    at.wait(1_000);
    expect(lateAnswer()?.waited).toBe(1_000);
    expect(at.put(line)).toBeUndefined();
  });

  it('at one decision goes on at those where it is quick enough', () => {
    const at = place();
    const [late, well] = at.lines;
    const asked = putMany(at, 5);
    at.wait(1_200);
    for (const question of asked) question?.answer();
    expect(at.put(late)).toBeUndefined();
    expect(at.put(well)?.answer()).toBe(true);
  });
});

describe('failures of those who asked together', () => {
  it('are one outage, and one pause', () => {
    const at = place();
    const [line] = at.lines;
    for (let times = 0; times < 200; times += 1) line.failed();
    expect(line.mayAsk()).toBe(false);
    at.wait(1_000);
    expect(line.mayAsk()).toBe(true);
  });
});
