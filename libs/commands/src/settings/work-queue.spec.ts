import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { WorkQueue } from './work-queue.ts';

describe('tasks that wait for their turn', () => {
  const done: string[] = [];
  const ends = new Map<string, () => void>();
  const queue = new WorkQueue(2, (name) =>
    new Promise<void>((resolve) => ends.set(name, resolve)).then(() => void done.push(name)),
  );
  const end = async (...names: string[]) => {
    for (const name of names) {
      ends.get(name)?.();
      ends.delete(name);
      await nextTurn();
    }
  };

  it('are begun in the order in which they came, a few at once', async () => {
    for (const name of ['a', 'b', 'c', 'd']) queue.add(name);
    expect([...ends.keys()]).toEqual(['a', 'b']);
    await end('b');
    expect([...ends.keys()]).toEqual(['a', 'c']);
  });

  it('are done once however often they are asked for, and once more where they ran by then', async () => {
    queue.add('d');
    queue.add('a');
    await end('a', 'c');
    expect([...ends.keys()]).toEqual(['d', 'a']);
    await end('d', 'a');
    expect(done).toEqual(['b', 'a', 'c', 'd', 'a']);
  });

  it('are begun at once where nothing waits, also when there was nothing for a while', async () => {
    queue.add('e');
    await end('e');
    queue.add('a');
    queue.add('f');
    expect([...ends.keys()]).toEqual(['a', 'f']);
    await end('a', 'f');
    expect(done.slice(-3)).toEqual(['e', 'a', 'f']);
  });

  it('are forgotten when it stops, but for those that run', async () => {
    for (const name of ['g', 'h', 'i']) queue.add(name);
    const stopped = queue.stop();
    await end('g', 'h');
    await stopped;
    queue.add('j');
    expect([...ends.keys()]).toEqual([]);
  });
});
