import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Turnstile } from './turnstile.ts';

describe('a turnstile', () => {
  it('lets two through at a time, and everyone in the order of their coming', async () => {
    const turnstile = new Turnstile(2);
    const began: number[] = [];
    let inside = 0;
    let most = 0;
    const pass = (number: number) =>
      turnstile.pass(async () => {
        began.push(number);
        most = Math.max(most, (inside += 1));
        await nextTurn();
        inside -= 1;
        return number;
      });
    expect(await Promise.all([0, 1, 2, 3, 4].map(pass))).toEqual([0, 1, 2, 3, 4]);
    expect(began).toEqual([0, 1, 2, 3, 4]);
    expect(most).toBe(2);
  });

  it('lets the next one through where work has failed', async () => {
    const turnstile = new Turnstile(1);
    const failing = turnstile.pass(() => Promise.reject(new Error('no')));
    const next = turnstile.pass(async () => 'yes');
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });
});
