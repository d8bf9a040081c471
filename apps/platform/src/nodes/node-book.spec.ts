import { describe, expect, it } from '@jest/globals';
import { NodeBook } from './node-book.ts';

const beats = (book: NodeBook, times: number): readonly string[] => {
  let gone: readonly string[] = [];
  for (let time = 0; time < times; time += 1) gone = book.alive('self');
  return gone;
};

describe('a process that shares a log with others', () => {
  it('takes one for gone that has said nothing during four of its own beats', () => {
    const book = new NodeBook('self');
    book.alive('other');
    expect(beats(book, 3)).toEqual([]);
    expect(book.isAlive('other')).toBe(true);
    expect(beats(book, 1)).toEqual(['other']);
    expect(book.isAlive('other')).toBe(false);
    book.alive('other');
    expect(book.isAlive('other')).toBe(true);
  });

  it('takes nobody for gone while its own beats do not come through', () => {
    const book = new NodeBook('self');
    book.alive('other');
    expect([book.isAlive('other'), book.isAlive('never heard of'), book.isSettled]).toEqual([true, true, false]);
  });

  it('calls gone whom it has heard of, and nobody else', () => {
    const book = new NodeBook('self');
    book.alive('other');
    book.alive('stops');
    book.hasStopped('stops');
    beats(book, 4);
    expect(['other', 'stops', 'never heard of', 'self'].map((node) => book.isGone(node))).toEqual([true, true, false, false]);
  });

  it('knows at once of one that says that it stops', () => {
    const book = new NodeBook('self');
    book.alive('other');
    book.hasStopped('other');
    expect(book.isAlive('other')).toBe(false);
    expect(book.isAlive('self')).toBe(true);
  });
});
