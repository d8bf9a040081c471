import { describe, expect, it } from '@jest/globals';
import { Mailbox } from './mailbox.ts';

describe('the mailbox of a station', () => {
  it('does one thing after the other, however long each takes', async () => {
    const done: string[] = [];
    const mailbox = new Mailbox(() => undefined);
    const task = (name: string, turns: number) => async () => {
      done.push(`${name} begins`);
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      done.push(`${name} ends`);
    };
    mailbox.put(task('first', 5));
    mailbox.put(task('second', 1));
    expect(mailbox.size).toBe(2);
    await mailbox.idle();
    expect(done).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
    expect(mailbox.size).toBe(0);
  });

  it('goes on after a task that failed, and tells of it', async () => {
    const faults: unknown[] = [];
    const mailbox = new Mailbox((error) => faults.push(error));
    let reached = false;
    mailbox.put(() => Promise.reject(new Error('broken')));
    mailbox.put(() => {
      reached = true;
      return Promise.resolve();
    });
    await mailbox.idle();
    expect(faults).toEqual([new Error('broken')]);
    expect(reached).toBe(true);
  });
});
